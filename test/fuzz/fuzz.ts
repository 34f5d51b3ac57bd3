import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { OidRequest, OidResult } from '../../server/src/emulator/request.js';
import { oidName } from '../../server/src/ndis/oid.js';
import { Status, statusName } from '../../server/src/ndis/status.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith } from '../support/adapter.js';
import { brokenInvariant } from '../support/invariants.js';
import { Choices, randomRequest } from './randomRequest.js';

export interface FuzzOptions {
	readonly requests: number;
	/** The same seed asks the same. */
	readonly seed: number;
	/** Called after every 10,000 requests with how many are done. */
	readonly onProgress?: (done: number) => void;
}

export interface FuzzReport {
	readonly requests: number;
	/** Requests that changed the state. */
	readonly changes: number;
	/** How often each status was the answer. */
	readonly statuses: Readonly<Record<string, number>>;
	/** How often each rule refused. */
	readonly rules: Readonly<Record<string, number>>;
}

/** An adapter lives that long; then another one takes its place. */
const REQUESTS_PER_ADAPTER = 2_000;

/**
 * Asks adapters of many kinds for whatever comes, and looks at every answer and every state.
 * @throws Error that names seed, number and request of the first answer that may not be
 */
export function fuzz({ requests, seed, onProgress }: FuzzOptions): FuzzReport {
	const choices = new Choices(new SeededRandom(seed));
	const statuses: Record<string, number> = {};
	const rules: Record<string, number> = {};
	let changes = 0;
	let adapter = randomAdapter(choices);
	for (let done = 0; done < requests; done++) {
		if (done % REQUESTS_PER_ADAPTER === 0) adapter = randomAdapter(choices);
		const { revision } = adapter;
		const request = randomRequest(choices, adapter);
		const wrong = (what: unknown) => new Error(`seed ${seed}, request ${done}: ${what}\n${textOf(request)}`);
		let result: OidResult;
		try {
			result = adapter.request(request);
		} catch (error) {
			throw wrong(`it threw ${error instanceof Error ? error.stack : error}`);
		}
		const changed = adapter.revision !== revision;
		const problem =
			wrongAnswer(request, result, changed) ??
			(changed ? brokenInvariant(adapter.state(), adapter.description) : undefined);
		if (problem !== undefined) throw wrong(problem);
		if (changed) changes++;
		const name = statusName(result.status);
		statuses[name] = (statuses[name] ?? 0) + 1;
		for (const { rule } of result.refusals) rules[rule] = (rules[rule] ?? 0) + 1;
		if ((done + 1) % 10_000 === 0) onProgress?.(done + 1);
	}
	return { requests, changes, statuses, rules };
}

function wrongAnswer(request: OidRequest, result: OidResult, changed: boolean): string | undefined {
	const { status, outputBuffer, bytesNeeded, refusals } = result;
	if (!Number.isInteger(status) || status < 0 || status > 0xffffffff) return `status ${status}`;
	if (status === Status.PENDING) return 'it is pending';
	if (status !== 0 && changed) return `${statusName(status)}, and yet something changed`;
	if (status !== 0 && refusals.length === 0) return `${statusName(status)} without a reason`;
	const room = request.outputBufferLength;
	if (room !== undefined && outputBuffer.length > room) return `${outputBuffer.length} bytes for ${room}`;
	const short = status === Status.INVALID_LENGTH || status === Status.BUFFER_TOO_SHORT;
	if (bytesNeeded > 0 !== short) return `bytesNeeded ${bytesNeeded} with ${statusName(status)}`;
	return undefined;
}

function randomAdapter(choices: Choices): MiniportAdapter {
	const description = adapterWith(
		{
			supportsIndependentEntryMove: !choices.oneIn(6),
			asymmetricQueuePairsForNonDefaultVPort: choices.oneIn(2),
			rssPerPFVPortHashKey: choices.oneIn(2),
			rssPerPFVPortIndirectionTableSizeRestricted: choices.oneIn(5),
			maxNumVFs: choices.below(3),
			maxNumQueuePairs: 3 + choices.below(16),
			maxNumVPorts: 1 + choices.below(4),
		},
		choices.oneIn(4) ? 'native' : 'vmq',
	);
	return new MiniportAdapter(description);
}

function textOf({ oid, type, inputBuffer, ...rest }: OidRequest): string {
	const hex = Array.from(inputBuffer, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${type} ${oidName(oid)} ${JSON.stringify(rest)} ${hex}`;
}
