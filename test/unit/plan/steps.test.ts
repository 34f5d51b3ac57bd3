import { describe, expect, it } from 'vitest';
import type { AdapterDescription } from '../../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import { attachedVFs, newVirtualFunction } from '../../../server/src/emulator/newSwitch.js';
import type { AdapterState, EntityState } from '../../../server/src/emulator/state.js';
import { refusalOf } from '../../../server/src/plan/answer.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import { planTransition } from '../../../server/src/plan/plan.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';
import { describeAdapter } from '../../../server/src/validation/compile.js';
import { model, vmqText } from '../../support/configuration.js';

const p = (n: number): Processor => processor(0, n);

function adapter(capabilities = ''): AdapterDescription {
	return describeAdapter(model(vmqText('  - id: 0\n', `preset: vmmq-64${capabilities}`)));
}

const ONE_QUEUE_COUNT = ', asymmetricQueuePairsForNonDefaultVPort: false';

function vport(over: Partial<EntityState> = {}): EntityState {
	return {
		vportId: 0,
		active: true,
		attachedFunctionId: 0xffff,
		rssEnabled: true,
		numberOfQueues: 2,
		hashInformation: 0x1701,
		hashSecretKey: new Uint8Array(40).fill(1),
		primaryProcessor: p(2),
		defaultProcessor: p(2),
		indirectionTable: [p(2), p(4), p(2), p(4)],
		name: '',
		...over,
	};
}

const state = (...entities: EntityState[]): AdapterState => ({ entities });

/** The sentences of a plan, after the emulator has taken every step of it. */
function plan(from: AdapterState, to: AdapterState, description = adapter()): string[] {
	const device = new MiniportAdapter(description);
	device.restore(from);
	const steps = planTransition(from, to, description);
	for (const { request, description: words } of steps)
		expect(
			refusalOf(request, device.request(encodeRequest(request, description.mode))),
			words,
		).toBeUndefined();
	expect(device.state().entities).toEqual(to.entities);
	expect(device.state().nicSwitch?.allocatedVFs.map(({ vfId }) => vfId)).toEqual(attachedVFs(to.entities));
	return steps.map((step) => step.description);
}

describe('the steps of a plan', () => {
	it('one request for another key', () => {
		const to = vport({ hashSecretKey: new Uint8Array(40).fill(2) });
		expect(plan(state(vport()), state(to))).toEqual(['VPort 0: another hash secret key.']);
	});

	it('more room first, then the moves, one batch an actor', () => {
		const to = vport({
			numberOfQueues: 4,
			indirectionTable: [p(2), p(4), p(6), p(8), p(2), p(4), p(6), p(8)],
			hashInformation: 0x501,
		});
		expect(plan(state(vport()), state(to))).toEqual([
			'VPort 0: numberOfQueues 2 → 4, indirection table 4 → 8 entries and hash types ipv4, tcpIpv4, ipv6, tcpIpv6 → ipv4, ipv6.',
			'VPort 0: on processor 0:2, move 2 entries to 0:6.',
			'VPort 0: on processor 0:4, move 2 entries to 0:8.',
		]);
	});

	it('the moves first, then less room: every dropped entry goes where the one goes that it folds onto', () => {
		const to = vport({ numberOfQueues: 1, indirectionTable: [p(2)] });
		expect(plan(state(vport()), state(to))).toEqual([
			'VPort 0: on processor 0:4, move 2 entries to 0:2.',
			'VPort 0: numberOfQueues 2 → 1 and indirection table 4 → 1 entries.',
		]);
	});

	it('RSS on: the table while it is inactive, then one request that judges it', () => {
		const fresh = vport({ rssEnabled: false, numberOfQueues: 1, indirectionTable: [p(2)] });
		const to = vport({ primaryProcessor: processor(1, 60), defaultProcessor: p(4) });
		expect(plan(state(fresh), state(to))).toEqual([
			'VPort 0: numberOfQueues 1 → 2 and indirection table 1 → 4 entries.',
			'VPort 0: on processor 0:2, move 2 entries to 0:4 and the default processor to 0:4.',
			'VPort 0: turn RSS on.',
			'VPort 0: on processor 0:2, move the primary processor to 1:60.',
		]);
	});

	it('RSS off: the primary first, queues kept until it is off', () => {
		const from = vport({ primaryProcessor: processor(1, 60) });
		const to = vport({ rssEnabled: false, numberOfQueues: 1, indirectionTable: [processor(1, 60)] });
		expect(plan(state(from), state(to))).toEqual([
			'VPort 0: on processor 1:60, move the primary processor to 0:2.',
			'VPort 0: turn RSS off.',
			'VPort 0: on processor 0:2, move 2 entries to 1:60.',
			'VPort 0: on processor 0:4, move 2 entries to 1:60.',
			'VPort 0: numberOfQueues 2 → 1 and indirection table 4 → 1 entries.',
		]);
	});

	it('a VPort that gives queues back goes before one that takes them', () => {
		const three = ', maxNumQueuePairs: 66, asymmetricQueuePairsForNonDefaultVPort: true';
		const one = vport({ vportId: 1, numberOfQueues: 2 });
		const zero = vport({ numberOfQueues: 64 });
		const steps = plan(
			state(zero, one),
			state({ ...zero, numberOfQueues: 62 }, { ...one, numberOfQueues: 4 }),
			adapter(`${three}, maxNumQueuePairsForDefaultVPort: 64, maxNumQueuePairsPerNonDefaultVPort: 64`),
		);
		expect(steps).toEqual(['VPort 0: numberOfQueues 64 → 62.', 'VPort 1: numberOfQueues 2 → 4.']);
	});

	it('VPorts that must have one queue count change it with RSS off, a single one as it is', () => {
		const one = vport({ vportId: 1 });
		const two = vport({ vportId: 2 });
		const more = { numberOfQueues: 4 };
		const description = adapter(ONE_QUEUE_COUNT);
		expect(
			plan(state(vport(), one, two), state(vport(), { ...one, ...more }, { ...two, ...more }), description),
		).toEqual([
			'VPort 1: turn RSS off.',
			'VPort 2: turn RSS off.',
			'VPort 1: numberOfQueues 2 → 4.',
			'VPort 1: turn RSS on.',
			'VPort 2: numberOfQueues 2 → 4.',
			'VPort 2: turn RSS on.',
		]);
		expect(plan(state(vport(), one), state(vport(), { ...one, ...more }), description)).toEqual([
			'VPort 1: numberOfQueues 2 → 4.',
		]);
	});

	it('on a restricted adapter queues and entries change in one request', () => {
		const restricted = adapter(', rssPerPFVPortIndirectionTableSizeRestricted: true');
		const from = vport({ indirectionTable: [p(2), p(4)] });
		const to = vport({ numberOfQueues: 3, indirectionTable: [p(2), p(4), p(6), p(4)] });
		expect(plan(state(from), state(to), restricted)).toEqual([
			'VPort 0: numberOfQueues 2 → 3 and indirection table 2 → 4 entries.',
			'VPort 0: on processor 0:2, move 1 entry to 0:6.',
		]);
	});

	it('a VPort is deleted before another is created, where most of its table will be', () => {
		const gone = vport({ vportId: 1, name: 'web' });
		const made = vport({ vportId: 2, name: 'sql01', indirectionTable: [p(4), p(4), p(4), p(2)] });
		const [deletion, creation] = plan(state(vport(), gone), state(vport(), made));
		expect(deletion).toBe('VPort 1 (web): delete.');
		expect(creation).toBe('VPort 2 (sql01): create with every parameter at processor 0:4.');
	});

	it('names and activates a VPort', () => {
		const from = vport({ vportId: 1, active: false, rssEnabled: false });
		const same = { rssEnabled: false, primaryProcessor: p(2), indirectionTable: from.indirectionTable };
		expect(
			plan(state(vport(), from), state(vport(), { ...from, ...same, active: true, name: 'web' })),
		).toEqual(['VPort 1: activate and rename to "web".']);
	});

	it('makes a VPort anew that is to be attached to another function, or deactivated', () => {
		const one = vport({ vportId: 1, rssEnabled: false, numberOfQueues: 1, hashInformation: 0 });
		const pristine = { ...one, indirectionTable: [p(2)], hashSecretKey: new Uint8Array(40) };
		expect(plan(state(vport(), pristine), state(vport(), { ...pristine, active: false }))).toEqual([
			'VPort 1: delete.',
			'VPort 1: create with every parameter at processor 0:2, deactivated.',
		]);
		const attached = { ...pristine, attachedFunctionId: 3 };
		expect(plan(state(vport(), pristine), state(vport(), attached), adapter(', maxNumVFs: 8'))).toEqual([
			'VPort 1: delete.',
			'Virtual function 3: allocate.',
			'VPort 1: create with every parameter at processor 0:2.',
		]);
		expect(plan(state(vport(), attached), state(vport(), pristine), adapter(', maxNumVFs: 8'))).toEqual([
			'VPort 1: delete.',
			'Virtual function 3: free.',
			'VPort 1: create with every parameter at processor 0:2.',
		]);
	});

	it('allocates a virtual function once for all its VPorts, and frees it after the last', () => {
		const on = (vportId: number, vf: number) =>
			vport({
				vportId,
				rssEnabled: false,
				numberOfQueues: 1,
				hashInformation: 0,
				hashSecretKey: new Uint8Array(40),
				indirectionTable: [p(2)],
				attachedFunctionId: vf,
			});
		const vfSteps = (from: AdapterState, to: AdapterState) =>
			plan(from, to, adapter(', maxNumVFs: 8')).filter((words) => words.startsWith('Virtual'));
		const both = state(vport(), on(1, 2), on(2, 2));
		expect(vfSteps(state(vport()), both)).toEqual(['Virtual function 2: allocate.']);
		expect(vfSteps(both, state(vport(), on(1, 2)))).toEqual([]);
		expect(vfSteps(both, state(vport()))).toEqual(['Virtual function 2: free.']);
		expect(vfSteps(both, state(vport(), on(1, 5)))).toEqual([
			'Virtual function 2: free.',
			'Virtual function 5: allocate.',
		]);
	});

	it('leaves a virtual function alone that another driver holds without a VPort', () => {
		const nicSwitch = { name: 'Test', numVFs: 8, allocatedVFs: [newVirtualFunction(6)] };
		const held: AdapterState = { entities: [vport()], nicSwitch };
		const attached = vport({ vportId: 1, attachedFunctionId: 6, rssEnabled: false, active: false });
		const words = (from: AdapterState, to: AdapterState) =>
			planTransition(from, to, adapter(', maxNumVFs: 8')).map(({ description }) => description);
		expect(words(held, state(vport()))).toEqual([]);
		// The way back to a state that was read restores that too.
		const after: AdapterState = { ...state(vport(), attached), nicSwitch };
		expect(words(after, held)).toEqual(['VPort 1: delete.']);
		expect(words(after, { ...held, nicSwitch: { ...nicSwitch, allocatedVFs: [] } })).toEqual([
			'VPort 1: delete.',
			'Virtual function 6: free.',
		]);
	});
});
