import {
	DEFAULT_PROCESSOR_INDEX,
	DEFAULT_SWITCH_ID,
	INDIRECTION_ENTRY_FLAGS,
	IndirectionEntryFlag,
	PRIMARY_PROCESSOR_INDEX,
} from '../ndis/flags.js';
import {
	type IndirectionEntry,
	indirectionEntriesOf,
	writeEntryStatuses,
} from '../ndis/rssSetIndirectionEntries.js';
import { Status } from '../ndis/status.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import type { EntityStore } from './entityStore.js';
import { groupsOf, readTable } from './moveBatch.js';
import { member, parameterName, refusal, refused, setText, steering, succeeded } from './refuse.js';
import type { OidResult, Refusal, SteeringParameter } from './request.js';
import { type Draft, isActive, point, refuseTooManyProcessors, targetOf } from './steering.js';

/**
 * OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES: runs a batch on `actor` and answers the same buffer with a status in each
 * command. The OID itself succeeds whatever its commands did, unless the buffer is malformed. Source: domain §2, Move.
 */
export function moveEntries(
	adapter: AdapterDescription,
	store: EntityStore,
	input: Uint8Array,
	actor: Processor | undefined,
): OidResult {
	const table = readTable(input);
	if ('rule' in table) return refused(table.refusal, table.bytesNeeded);
	const output = input.slice();
	const refusals: Refusal[] = [];
	const statuses: number[] = [];
	for (const group of groupsOf(indirectionEntriesOf(input, table), adapter.mode === 'native')) {
		const because = runGroup(adapter, store, group, actor);
		if (because) refusals.push(because);
		for (const _ of group) statuses.push(because?.status ?? Status.SUCCESS);
	}
	writeEntryStatuses(output, table, statuses);
	return { ...succeeded(output), refusals };
}

/** Runs one group: all or nothing, one reason for all (policy P2). */
function runGroup(
	adapter: AdapterDescription,
	store: EntityStore,
	group: readonly IndirectionEntry[],
	actor: Processor | undefined,
): Refusal | undefined {
	const native = adapter.mode === 'native';
	const { switchId = 0, vportId = 0 } = native ? {} : (group[0] ?? {});
	if (switchId !== DEFAULT_SWITCH_ID) {
		return refusal('move-switch', `Switch ${switchId} does not exist: the only one is 0.`, [
			member(vportId, 'switchId'),
		]);
	}
	const entity = store.get(vportId);
	if (!entity)
		return refusal('move-unknown-vport', `VPort ${vportId} does not exist.`, [member(vportId, 'vportId')]);
	if (!entity.active) {
		return refusal('move-vport-state', `VPort ${vportId} is not active: its parameters cannot be moved.`, [
			member(vportId, 'vportState'),
		]);
	}
	const draft = { ...entity, indirectionTable: [...entity.indirectionTable] };
	const rssProcessors = new Set(adapter.rssProcessors.processors);
	const reasons: Refusal[] = [];
	for (const command of group) {
		const reason = runCommand(adapter, rssProcessors, draft, command, actor);
		if (reason) reasons.push(reason);
	}
	const [first] = reasons;
	if (first) return mergeSubjects(first, reasons);
	const tooMany = refuseTooManyProcessors(draft, 'move-queues');
	if (tooMany) return tooMany;
	store.put(draft);
	return undefined;
}

/** The first failing command decides; all that fail for the same reason are named. */
function mergeSubjects(first: Refusal, reasons: readonly Refusal[]): Refusal {
	const same = reasons.filter(({ rule }) => rule === first.rule);
	return { ...first, subjects: same.flatMap(({ subjects }) => subjects) };
}

/** Domain §2, Command, in the documented order: makes the move in the draft, or says why not. */
function runCommand(
	adapter: AdapterDescription,
	rssProcessors: ReadonlySet<Processor>,
	entity: Draft,
	command: IndirectionEntry,
	actor: Processor | undefined,
): Refusal | undefined {
	const { vportId } = entity;
	if (command.flags & ~INDIRECTION_ENTRY_FLAGS) {
		return refusal('move-flags', `Flags 0x${command.flags.toString(16)} of a move are not defined.`, [
			member(vportId, 'flags'),
		]);
	}
	const parameter = parameterOf(command);
	const current = targetOf(entity, parameter);
	if (current === undefined) {
		const message = `Entry ${command.indirectionTableIndex} does not exist: the table has ${entity.indirectionTable.length}.`;
		return refusal('move-index', message, [steering(vportId, parameter)]);
	}
	if (current !== actor) {
		const ran = actor === undefined ? 'on no known processor' : `on ${formatProcessor(actor)}`;
		const message = `The move of ${parameterName(parameter)} ran ${ran}, but it points at ${formatProcessor(current)}.`;
		return refusal('move-actor', message, [steering(vportId, parameter)]);
	}
	const target = command.targetProcessor;
	if (target === current) return undefined;
	if (isActive(entity, parameter) && !rssProcessors.has(target)) {
		const text = `${parameterName(parameter)} cannot go to ${formatProcessor(target)}`;
		return refusal(
			'move-target',
			`Outside the RSS processors (${setText(adapter.rssProcessors)}): ${text}.`,
			[steering(vportId, parameter)],
		);
	}
	point(entity, parameter, target);
	return undefined;
}

/** Policy P4: Flags decide, default over primary; without flags two indices mean the processors. */
function parameterOf({ flags, indirectionTableIndex: index }: IndirectionEntry): SteeringParameter {
	if (flags & IndirectionEntryFlag.DEFAULT_PROCESSOR) return 'default';
	if (flags & IndirectionEntryFlag.PRIMARY_PROCESSOR) return 'primary';
	if (index === DEFAULT_PROCESSOR_INDEX) return 'default';
	return index === PRIMARY_PROCESSOR_INDEX ? 'primary' : { entry: index };
}
