import {
	DEFAULT_PROCESSOR_INDEX,
	DEFAULT_SWITCH_ID,
	INDIRECTION_ENTRY_FLAGS,
	IndirectionEntryFlag,
	PRIMARY_PROCESSOR_INDEX,
} from '../ndis/flags.js';
import { headerProblem, ObjectType } from '../ndis/objectHeader.js';
import {
	decodeRssSetIndirectionEntries,
	type IndirectionEntry,
	type IndirectionEntryTable,
	indirectionEntriesLength,
	indirectionEntryAt,
	MAX_INDIRECTION_ENTRIES,
	RSS_SET_INDIRECTION_ENTRIES_SIZE,
	RSS_SET_INDIRECTION_ENTRY_SIZE,
	writeEntryStatus,
} from '../ndis/rssSetIndirectionEntries.js';
import { Status } from '../ndis/status.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import type { EntityStore } from './entityStore.js';
import { member, parameterName, refusal, refused, setText, steering, succeeded } from './refuse.js';
import type { OidResult, Refusal, SteeringParameter } from './request.js';
import type { RuleId } from './ruleTable.js';
import { DEFAULT_VPORT_ID, type EntityState } from './state.js';
import { isActive, refuseTooManyProcessors, targetOf, withTarget } from './steering.js';

/** One command and its place in the batch. */
interface Command extends IndirectionEntry {
	readonly place: number;
}

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
	for (const group of groupsOf(commandsOf(input, table), adapter.mode === 'native')) {
		const because = runGroup(adapter, store, group, actor);
		if (because) refusals.push(because);
		for (const { place } of group) writeEntryStatus(output, table, place, because?.status ?? Status.SUCCESS);
	}
	return { ...succeeded(output), refusals };
}

/** The head of the batch, once everything it speaks of is known to lie in the buffer; or why the whole batch is refused. */
function readTable(input: Uint8Array): IndirectionEntryTable | MalformedBatch {
	const table = decodeRssSetIndirectionEntries(input);
	if (!table) return tooShort(input, RSS_SET_INDIRECTION_ENTRIES_SIZE);
	const { header, flags, rssEntrySize, rssEntryTableOffset, numberOfRssEntries } = table;
	const least = RSS_SET_INDIRECTION_ENTRIES_SIZE + numberOfRssEntries * RSS_SET_INDIRECTION_ENTRY_SIZE;
	const needed = Math.max(least, indirectionEntriesLength(table));
	if (needed > input.length) return tooShort(input, needed);
	if (numberOfRssEntries > 0 && rssEntrySize < RSS_SET_INDIRECTION_ENTRY_SIZE) {
		const message = `The batch says that a move has ${rssEntrySize} bytes; it has ${RSS_SET_INDIRECTION_ENTRY_SIZE} at least.`;
		return malformed('batch-layout', message, 'buffer', needed);
	}
	if (numberOfRssEntries > 0 && rssEntryTableOffset < RSS_SET_INDIRECTION_ENTRIES_SIZE) {
		const message = `The batch says that its moves start at byte ${rssEntryTableOffset}, within the structure of ${RSS_SET_INDIRECTION_ENTRIES_SIZE} bytes.`;
		return malformed('batch-layout', message, 'buffer', needed);
	}
	if (numberOfRssEntries > MAX_INDIRECTION_ENTRIES) {
		const message = `The batch has ${numberOfRssEntries} moves; at most ${MAX_INDIRECTION_ENTRIES} are taken.`;
		return malformed('batch-count', message, 'buffer');
	}
	const problem = headerProblem(header, ObjectType.RSS_SET_INDIRECTION_ENTRIES, [
		RSS_SET_INDIRECTION_ENTRIES_SIZE,
	]);
	if (problem !== undefined) return malformed('header', `The batch cannot be read: ${problem}.`, 'header');
	if (flags !== 0) {
		const message = `Flags 0x${flags.toString(16)} of the batch are not defined.`;
		return malformed('unknown-flags', message, 'flags');
	}
	return table;
}

/** The whole OID fails. */
interface MalformedBatch {
	readonly rule: RuleId;
	readonly refusal: Refusal;
	readonly bytesNeeded: number;
}

function malformed(
	rule: RuleId,
	message: string,
	subject: 'buffer' | 'header' | 'flags',
	bytesNeeded = 0,
): MalformedBatch {
	return { rule, refusal: refusal(rule, message, [member(DEFAULT_VPORT_ID, subject)]), bytesNeeded };
}

function tooShort(input: Uint8Array, needed: number): MalformedBatch {
	const message = `The buffer has ${input.length} bytes; the batch needs ${needed}.`;
	return malformed('batch-length', message, 'buffer', needed);
}

function commandsOf(input: Uint8Array, table: IndirectionEntryTable): Command[] {
	return Array.from({ length: table.numberOfRssEntries }, (_, place) => {
		const entry = indirectionEntryAt(input, table, place);
		return entry && { ...entry, place };
	}).filter((command) => command !== undefined);
}

/** Maximal runs of commands with one (switch, VPort); in native mode the ids mean nothing and all are one group. */
function groupsOf(commands: readonly Command[], native: boolean): Command[][] {
	const groups: Command[][] = [];
	for (const command of commands) {
		const last = groups.at(-1);
		const [first] = last ?? [];
		const same =
			first && (native || (first.switchId === command.switchId && first.vportId === command.vportId));
		if (last && same) last.push(command);
		else groups.push([command]);
	}
	return groups;
}

/** Runs one group: all or nothing, one reason for all (policy P2). */
function runGroup(
	adapter: AdapterDescription,
	store: EntityStore,
	group: readonly Command[],
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
	let moved = entity;
	const reasons: Refusal[] = [];
	for (const command of group) {
		const result = runCommand(adapter, moved, command, actor);
		if ('rule' in result) reasons.push(result);
		else moved = result;
	}
	const [first] = reasons;
	if (first) return mergeSubjects(first, reasons);
	const tooMany = refuseTooManyProcessors(moved, 'move-queues');
	if (tooMany) return tooMany;
	store.put(moved);
	return undefined;
}

/** The first failing command decides; all that fail for the same reason are named. */
function mergeSubjects(first: Refusal, reasons: readonly Refusal[]): Refusal {
	const same = reasons.filter(({ rule }) => rule === first.rule);
	return { ...first, subjects: same.flatMap(({ subjects }) => subjects) };
}

/** Domain §2, Command, in the documented order: the entity after the move, or why not. */
function runCommand(
	adapter: AdapterDescription,
	entity: EntityState,
	command: Command,
	actor: Processor | undefined,
): EntityState | Refusal {
	const { vportId } = entity;
	if (command.flags & ~INDIRECTION_ENTRY_FLAGS) {
		return refusal('move-flags', `Flags 0x${command.flags.toString(16)} of a move are not defined.`, [
			member(vportId, 'flags'),
		]);
	}
	const parameter = parameterOf(command);
	const subjects = [steering(vportId, parameter)];
	const current = targetOf(entity, parameter);
	if (current === undefined) {
		const message = `Entry ${command.indirectionTableIndex} does not exist: the table has ${entity.indirectionTable.length}.`;
		return refusal('move-index', message, subjects);
	}
	if (current !== actor) {
		const ran = actor === undefined ? 'on no known processor' : `on ${formatProcessor(actor)}`;
		const message = `The move of ${parameterName(parameter)} ran ${ran}, but it points at ${formatProcessor(current)}.`;
		return refusal('move-actor', message, subjects);
	}
	const target = command.targetProcessor;
	if (target === current) return entity;
	if (isActive(entity, parameter) && !adapter.rssProcessors.processors.includes(target)) {
		const text = `${parameterName(parameter)} cannot go to ${formatProcessor(target)}`;
		return refusal(
			'move-target',
			`Outside the RSS processors (${setText(adapter.rssProcessors)}): ${text}.`,
			subjects,
		);
	}
	return withTarget(entity, parameter, target);
}

/** Policy P4: Flags decide, default over primary; without flags two indices mean the processors. */
function parameterOf({ flags, indirectionTableIndex: index }: Command): SteeringParameter {
	if (flags & IndirectionEntryFlag.DEFAULT_PROCESSOR) return 'default';
	if (flags & IndirectionEntryFlag.PRIMARY_PROCESSOR) return 'primary';
	if (index === DEFAULT_PROCESSOR_INDEX) return 'default';
	return index === PRIMARY_PROCESSOR_INDEX ? 'primary' : { entry: index };
}
