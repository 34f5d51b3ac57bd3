import type { OidResult } from '../emulator/request.js';
import { decodeRssSetIndirectionEntries, indirectionEntryAt } from '../ndis/rssSetIndirectionEntries.js';
import { Status, statusName } from '../ndis/status.js';
import { formatProcessor } from '../rss/processor.js';
import type { MoveCommand, MoveEntriesRequest, PlannedRequest } from './step.js';
import { count } from './words.js';

/**
 * Why an answer is a refusal, as the end of a sentence (`NDIS_STATUS_NO_QUEUES for 3 of 4 moves, …`); undefined when the
 * whole request was accepted. A move OID succeeds whatever its commands did: each command's own status is looked at.
 */
export function refusalOf(
	request: PlannedRequest,
	answer: Pick<OidResult, 'status' | 'outputBuffer'>,
): string | undefined {
	if (answer.status !== Status.SUCCESS) return statusName(answer.status);
	return request.kind === 'moveEntries' ? refusedMoves(request, answer.outputBuffer) : undefined;
}

function refusedMoves({ commands }: MoveEntriesRequest, outputBuffer: Uint8Array): string | undefined {
	const statuses = entryStatuses(outputBuffer);
	if (statuses.length !== commands.length) {
		return `${count(statuses.length, 'status', 'statuses')} for ${count(commands.length, 'move')}`;
	}
	const refused = commands.filter((_, i) => statuses[i] !== Status.SUCCESS);
	const [first] = refused;
	if (!first) return undefined;
	const names = [...new Set(statuses.filter((status) => status !== Status.SUCCESS).map(statusName))];
	return `${names.join(' and ')} for ${refused.length} of ${count(commands.length, 'move')}, first ${describeMove(first)}`;
}

/** The EntryStatus of each command of an answered batch; none when the buffer is not one. */
function entryStatuses(buffer: Uint8Array): number[] {
	const table = decodeRssSetIndirectionEntries(buffer);
	if (!table) return [];
	const statuses: number[] = [];
	for (let i = 0; i < table.numberOfRssEntries; i++) {
		const entry = indirectionEntryAt(buffer, table, i);
		if (!entry) return [];
		statuses.push(entry.entryStatus);
	}
	return statuses;
}

/** A move as refusals name it: `entry 3 of VPort 1 to 0:8`. */
export function describeMove({ vportId, parameter, target }: MoveCommand): string {
	const what = typeof parameter === 'object' ? `entry ${parameter.entry}` : `the ${parameter} processor`;
	return `${what} of VPort ${vportId} to ${formatProcessor(target)}`;
}
