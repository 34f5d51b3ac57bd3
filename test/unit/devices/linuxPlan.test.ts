import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DevicePlan } from '../../../server/src/devices/device.js';
import { type LinuxNic, nicOf } from '../../../server/src/devices/linux/nic.js';
import { LINUX_PLANNER } from '../../../server/src/devices/linux/planner.js';
import { isLinuxRequest } from '../../../server/src/devices/linux/request.js';
import { describeNic, queueProcessor, stateOfNic } from '../../../server/src/devices/linux/state.js';
import { judgeTraffic } from '../../../server/src/devices/linux/traffic.js';
import type { EntityState } from '../../../server/src/emulator/state.js';
import { hashInformationOf } from '../../../server/src/ndis/hash.js';
import { formatProcessor, type Processor, processor } from '../../../server/src/rss/processor.js';
import { asked, Driver, type Habits, keyText, nicWith, wishes } from './linuxSupport.js';

const habits: fc.Arbitrary<Habits> = fc.record({
	rewritesTable: fc.boolean(),
	newInterrupts: fc.boolean(),
	forgets: fc.boolean(),
});

function plan(nic: LinuxNic, changes: Partial<EntityState>): DevicePlan {
	return LINUX_PLANNER.plan(stateOfNic(nic), asked(nic, changes), describeNic(nic));
}

/** Takes steps; what the driver refused. */
function take(driver: Driver, { steps }: DevicePlan, most = steps.length): string[] {
	return steps.slice(0, most).flatMap(({ request, description }) => {
		const refusal = isLinuxRequest(request) ? driver.take(request) : 'no request of Linux';
		return refusal === undefined ? [] : [`${description} ${refusal}`];
	});
}

const differences = (driver: Driver, wanted: DevicePlan['wanted']) =>
	LINUX_PLANNER.differences(stateOfNic(driver.nic), wanted, describeNic(driver.nic));

const processors = (...numbers: number[]): Processor[] => numbers.map((number) => processor(0, number));

describe('plans for network interfaces', () => {
	it('no driver refuses a step, and all is as asked after the last one', () => {
		fc.assert(
			fc.property(wishes, wishes, habits, (first, second, how) => {
				const driver = new Driver(nicWith({ driver: how.forgets ? 'virtio_net' : 'ixgbe' }), how);
				for (const wish of [first, second]) {
					const planned = plan(driver.nic, wish);
					expect(planned.refused).toBeUndefined();
					expect(take(driver, planned)).toEqual([]);
					expect(differences(driver, planned.wanted)).toEqual([]);
					expect(driver.inForce).toBe(true);
					const { rssEnabled, indirectionTable = [], primaryProcessor, numberOfQueues } = wish;
					expect(driver.nic.queues).toBe(numberOfQueues);
					driver.nic.table.forEach((queue, i) => {
						const entry = rssEnabled ? indirectionTable[i % indirectionTable.length] : primaryProcessor;
						expect(queueProcessor(driver.nic, queue)).toBe(entry);
					});
					expect(queueProcessor(driver.nic, 0)).toBe(rssEnabled ? wish.defaultProcessor : primaryProcessor);
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('from wherever a push stopped, the way back ends where it began', () => {
		fc.assert(
			fc.property(wishes, habits, fc.nat(8), (wish, how, stopped) => {
				const driver = new Driver(nicWith(), how);
				const first = stateOfNic(driver.nic);
				take(driver, plan(driver.nic, wish), stopped);
				const back = LINUX_PLANNER.plan(stateOfNic(driver.nic), first, describeNic(driver.nic));
				expect(back.refused).toBeUndefined();
				expect(take(driver, back)).toEqual([]);
				expect(differences(driver, first)).toEqual([]);
			}),
		);
	});

	it('the model of a device takes steps as a driver does, and says nothing of one that sets channels', () => {
		fc.assert(
			fc.property(wishes, habits, fc.nat(8), (wish, how, taken) => {
				const driver = new Driver(nicWith(), how);
				const from = stateOfNic(driver.nic);
				const planned = plan(driver.nic, wish);
				const steps = planned.steps.slice(0, taken);
				const after = LINUX_PLANNER.after?.(describeNic(driver.nic), from, steps);
				take(driver, planned, taken);
				if (steps.some(({ request }) => request.kind === 'linuxChannels')) expect(after).toBeUndefined();
				else expect(after && differences(driver, after)).toEqual([]);
			}),
		);
	});

	it('what a driver does by itself on the way is nobody else’s doing, another key is', () => {
		fc.assert(
			fc.property(wishes, habits, fc.nat(8), (wish, how, stopped) => {
				const driver = new Driver(nicWith(), how);
				const from = stateOfNic(driver.nic);
				const planned = plan(driver.nic, wish);
				take(driver, planned, stopped);
				expect(LINUX_PLANNER.foreign?.(stateOfNic(driver.nic), from, planned.wanted)).toEqual([]);
				const changed = stateOfNic({ ...driver.nic, key: keyText(99) });
				expect(LINUX_PLANNER.foreign?.(changed, from, planned.wanted)).toEqual(['another hash secret key']);
			}),
		);
	});

	it('the table comes first when queues go, channels first when they come, the table last always', () => {
		const kinds = ({ steps }: DevicePlan) => steps.map(({ request }) => request.kind);
		const fewer = plan(nicWith(), {
			numberOfQueues: 2,
			indirectionTable: processors(0, 3),
			defaultProcessor: processor(0, 0),
			hashSecretKey: new Uint8Array(40).fill(7),
		});
		expect(kinds(fewer)).toEqual(['linuxTable', 'linuxChannels', 'linuxKey', 'linuxAffinity', 'linuxTable']);
		const more = plan(nicOf(fewer.wanted), {
			numberOfQueues: 4,
			indirectionTable: processors(0, 1, 2, 3),
			hashInformation: hashInformationOf(['ipv4', 'tcpIpv4', 'udpIpv4', 'ipv6', 'tcpIpv6']),
		});
		expect(kinds(more)).toEqual(['linuxChannels', 'linuxFlowHash', 'linuxAffinity', 'linuxTable']);
	});

	it('nothing is asked of an interface that is as the file says; of virtio_net the table, which may not be in force', () => {
		for (const [driver, steps] of [
			['ixgbe', 0],
			['virtio_net', 1],
		] as const) {
			const vectors = Array.from({ length: 8 }, (_, queue) => ({
				queue,
				irq: queue,
				processors: String(queue),
			}));
			const nic = nicWith({ driver, vectors });
			expect(plan(nic, {}).steps).toHaveLength(steps);
		}
	});

	it('queues stay on their processors where they can', () => {
		const vectors = Array.from({ length: 4 }, (_, queue) => ({
			queue,
			irq: queue,
			processors: String(queue + 4),
		}));
		const nic = nicWith({ maxQueues: 4, vectors });
		const { steps, wanted } = plan(nic, {
			defaultProcessor: processor(0, 4),
			indirectionTable: processors(7, 6, 5, 4),
		});
		expect(nicOf(wanted).table.slice(0, 4)).toEqual([3, 2, 1, 0]);
		expect(steps.map(({ request }) => request.kind)).toEqual(['linuxTable']);
	});

	it('virtio_net goes back without turning receive hashing off: all packets would go to queue 0', () => {
		const off = nicWith({ driver: 'virtio_net', receiveHash: { on: false, fixed: false } });
		const pushed = plan(off, { indirectionTable: processors(0, 1) });
		expect(pushed.steps[0]?.request).toEqual({ kind: 'linuxReceiveHash', on: true });
		const back = LINUX_PLANNER.plan(pushed.wanted, stateOfNic(off), describeNic(off));
		expect(back.steps.map(({ request }) => request.kind)).not.toContain('linuxReceiveHash');
		expect(LINUX_PLANNER.differences(pushed.wanted, stateOfNic(off), describeNic(off))).toContain(
			'receive hashing (rxhash) is on instead of off: left on, for without it virtio_net sends every packet to queue 0',
		);
	});

	it.each<[string, Partial<LinuxNic>, Partial<EntityState>, RegExp]>([
		['no table', { table: [] }, {}, /no indirection table/],
		['too many queues', { maxQueues: 4 }, { numberOfQueues: 5 }, /at most 4 queues; the file wants 5/],
		[
			'a fixed number of queues',
			{ channel: undefined as never },
			{ numberOfQueues: 3 },
			/cannot be set: it stays 8/,
		],
		[
			'a table that is too long',
			{},
			{ indirectionTable: Array<Processor>(256).fill(processor(0, 1)) },
			/one of 256 cannot/,
		],
		[
			'a processor that is off',
			{ online: '0-3' },
			{ indirectionTable: processors(1, 5) },
			/no processor 0:5 .*0-3/,
		],
		[
			'too few queues',
			{},
			{ numberOfQueues: 1, indirectionTable: processors(0, 1) },
			/2 processors need as many queues/,
		],
		['no root', { root: false }, { indirectionTable: processors(0, 1) }, /needs root there: .*\?sudo/],
		[
			'no way to write the table',
			{ tableWriters: ['ethtool'] },
			{ indirectionTable: processors(0, 1, 1, 0), numberOfQueues: 8 },
			/takes python3 or perl/,
		],
	])('is refused before anything is changed: %s', (_, changes, wish, message) => {
		const { steps, refused } = plan(nicWith(changes), wish);
		expect(refused).toMatch(message);
		expect(refused).not.toMatch(/undefined/);
		if (!/root|writ/.test(_)) expect(steps).toEqual([]);
	});

	it('a context spreads over queues of its interface, whose number it leaves alone', () => {
		const nic = nicWith({ context: 1, table: Array<number>(128).fill(0) });
		const { steps, refused, warnings } = plan(nic, {
			numberOfQueues: 2,
			indirectionTable: processors(2, 5),
		});
		expect(refused).toBeUndefined();
		expect(steps.map(({ request }) => request.kind)).toEqual(['linuxAffinity', 'linuxTable']);
		expect(warnings).toEqual([expect.stringMatching(/all RSS contexts of eth1 share/)]);
		const tooMany = plan(nic, { numberOfQueues: 9, indirectionTable: processors(2, 5) });
		expect(tooMany.refused).toMatch(/at most 8/);
		const fewer = plan({ ...nic, queues: 2 }, { numberOfQueues: 3, indirectionTable: processors(0, 1) });
		expect(fewer.refused).toMatch(/no queues of its own: eth1 has 2 and the file wants 3/);
	});

	it('says where nothing keeps two pushes apart', () => {
		const { warnings } = plan(nicWith({ canLock: false }), { indirectionTable: processors(0, 1) });
		expect(warnings).toEqual([expect.stringMatching(/^flock is not installed/)]);
	});

	it('says that rules steer flows past the table, but not of a context, which lives by them', () => {
		const asked = { indirectionTable: processors(0, 1) };
		const { warnings } = plan(nicWith({ flowRules: 2 }), asked);
		expect(warnings).toEqual([
			'2 flow rules of eth1 (ethtool -n eth1) may steer packets past the indirection table.',
		]);
		expect(plan(nicWith({ flowRules: 2, context: 1 }), asked).warnings?.join()).not.toMatch(/flow rule/);
	});

	it('says what the driver cannot be given, and plans the rest', () => {
		const vmxnet3 = nicWith({ driver: 'vmxnet3', flowHash: {}, vectors: [] });
		const { key, ...without } = vmxnet3;
		const { notOnTarget, refused, steps } = plan(without, {
			indirectionTable: processors(0, 1),
			hashInformation: hashInformationOf(['tcpIpv4', 'tcpIpv6Ex']),
			hashSecretKey: new Uint8Array(40).fill(1),
		});
		expect(refused).toBeUndefined();
		expect(steps.map(({ request }) => request.kind)).toEqual(['linuxTable']);
		expect(notOnTarget?.join('\n')).toMatch(
			/interrupt of queues 0, 1 .*\nHash type tcpIpv4: .*\nHash type tcpIpv6Ex: .*\nHash type ipv4, ipv6: .*\nHash secret key: /,
		);
	});

	it('a longer key keeps what no packet reaches, a table is laid over a longer one', () => {
		const nic = nicWith({
			key: `${keyText(1)}:aa:bb:cc`,
			table: Array.from({ length: 512 }, (_, i) => i % 8),
		});
		const { wanted } = plan(nic, {
			indirectionTable: processors(1, 2),
			hashSecretKey: new Uint8Array(40).fill(9),
		});
		expect(nicOf(wanted).key).toBe(`${Array(40).fill('09').join(':')}:aa:bb:cc`);
		const { entities } = wanted;
		expect(entities[0]?.indirectionTable.map(formatProcessor).slice(0, 3)).toEqual(['0:1', '0:2', '0:1']);
		expect(entities[0]?.indirectionTable).toHaveLength(128);
		expect(nicOf(wanted).table).toHaveLength(512);
	});

	it('never tells a key', () => {
		const nic = nicWith();
		const planned = plan(nic, { hashSecretKey: new Uint8Array(40).fill(0xab) });
		const told = [
			...planned.steps.map(({ description }) => description),
			...differences(
				new Driver(nic, { rewritesTable: false, newInterrupts: false, forgets: false }),
				planned.wanted,
			),
		];
		expect(told.join('\n')).toMatch(/key/);
		expect(told.join('\n')).not.toMatch(/ab:ab/);
	});
});

describe('verifying with traffic', () => {
	const nic = nicWith({ table: [1, 1, 2, 1] });

	it('packets where no entry points contradict the table, but for queue 0', () => {
		const before = [0, 1, 2, 3].map((queue) => ({ queue, packets: 100 }));
		const after = [110, 175, 140, 101].map((packets, queue) => ({ queue, packets }));
		const { queues, problems } = judgeTraffic(nic, before, after, 5);
		expect(queues.map(({ packets }) => packets)).toEqual([10, 75, 40, 1]);
		expect(queues.map(({ entries }) => entries)).toEqual([0, 0.75, 0.25, 0]);
		expect(problems).toEqual([expect.stringMatching(/^Queue 3 received 1 packets/)]);
	});

	it('without packets, or without counters by queue, nothing is verified', () => {
		expect(judgeTraffic(nic, [], [], 5).problems).toEqual([expect.stringMatching(/no packet within 5 s/)]);
		expect(judgeTraffic(nic, undefined, undefined, 5).problems).toEqual([
			expect.stringMatching(/does not tell/),
		]);
	});
});
