import type { AdapterMode } from '../emulator/description.js';
import type { EntityState } from '../emulator/state.js';
import { formatProcessor } from '../rss/processor.js';
import type { ComparedMember, EntityDiff, SteeringDifference } from './diff.js';
import { attachment } from './differences.js';
import { count, entityTitle, hashText, onOff } from './words.js';

/** An entity's differences in words, a row of a plan. */
export interface DiffText {
	/** `VPort 1 (sql01)` */
	readonly entity: string;
	readonly action: 'create' | 'change' | 'delete';
	/** `numberOfQueues: 1 → 4`, `indirectionTable: 12 of 16 entries` */
	readonly details: string[];
}

/** What a diff says, a row an entity. Keys are never told, only that they differ. */
export function describeDiffs(diffs: readonly EntityDiff[], mode: AdapterMode): DiffText[] {
	return diffs.map((diff) => describeDiff(diff, mode));
}

function describeDiff(diff: EntityDiff, mode: AdapterMode): DiffText {
	switch (diff.kind) {
		case 'deleted':
			return { entity: entityTitle(diff.from, mode), action: 'delete', details: [] };
		case 'created':
			return { entity: entityTitle(diff.to, mode), action: 'create', details: describeEntity(diff.to) };
		case 'changed':
			return {
				entity: entityTitle(diff.to, mode),
				action: 'change',
				details: [
					...diff.members.map((member) => describeMember(member, diff)),
					...describeSteering(diff.steering, diff.to.indirectionTable.length),
				],
			};
	}
}

/** How an entity stands, a line a setting; the key is not told. */
export function describeEntity(entity: EntityState): string[] {
	const processors = [...new Set(entity.indirectionTable)].sort((a, b) => a - b).map(formatProcessor);
	return [
		`RSS ${onOff(entity.rssEnabled)}`,
		`numberOfQueues: ${entity.numberOfQueues}`,
		`indirectionTable: ${count(entity.indirectionTable.length, 'entry', 'entries')} on ${processors.join(', ')}`,
		`defaultProcessor: ${formatProcessor(entity.defaultProcessor)}`,
		`primaryProcessor: ${formatProcessor(entity.primaryProcessor)}`,
	];
}

function describeMember(member: ComparedMember, { from, to }: EntityDiff & { kind: 'changed' }): string {
	switch (member) {
		case 'active':
			return to.active ? 'activated' : 'deactivated';
		case 'attachedFunctionId':
			return `attachedTo: ${attachment(from.attachedFunctionId)} → ${attachment(to.attachedFunctionId)}`;
		case 'rssEnabled':
			return `RSS: ${onOff(from.rssEnabled)} → ${onOff(to.rssEnabled)}`;
		case 'numberOfQueues':
			return `numberOfQueues: ${from.numberOfQueues} → ${to.numberOfQueues}`;
		case 'numberOfIndirectionTableEntries':
			return `numberOfEntries: ${from.indirectionTable.length} → ${to.indirectionTable.length}`;
		case 'hashInformation':
			return `hash types: ${hashText(from.hashInformation)} → ${hashText(to.hashInformation)}`;
		case 'hashSecretKey':
			return 'hash secret key: another';
		case 'name':
			return `name: ${JSON.stringify(from.name)} → ${JSON.stringify(to.name)}`;
	}
}

function describeSteering(differences: readonly SteeringDifference[], size: number): string[] {
	const entries = differences.filter(
		({ parameter, to }) => typeof parameter === 'object' && to !== undefined,
	);
	return [
		...differences.flatMap(({ parameter, from, to }) =>
			typeof parameter === 'object' || from === undefined || to === undefined
				? []
				: [`${parameter}Processor: ${formatProcessor(from)} → ${formatProcessor(to)}`],
		),
		...(entries.length > 0 ? [`indirectionTable: ${entries.length} of ${size} entries`] : []),
	];
}
