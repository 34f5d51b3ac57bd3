import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	applyPush,
	type PreparedPush,
	type PushProgress,
	preparePush,
} from '../../../server/src/devices/push.js';
import type { AdapterDescription } from '../../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../../server/src/emulator/state.js';
import { diffStates } from '../../../server/src/plan/diff.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import { planTransition } from '../../../server/src/plan/plan.js';
import { type Fault, LocalDevice } from '../../support/localDevice.js';
import { descriptions, statesOf } from '../plan/arbitraries.js';

interface Case {
	readonly description: AdapterDescription;
	readonly from: AdapterState;
	readonly to: AdapterState;
}

const cases: fc.Arbitrary<Case> = descriptions.chain((description) =>
	fc.record({
		description: fc.constant(description),
		from: statesOf(description),
		to: statesOf(description),
	}),
);

/** A device in state `from`, and a push to state `to`. */
async function prepare({ description, from, to }: Case): Promise<[LocalDevice, PreparedPush]> {
	const adapter = new MiniportAdapter(description);
	adapter.restore(from);
	const device = new LocalDevice(adapter);
	return [device, await preparePush(device, to)];
}

/** A case whose push takes at least `steps` steps; the same every time. */
async function example(steps: number): Promise<[LocalDevice, PreparedPush, Case]> {
	for (const one of fc.sample(cases, { numRuns: 1000, seed: 7 })) {
		const [device, prepared] = await prepare(one);
		if (prepared.steps.length >= steps) return [device, prepared, one];
	}
	throw new Error('No such case.');
}

const same = (a: AdapterState, b: AdapterState): boolean => diffStates(a, b).length === 0;

describe('applyPush', () => {
	it('ends in the wanted state, and tells each step before it is taken', async () => {
		const [device, prepared, { to }] = await example(5);
		const told: PushProgress[] = [];
		const result = await applyPush(device, prepared, { onProgress: (progress) => told.push(progress) });
		expect(result).toMatchObject({ outcome: 'applied', differences: [], stepsDone: prepared.steps.length });
		expect(result.reason).toBeUndefined();
		expect(device.adapter.state()).toEqual(to);
		expect(told.filter(({ phase }) => phase === 'apply').map(({ description }) => description)).toEqual(
			prepared.steps.map(({ description }) => description),
		);
		expect(told.map(({ phase }) => phase)).not.toContain('rollback');
	});

	it('has nothing to do on a device that is as wanted', async () => {
		const [, , { description, to }] = await example(5);
		const [device, prepared] = await prepare({ description, from: to, to });
		expect(prepared.diffs).toEqual([]);
		expect(await applyPush(device, prepared)).toMatchObject({ outcome: 'applied', stepsPlanned: 0 });
		expect(device.applied).toBe(0);
	});

	it('asks nothing of a device that changed since the plan was made', async () => {
		const [device, prepared, { to }] = await example(5);
		device.adapter.restore(to);
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'failed', reason: 'changed-meanwhile', stepsDone: 0 });
		expect(result.differences).not.toEqual([]);
		expect(device.applied).toBe(0);
		expect(device.adapter.state()).toEqual(to);
	});

	it('asks nothing of another adapter than the one that was planned for', async () => {
		const [device, prepared, { description }] = await example(5);
		const other = new LocalDevice(new MiniportAdapter({ ...description, name: 'another' }));
		other.adapter.restore(device.adapter.state());
		const result = await applyPush(other, prepared);
		expect(result).toMatchObject({ outcome: 'failed', reason: 'changed-meanwhile', stepsDone: 0 });
		expect(other.applied).toBe(0);
	});

	it('rolls back when whoever listens to its progress fails', async () => {
		const [device, prepared, { from }] = await example(5);
		const onProgress = ({ phase, done }: PushProgress) => {
			if (phase === 'rollback' || (phase === 'apply' && done === 3)) throw new Error('Listener is gone.');
		};
		const result = await applyPush(device, prepared, { onProgress });
		expect(result).toMatchObject({ outcome: 'rolledBack', stepsDone: 3 });
		expect(result.message).toContain('Listener is gone.');
		expect(device.adapter.state()).toEqual(from);
	});

	it('asks nothing of a device that would refuse the plan', async () => {
		const [device, , { from }] = await example(5);
		const [first, ...rest] = from.entities;
		if (!first) throw new Error('No entity.');
		const greedy = { entities: [{ ...first, numberOfQueues: 1000 }, ...rest] };
		const prepared = await preparePush(device, greedy);
		expect(prepared.refused).toContain('1000 queues');
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({
			outcome: 'failed',
			reason: 'rehearsal-refused',
			message: prepared.refused,
		});
		expect(device.applied).toBe(0);
	});

	it.each<Fault>(['refuse', 'lostBefore', 'lostAfter', 'timeoutAfter'])(
		'rolls back when a step meets %s',
		async (fault) => {
			const [device, prepared, { from }] = await example(5);
			device.onApply = (call) => (call === 3 ? fault : undefined);
			const result = await applyPush(device, prepared);
			expect(result).toMatchObject({ outcome: 'rolledBack', stepsDone: 3, differences: [] });
			expect(result.reason).toBe(fault === 'refuse' ? 'step-refused' : 'device-error');
			expect(device.adapter.state()).toEqual(from);
		},
	);

	it('rolls back when it is cancelled in the middle', async () => {
		const [device, prepared, { from }] = await example(5);
		const controller = new AbortController();
		device.onApply = (call) => {
			if (call === 2) controller.abort();
			return undefined;
		};
		const result = await applyPush(device, prepared, { signal: controller.signal });
		expect(result).toMatchObject({
			outcome: 'cancelled',
			reason: 'cancelled',
			stepsDone: 3,
			differences: [],
		});
		expect(device.adapter.state()).toEqual(from);
	});

	it('changes nothing when it is cancelled before', async () => {
		const [device, prepared] = await example(5);
		const result = await applyPush(device, prepared, { signal: AbortSignal.abort() });
		expect(result).toMatchObject({ outcome: 'cancelled', stepsDone: 0, differences: [] });
		expect(device.applied).toBe(0);
	});

	it('rolls back when someone else changes the device behind the last step', async () => {
		const [device, prepared, { from, description }] = await example(5);
		const last = prepared.steps.length - 1;
		const stranger = (): void => {
			// Back to the first state between two steps: whatever comes next is refused, or ends elsewhere.
			for (const { request } of planTransition(device.adapter.state(), from, description))
				device.adapter.request(encodeRequest(request, description.mode));
		};
		device.onApply = (call) => {
			if (call === last) stranger();
			return undefined;
		};
		const result = await applyPush(device, prepared);
		expect(result.outcome).toBe('rolledBack');
		expect(device.adapter.state()).toEqual(from);
	});

	it('says what differs when there is no way back', async () => {
		const [device, prepared, { from }] = await example(5);
		device.onApply = (call) => (call >= 3 ? 'refuse' : undefined);
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'failed', reason: 'step-refused' });
		expect(result.differences.length).toBeGreaterThan(0);
		expect(device.adapter.state()).not.toEqual(from);
	});

	it('says that the state is unknown when the device is gone', async () => {
		const [device, prepared] = await example(5);
		device.onApply = (call) => (call === 3 ? 'lostAfter' : undefined);
		device.reachable = false;
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'failed', reason: 'device-error' });
		expect(result.differences.join()).toContain('cannot be said');
	});

	it('ends in the old state, the new one, or one that is reported, whatever goes wrong', async () => {
		const faults = fc.array(
			fc.option(fc.constantFrom<Fault>('refuse', 'lostBefore', 'lostAfter', 'timeoutAfter'), {
				nil: undefined,
				freq: 8,
			}),
			{ maxLength: 60 },
		);
		const seen = { applied: 0, rolledBack: 0, failed: 0, cancelled: 0 };
		await fc.assert(
			fc.asyncProperty(cases, faults, fc.option(fc.nat(20)), async (one, schedule, cancelAt) => {
				const [device, prepared] = await prepare(one);
				const controller = new AbortController();
				device.onApply = (call) => {
					if (call === cancelAt) controller.abort();
					return schedule[call];
				};
				const result = await applyPush(device, prepared, { signal: controller.signal });
				seen[result.outcome]++;
				const now = device.adapter.state();
				if (result.outcome === 'applied') expect(same(now, one.to)).toBe(true);
				else if (result.outcome !== 'failed') expect(same(now, one.from)).toBe(true);
				else expect(result.differences.length).toBeGreaterThan(0);
			}),
			{ numRuns: 300 },
		);
		expect(seen.applied).toBeGreaterThan(0);
		expect(seen.rolledBack).toBeGreaterThan(0);
	});
});
