import { headerProblem, ObjectType } from '../ndis/objectHeader.js';
import {
	decodeRssSetIndirectionEntries,
	type IndirectionEntry,
	type IndirectionEntryTable,
	indirectionEntriesLength,
	MAX_INDIRECTION_ENTRIES,
	RSS_SET_INDIRECTION_ENTRIES_SIZE,
	RSS_SET_INDIRECTION_ENTRY_SIZE,
} from '../ndis/rssSetIndirectionEntries.js';
import { member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import type { RuleId } from './ruleTable.js';
import { DEFAULT_VPORT_ID } from './state.js';

/** The head of the batch, once everything it speaks of is known to lie in the buffer; or why the whole batch is refused. */
export function readTable(input: Uint8Array): IndirectionEntryTable | MalformedBatch {
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
export interface MalformedBatch {
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

/** Maximal runs of commands with one (switch, VPort); in native mode the ids mean nothing and all are one group. */
export function groupsOf(commands: readonly IndirectionEntry[], native: boolean): IndirectionEntry[][] {
	const groups: IndirectionEntry[][] = [];
	let group: IndirectionEntry[] = [];
	for (const command of commands) {
		const [first] = group;
		const same =
			first && (native || (first.switchId === command.switchId && first.vportId === command.vportId));
		if (!same) {
			group = [];
			groups.push(group);
		}
		group.push(command);
	}
	return groups;
}
