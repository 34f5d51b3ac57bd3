import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { whyNoLab } from '../../.build/nic-lab.mjs';
import { LinuxDevice } from '../../server/src/devices/linux/linuxDevice.js';
import { type LinuxNic, nicOf } from '../../server/src/devices/linux/nic.js';
import { openDevice } from '../../server/src/devices/open.js';
import { applyPush, type PreparedPush, prepareConfigurationPush } from '../../server/src/devices/push.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { Guest } from './lab/guest.js';
import { frames, keyOf, markOf, predict, scattered, type Wish, wish } from './support.js';

const reason = await whyNoLab();
let guest: Guest;
const devices: LinuxDevice[] = [];

beforeAll(async () => {
	if (reason === undefined) guest = await Guest.start();
});
afterAll(() => guest?.stop());
afterEach(async () => {
	for (const device of devices.splice(0)) await device.close();
});

describe.skipIf(reason !== undefined)(`a real adapter${reason === undefined ? '' : ` (${reason})`}`, () => {
	it('is described and read', async () => {
		const device = await open();
		expect(await device.describe()).toMatchObject({
			name: 'eth1',
			mode: 'native',
			capabilities: {
				numberOfReceiveQueues: 4,
				numberOfIndirectionTableEntries: 128,
				hashTypes: ['tcpIpv4', 'udpIpv4', 'tcpIpv6', 'udpIpv6'],
			},
			rssProcessors: { processors: [0, 1, 2, 3] },
		});
		const state = await device.read();
		expect(state.entities[0]).toMatchObject({ numberOfQueues: 4, rssEnabled: true });
		const { driver, vectors, root, tableWriters } = nicOf(state);
		expect({ driver, root, tableWriters }).toEqual({
			driver: 'virtio_net',
			root: true,
			tableWriters: ['python3', 'perl', 'ethtool'],
		});
		expect(vectors.map(({ queue }) => queue)).toEqual([0, 1, 2, 3]);
	});

	// Each begins where the one before ended; `before` is what somebody did meanwhile.
	it.each<[what: string, asked: Wish, before?: string]>([
		[
			'a table without a pattern, on an adapter just started',
			{ queues: 4, table: scattered(128, [3, 1, 0, 2]) },
		],
		[
			'fewer queues, written by perl',
			{ queues: 2, table: scattered(64, [2, 3]) },
			'mv /usr/bin/python3 /run',
		],
		[
			'the same again, after channels were changed: the table that is still shown is not in force any more',
			{ queues: 2, table: scattered(64, [2, 3]) },
			'ethtool -L eth1 combined 3 && ethtool -L eth1 combined 2',
		],
		['more queues, another key', { queues: 3, table: scattered(128, [1, 3, 2]), key: keyOf(7) }],
		[
			'the same again, after receive hashing was off: all goes to queue 0, the table is still shown',
			{ queues: 3, table: scattered(128, [1, 3, 2]), key: keyOf(7) },
			'ethtool -K eth1 rxhash off',
		],
		[
			'TCP by addresses alone',
			{ queues: 4, table: scattered(32, [0, 1, 2, 3]), types: 'ipv4, udpIpv4, ipv6, udpIpv6' },
		],
		[
			'weights, with ethtool alone',
			{ queues: 3, table: [...times(40, 0), ...times(50, 3), ...times(38, 1)], defaultProcessor: 0 },
			'mv /usr/bin/perl /run',
		],
		[
			'one processor without RSS',
			{ queues: 1, table: [2], rss: false },
			'mv /run/perl /run/python3 /usr/bin',
		],
		[
			'packets without a hash on a processor of their own',
			{ queues: 4, table: scattered(128, [0, 3, 1]), defaultProcessor: 2 },
		],
	])('gets every packet where file and engine say: %s', async (what, asked, before) => {
		if (before !== undefined) await guest.must(before);
		const device = await open();
		// Where somebody took out of force what ethtool still shows, packets tell.
		if (what.startsWith('the same again'))
			expect((await misplaced(device, asked)).length).toBeGreaterThan(500);
		const prepared = await plan(device, asked);
		expect(prepared).not.toHaveProperty('refused');
		expect(await applyPush(device, prepared)).toMatchObject({ outcome: 'applied', differences: [] });
		// An interrupt moves when it comes the next time.
		await guest.arrivals(frames(200, new SeededRandom(1)));
		const wrong = await misplaced(device, asked);
		expect(wrong.length, wrong.slice(0, 10).join('\n')).toBe(0);
	});

	it('is left alone when nothing there can write the table', async () => {
		await guest.must('mv /usr/bin/perl /usr/bin/python3 /run');
		const device = await open();
		const before = await device.read();
		const prepared = await plan(device, { queues: 4, table: scattered(128, [3, 1, 0, 2]) });
		await guest.must('mv /run/perl /run/python3 /usr/bin');
		expect(prepared.refused).toMatch(/python3 or perl/);
		expect(await applyPush(device, prepared)).toMatchObject({ outcome: 'failed', stepsDone: 0 });
		expect((await device.read()).entities).toEqual(before.entities);
	});

	it('says what would undo a push', async () => {
		await guest.must(
			`(echo irqbalance >/proc/self/comm; sh -c 'echo irqbalance >/proc/$$/comm; sleep 600; :') >/dev/null 2>&1 </dev/null &
			echo f >/sys/class/net/eth1/queues/rx-0/rps_cpus`,
		);
		const { warnings } = await plan(await open(), { queues: 4, table: scattered(128, [3, 1, 0, 2]) });
		await guest.must('killall irqbalance; echo 0 >/sys/class/net/eth1/queues/rx-0/rps_cpus');
		expect(warnings).toEqual([
			expect.stringMatching(/irqbalance runs/),
			expect.stringMatching(/Steering.*queue 0 on/),
		]);
	});

	it('is put back whatever step fails', async () => {
		const device = await open();
		const start: Wish = { queues: 4, table: scattered(128, [1, 0, 2, 3]) };
		expect(await applyPush(device, await plan(device, start))).toMatchObject({ outcome: 'applied' });
		const before = nicOf(await device.read());
		const other: Wish = {
			queues: 2,
			table: scattered(64, [3, 0]),
			key: keyOf(3),
			types: 'ipv4, ipv6, tcpIpv6',
		};
		for (const command of ['*" -L "*', '*" -N "*"udp4"*']) {
			// The first such command does nothing and fails; those of the rollback go through.
			await guest.must('rm -f /run/failed');
			await guest.onEthtool(
				`case " $* " in ${command}) [ -e /run/failed ] || { touch /run/failed; echo No luck >&2; exit 1; };; esac`,
			);
			const result = await applyPush(device, await plan(device, other));
			expect(result, command).toMatchObject({
				outcome: 'rolledBack',
				reason: 'step-refused',
				differences: [],
			});
			const { table, key, flowHash, queues, ...rest } = nicOf(await device.read());
			expect({ table, key, flowHash, queues }).toEqual({
				table: before.table,
				key: before.key,
				flowHash: before.flowHash,
				queues: before.queues,
			});
			expect(processorsOf({ table, flowHash, queues, ...rest })).toEqual(processorsOf(before));
		}
		await guest.onEthtool(undefined);
	});
});

async function open(): Promise<LinuxDevice> {
	const device = await openDevice(guest.uri, {
		environment: { ...process.env, ...guest.environment },
		timeouts: { connect: 20_000, request: 60_000 },
	});
	if (!(device instanceof LinuxDevice)) throw new Error('no Linux device');
	devices.push(device);
	return device;
}

/** Sends 2,000 packets; those that did not arrive on the queue and processor of the engine's prediction, a line each. */
async function misplaced(device: LinuxDevice, asked: Wish): Promise<string[]> {
	const sent = frames(2000, new SeededRandom(asked.queues));
	const arrived = await guest.arrivals(sent);
	const processorOf = processorsOf(nicOf(await device.read()));
	const predicted = predict(wish(asked), sent);
	return sent.map(markOf).flatMap((mark) => {
		const { queue, processor } = arrived.get(mark) ?? { queue: -1, processor: -1 };
		const right = `0:${processor}` === predicted.get(mark) && processor === processorOf.get(queue);
		return right ? [] : [`${mark}: queue ${queue}, 0:${processor} instead of ${predicted.get(mark)}`];
	});
}

function plan(device: LinuxDevice, asked: Wish): Promise<PreparedPush> {
	return prepareConfigurationPush(device, wish(asked));
}

function processorsOf({ vectors }: LinuxNic): Map<number, number> {
	return new Map(vectors.map(({ queue, processors }) => [queue, Number(processors)]));
}

function times(count: number, processor: number): number[] {
	return Array<number>(count).fill(processor);
}
