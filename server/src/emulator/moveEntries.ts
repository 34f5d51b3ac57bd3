import {
	DEFAULT_PROCESSOR_INDEX,
	DEFAULT_SWITCH_ID,
	ENTRY_FLAGS_MASK,
	EntryFlag,
	MAX_MOVE_COMMANDS,
	ObjectType,
	PRIMARY_PROCESSOR_INDEX,
} from '../ndis/flags.js';
import { rssSetIndirectionEntries, rssSetIndirectionEntry } from '../ndis/rssSetIndirectionEntries.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import { member, parameterName, refusal, refused, setText, steering } from './refuse.js';
import type { OidResult, Refusal, SteeringParameter } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState } from './state.js';
import { isActive, refuseTooManyProcessors, targetOf, withTarget } from './steering.js';

/** One command as it lies in the buffer. */
interface Command {
	readonly switchId: number;
	readonly vportId: number;
	readonly flags: number;
	readonly indirectionTableIndex: number;
	readonly targetProcessor: Processor;
	/** Where its structure starts in the buffer. */
	readonly at: number;
}

/** The entities that a batch works on; a group that fails puts nothing. */
export interface EntityStore {
	get(vportId: number): EntityState | undefined;
	put(entity: EntityState): void;
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
	const commands = readCommands(input);
	if (!Array.isArray(commands)) return refused(commands, rssSetIndirectionEntries.size);
	const output = input.slice();
	const refusals: Refusal[] = [];
	for (const group of groupsOf(commands, adapter.mode === 'native')) {
		const because = runGroup(adapter, store, group, actor);
		if (because) refusals.push(because);
		for (const { at } of group) rssSetIndirectionEntry.patch(output, at, 'entryStatus', because?.status ?? 0);
	}
	return { status: 0, outputBuffer: output, bytesNeeded: 0, refusals };
}

function readCommands(input: Uint8Array): Command[] | Refusal {
	const subjects = [member(DEFAULT_VPORT_ID, 'buffer')];
	const container = rssSetIndirectionEntries.decode(input);
	const short = (needed: number) =>
		refusal('batch-length', `The buffer has ${input.length} bytes; the batch needs ${needed}.`, subjects);
	if (!container) return short(rssSetIndirectionEntries.size);
	const { header, rssEntrySize, rssEntryTableOffset, numberOfRssEntries } = container;
	const needed = rssEntryTableOffset + numberOfRssEntries * rssEntrySize;
	if (rssEntrySize < rssSetIndirectionEntry.size && numberOfRssEntries > 0) return short(rssSetIndirectionEntries.size + numberOfRssEntries * rssSetIndirectionEntry.size);
	if (needed > input.length || rssEntryTableOffset < rssSetIndirectionEntries.size) return short(needed);
	if (numberOfRssEntries > MAX_MOVE_COMMANDS) {
		const message = `The batch has ${numberOfRssEntries} moves; at most ${MAX_MOVE_COMMANDS} are taken.`;
		return refusal('batch-count', message, subjects);
	}
	if (header.type !== ObjectType.RSS_SET_INDIRECTION_ENTRIES || header.revision < 1) {
		const message = `The header says type 0x${header.type.toString(16)}, revision ${header.revision}; wanted are type 0xc9 and revision 1.`;
		return refusal('header', message, subjects);
	}
	return Array.from({ length: numberOfRssEntries }, (_, i) => {
		const at = rssEntryTableOffset + i * rssEntrySize;
		return { ...rssSetIndirectionEntry.decode(input, at), at } as Command;
	});
}

/** Maximal runs of commands with one (switch, VPort); in native mode the ids mean nothing and all are one group. */
function groupsOf(commands: readonly Command[], native: boolean): Command[][] {
	const groups: Command[][] = [];
	for (const command of commands) {
		const last = groups.at(-1);
		const [first] = last ?? [];
		const same = first && (native || (first.switchId === command.switchId && first.vportId === command.vportId));
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
		return refusal('move-switch', `Switch ${switchId} does not exist: the only one is 0.`, [member(vportId, 'switchId')]);
	}
	const entity = store.get(vportId);
	if (!entity) return refusal('move-unknown-vport', `VPort ${vportId} does not exist.`, [member(vportId, 'vportId')]);
	if (!entity.active) {
		return refusal('move-vport-state', `VPort ${vportId} is not active: its parameters cannot be moved.`, [member(vportId, 'vportState')]);
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
	if (command.flags & ~ENTRY_FLAGS_MASK) {
		return refusal('move-flags', `Flags 0x${command.flags.toString(16)} of a move are not defined.`, [member(vportId, 'flags')]);
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
		return refusal('move-target', `Outside the RSS processors (${setText(adapter.rssProcessors)}): ${text}.`, subjects);
	}
	return withTarget(entity, parameter, target);
}

/** Policy P4: Flags decide, default over primary; without flags two indices mean the processors. */
function parameterOf({ flags, indirectionTableIndex: index }: Command): SteeringParameter {
	if (flags & EntryFlag.DEFAULT_PROCESSOR) return 'default';
	if (flags & EntryFlag.PRIMARY_PROCESSOR) return 'primary';
	if (index === DEFAULT_PROCESSOR_INDEX) return 'default';
	return index === PRIMARY_PROCESSOR_INDEX ? 'primary' : { entry: index };
}
