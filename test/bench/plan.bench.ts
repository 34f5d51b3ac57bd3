import { expect, test } from 'vitest';
import type { AdapterDescription } from '../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { type AdapterState, type EntityState, PF_FUNCTION_ID } from '../../server/src/emulator/state.js';
import { refusalOf } from '../../server/src/plan/answer.js';
import { diffStates } from '../../server/src/plan/diff.js';
import { planEconomy } from '../../server/src/plan/economy.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import { planTransition } from '../../server/src/plan/plan.js';
import type { PlanStep } from '../../server/src/plan/step.js';
import { type Processor, processor } from '../../server/src/rss/processor.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith } from '../support/adapter.js';
import { median, relativeSpread } from '../support/statistics.js';

/**
 * How long it takes to plan the way between two random states of an adapter with 64 VPorts of 128 entries, where nearly
 * every entry moves. The peer is the comparison of the two states, which no planner can do without.
 */
const ROUNDS = 15;
const VPORTS = 64;
const ENTRIES = 128;
const QUEUES = 16;
const processors = Array.from({ length: 64 }, (_, i) => processor(0, i));

const adapter: AdapterDescription = {
	...adapterWith({
		maxNumVPorts: VPORTS,
		maxNumQueuePairs: VPORTS * QUEUES,
		maxNumRssCapableNonDefaultPFVPorts: VPORTS,
	}),
	rssProcessors: { base: processor(0, 0), max: processor(0, 63), processors },
};

/** Every VPort has RSS on and spreads over as many processors as it has queues. */
function state(random: SeededRandom): AdapterState {
	const pick = <T>(from: readonly T[]) => from[random.next() % from.length] as T;
	return {
		entities: Array.from({ length: VPORTS }, (_, vportId): EntityState => {
			const used = Array.from({ length: QUEUES }, () => pick(processors));
			const any = (): Processor => pick(used);
			return {
				vportId,
				name: '',
				active: true,
				attachedFunctionId: PF_FUNCTION_ID,
				rssEnabled: true,
				numberOfQueues: new Set(used).size,
				hashInformation: 0x701,
				hashSecretKey: new Uint8Array(40).fill(1),
				primaryProcessor: any(),
				defaultProcessor: any(),
				indirectionTable: Array.from({ length: ENTRIES }, any),
			};
		}),
	};
}

/** The emulator takes every step, and ends in the wanted state. */
function prove(from: AdapterState, to: AdapterState, steps: readonly PlanStep[]): void {
	const miniport = new MiniportAdapter(adapter);
	miniport.restore(from);
	for (const { request } of steps)
		expect(refusalOf(request, miniport.request(encodeRequest(request, 'vmq')))).toBeUndefined();
	expect(diffStates(miniport.state(), to)).toEqual([]);
}

test(`${VPORTS} VPorts with ${ENTRIES} entries`, () => {
	const random = new SeededRandom(11);
	const ours: number[] = [];
	const peer: number[] = [];
	let moves = 0;
	let least = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const [from, to] = [state(random), state(random)];
		const compare = performance.now();
		diffStates(from, to);
		const start = performance.now();
		const steps = planTransition(from, to, adapter);
		const end = performance.now();
		peer.push(start - compare);
		ours.push(end - start);
		prove(from, to, steps);
		const economy = planEconomy(from, to, steps);
		moves += economy.moves;
		least += economy.leastMoves;
	}
	console.log(
		`plan ${VPORTS} VPorts x ${ENTRIES} entries: ${median(ours).toFixed(1)} ms; comparing the states alone: ${median(peer).toFixed(1)} ms; ratio ${(median(ours) / median(peer)).toFixed(1)} (medians of ${ROUNDS}, ours spread ${Math.round(relativeSpread(ours) * 100)} %)`,
	);
	console.log(`moves for each parameter that differs: ${(moves / least).toFixed(4)} (${moves} for ${least})`);
});
