import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdapterDescription } from '../../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../../server/src/emulator/state.js';
import { statusName } from '../../../server/src/ndis/status.js';
import { refusalOf } from '../../../server/src/plan/answer.js';
import { diffStates } from '../../../server/src/plan/diff.js';
import { planEconomy } from '../../../server/src/plan/economy.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import { planTransition } from '../../../server/src/plan/plan.js';
import type { PlanStep } from '../../../server/src/plan/step.js';
import { descriptions, statesOf } from './arbitraries.js';

/** Carries out a plan on the emulator; fails at the first step that is refused. */
function carryOut(adapter: MiniportAdapter, steps: readonly PlanStep[]): void {
	for (const [i, { request, description }] of steps.entries()) {
		const result = adapter.request(encodeRequest(request, adapter.description.mode));
		const words = result.refusals.map((refusal) => refusal.message).join(' ');
		expect(
			refusalOf(request, result),
			`step ${i + 1}, ${description} ${statusName(result.status)} ${words}`,
		).toBeUndefined();
		if (request.kind === 'moveEntries') expect(request.commands.length).toBeLessThanOrEqual(130);
	}
}

/** How often RSS is turned off. */
function detours(steps: readonly PlanStep[]): number {
	return steps.filter(({ description }) => description.includes('turn RSS off')).length;
}

interface Journey {
	readonly description: AdapterDescription;
	readonly states: readonly AdapterState[];
}

const journeys: fc.Arbitrary<Journey> = descriptions.chain((description) =>
	fc.array(statesOf(description), { minLength: 2, maxLength: 3 }).map((states) => ({ description, states })),
);

describe('planTransition', () => {
	it('is refused nothing on the emulator and ends exactly in the wanted state, from anywhere to anywhere', () => {
		let moves = 0;
		let needed = 0;
		fc.assert(
			fc.property(journeys, ({ description, states }) => {
				const adapter = new MiniportAdapter(description);
				for (const wanted of [...states, adapter.state()]) {
					const from = adapter.state();
					const steps = planTransition(from, wanted, description);
					carryOut(adapter, steps);
					expect(diffStates(adapter.state(), wanted)).toEqual([]);
					const { moves: taken, leastMoves: bound } = planEconomy(from, wanted, steps);
					// A primary outside the RSS set has to come in while RSS is off, and go back.
					expect(taken).toBeLessThanOrEqual(2 * (bound + detours(steps)));
					moves += taken;
					needed += bound;
					expect(planTransition(wanted, wanted, description)).toEqual([]);
				}
			}),
			{ numRuns: 300 },
		);
		console.log(`moves per differing parameter: ${(moves / needed).toFixed(3)}`);
		expect(moves / needed).toBeLessThan(1.2);
	});
});
