import type { AdapterMode } from '../emulator/description.js';
import type { EntityState } from '../emulator/state.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { Move } from './steering.js';
import type { CreateVPortRequest, SetParametersRequest, SetVPortParametersRequest } from './step.js';
import { count, entityTitle, enumerate, hashText } from './words.js';

/** `VPort 1 (sql01): create with every parameter at processor 0:2.` */
export function describeCreate(request: CreateVPortRequest): string {
	const state = request.active ? '' : ', deactivated';
	return `${entityTitle(request, 'vmq')}: create with every parameter at processor ${formatProcessor(request.affinity)}${state}.`;
}

/** `VPort 1 (sql01): delete.` */
export function describeDelete(entity: EntityState): string {
	return `${entityTitle(entity, 'vmq')}: delete.`;
}

/** `VPort 1 (sql01): activate and rename to "sql02".` */
export function describeVPortChange(now: EntityState, request: SetVPortParametersRequest): string {
	const parts = [
		...(request.activate ? ['activate'] : []),
		...(request.name === undefined ? [] : [`rename to ${JSON.stringify(request.name)}`]),
	];
	return `${entityTitle(now, 'vmq')}: ${enumerate(parts)}.`;
}

/** `VPort 1: turn RSS on, numberOfQueues 1 → 4 and new key.` The key itself is never told. */
export function describeSet(now: EntityState, request: SetParametersRequest, mode: AdapterMode): string {
	const parts: string[] = [];
	if (request.enableRss !== now.rssEnabled) parts.push(`turn RSS ${request.enableRss ? 'on' : 'off'}`);
	if (request.numberOfQueues !== undefined)
		parts.push(`numberOfQueues ${now.numberOfQueues} → ${request.numberOfQueues}`);
	if (request.numberOfIndirectionTableEntries !== undefined)
		parts.push(
			`indirection table ${now.indirectionTable.length} → ${request.numberOfIndirectionTableEntries} entries`,
		);
	if (request.hashInformation !== undefined)
		parts.push(`hash types ${hashText(now.hashInformation)} → ${hashText(request.hashInformation)}`);
	if (request.hashSecretKey !== undefined) parts.push('another hash secret key');
	return `${entityTitle(now, mode)}: ${enumerate(parts)}.`;
}

/** `VPort 1: on processor 0:2, move 3 entries to 0:4 and the default processor to 0:6.` */
export function describeMoves(
	now: EntityState,
	actor: Processor,
	moves: readonly Move[],
	mode: AdapterMode,
): string {
	const entries = new Map<Processor, number>();
	const others: string[] = [];
	for (const { parameter, target } of moves) {
		if (typeof parameter === 'object') entries.set(target, (entries.get(target) ?? 0) + 1);
		else others.push(`the ${parameter} processor to ${formatProcessor(target)}`);
	}
	const parts = [...entries].map(([p, n]) => `${count(n, 'entry', 'entries')} to ${formatProcessor(p)}`);
	return `${entityTitle(now, mode)}: on processor ${formatProcessor(actor)}, move ${enumerate([...parts, ...others])}.`;
}
