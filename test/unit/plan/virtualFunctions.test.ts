import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AdapterDescription } from '../../../server/src/emulator/description.js';
import { beyondLayout } from '../../../server/src/emulator/layoutLimits.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import { attachedVFs } from '../../../server/src/emulator/newSwitch.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import { planTransition } from '../../../server/src/plan/plan.js';
import type { PlanStep } from '../../../server/src/plan/step.js';
import { wantedVirtualFunctions } from '../../../server/src/plan/virtualFunctions.js';
import { allocateVF } from '../emulator/requests.js';
import { descriptions, statesOf } from './arbitraries.js';

function take(device: MiniportAdapter, steps: readonly PlanStep[]): void {
	for (const { request, description } of steps) {
		const { mode, layout } = device.description;
		expect(device.request(encodeRequest(request, mode, layout)).refusals, description).toEqual([]);
	}
}
/** The adapter on x86, where affinity masks can name all of its processors. */
function onX86(description: AdapterDescription): AdapterDescription {
	const { processors } = description.rssProcessors;
	return beyondLayout(processors, 'x86') === undefined ? { ...description, layout: 'x86' } : description;
}
const idsOf = (device: MiniportAdapter) => device.state().nicSwitch?.allocatedVFs.map(({ vfId }) => vfId);

it('wherever a push breaks off, the way back frees and allocates what is needed for the state that was read', () => {
	const journeys = descriptions
		.filter(({ mode }) => mode === 'vmq')
		.chain((description) =>
			fc.record({
				description: fc.constant(onX86(description)),
				from: statesOf(description),
				to: statesOf(description),
				idle: fc.nat(20),
				stop: fc.double({ min: 0, max: 1, noNaN: true }),
			}),
		);
	let changed = 0;
	fc.assert(
		fc.property(journeys, ({ description, from, to, idle, stop }) => {
			const device = new MiniportAdapter(description);
			device.restore(from);
			// One that stands allocated without a VPort, where the adapter has such.
			device.request(allocateVF({ vfId: idle }));
			const first = device.state();
			const { nicSwitch } = first;
			if (!nicSwitch) throw new Error('no switch');
			const wanted = {
				entities: to.entities,
				nicSwitch: { ...nicSwitch, allocatedVFs: wantedVirtualFunctions(first, to.entities) },
			};
			const steps = planTransition(first, wanted, description);
			take(device, steps.slice(0, Math.floor(stop * (steps.length + 1))));
			if (String(idsOf(device)) !== String(nicSwitch.allocatedVFs.map(({ vfId }) => vfId))) changed++;
			take(device, planTransition(device.state(), first, description));
			expect(device.state()).toEqual(first);
			take(device, planTransition(first, wanted, description));
			expect(device.state()).toEqual(wanted);
			// Nothing is left of the VFs whose VPorts went, and nothing is taken from others.
			const before = attachedVFs(from.entities);
			const kept = nicSwitch.allocatedVFs.map(({ vfId }) => vfId).filter((id) => !before.includes(id));
			const expected = new Set([...attachedVFs(to.entities), ...kept]);
			expect(idsOf(device)).toEqual([...expected].sort((a, b) => a - b));
		}),
		{ numRuns: 500 },
	);
	expect(changed).toBeGreaterThan(0);
});
