import type { AdapterDescription } from '../../emulator/description.js';
import { MiniportAdapter } from '../../emulator/miniport.js';
import type { Refusal } from '../../emulator/request.js';
import type { AdapterState } from '../../emulator/state.js';
import { statusName } from '../../ndis/status.js';
import { refusalOf } from '../../plan/answer.js';
import { encodeRequest } from '../../plan/encode.js';
import type { PlanStep } from '../../plan/step.js';

/**
 * Walks a plan on an emulator of the same adapter in the same state, so that what the rules refuse is known before the
 * device is touched: a file may have been written for an adapter that can do more.
 * @returns why a step is refused, as a sentence; undefined when all are accepted
 */
export function rehearse(
	description: AdapterDescription,
	state: AdapterState,
	steps: readonly PlanStep[],
): string | undefined {
	const refused = firstRefused(description, state, steps);
	if (!refused) return undefined;
	const { step, refusal, status } = refused;
	return refusal
		? `The device would refuse this: ${refusal.message} (${statusName(refusal.status)})`
		: `The device would refuse this (${statusName(status)}): ${step.description}`;
}

/** A step that an adapter refuses; without `refusal` it does not say why. */
export interface RefusedStep {
	readonly step: PlanStep;
	readonly status: number;
	readonly refusal: Refusal | undefined;
}

/** The first step of a plan that an emulator of the same adapter in the same state refuses; undefined when it takes all. */
export function firstRefused(
	description: AdapterDescription,
	state: AdapterState,
	steps: readonly PlanStep[],
): RefusedStep | undefined {
	const adapter = new MiniportAdapter(description);
	adapter.restore(state);
	for (const step of steps) {
		const { refusals, status } = adapter.request(
			encodeRequest(step.request, description.mode, description.layout),
		);
		const [refusal] = refusals;
		if (refusal || status !== 0) return { step, status, refusal };
	}
	return undefined;
}

/** The state that steps leave behind on an emulator of the same adapter; undefined when one of them is refused. */
export function stateAfter(
	description: AdapterDescription,
	state: AdapterState,
	steps: readonly PlanStep[],
): AdapterState | undefined {
	const adapter = new MiniportAdapter(description);
	adapter.restore(state);
	const accepted = steps.every(({ request }) => {
		const answer = adapter.request(encodeRequest(request, description.mode, description.layout));
		return refusalOf(request, answer) === undefined;
	});
	return accepted ? adapter.state() : undefined;
}
