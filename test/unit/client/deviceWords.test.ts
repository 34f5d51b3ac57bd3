import { describe, expect, test } from 'vitest';
import { verifyWords } from '../../../client/src/features/compare/words.js';
import { counterWords, deviceWords, typedDevices } from '../../../client/src/features/devicesView/words.js';
import { rollbackDetail } from '../../../client/src/features/push/words.js';
import { namedDevice } from '../../../client/src/infrastructure/devices/namedDevice.js';
import type { DeviceItem, DeviceReport, RollbackPlan } from '../../../server/src/protocol.js';

const uri = 'emulator:///lab.sock';
const device: DeviceItem = { uri, label: 'Lab', kind: 'emulator', origin: 'settings' };
const report = (more: Partial<DeviceReport> = {}): DeviceReport => ({
	device,
	entities: [{ vportId: 0, title: 'VPort 0', details: ['RSS on'] }],
	...more,
});
const lines = (n: number) => Array.from({ length: n }, (_, i) => `entry ${i} differs`);

describe('the row of a device', () => {
	const words = (more: Partial<DeviceReport>, file: string | undefined = 'a.rssv2.yaml') =>
		deviceWords(uri, { report: report(more), file });

	test('says whether it is as its file says', () => {
		expect(words({ differences: [] })).toMatchObject({ state: 'same', description: 'as a.rssv2.yaml says' });
		expect(words({ differences: lines(1) })).toMatchObject({
			state: 'drift',
			description: 'differs from a.rssv2.yaml in 1 place',
			tooltip: `${uri}\nentry 0 differs`,
		});
		expect(words({ differences: lines(12) }).tooltip.split('\n')).toHaveLength(12);
	});

	test('says nothing of a file that there is none, and why there is no comparison', () => {
		expect(deviceWords(uri, undefined)).toMatchObject({ state: 'unknown', description: '' });
		expect(words({}, undefined)).toMatchObject({ state: 'alone', description: '' });
		expect(words({ incomparable: 'Another mode.' }).tooltip).toContain('Another mode.');
		expect(deviceWords(uri, { error: 'Gone.' })).toMatchObject({
			state: 'unreachable',
			tooltip: `${uri}\nGone.`,
		});
	});

	test('tells of an interrupted push before all else', () => {
		expect(words({ differences: [], interrupted: 'At step 3.' })).toMatchObject({ state: 'interrupted' });
	});
});

test('the row of an entity counts its packets and says who takes them, where the device counts', () => {
	const counters = {
		device: uri,
		packets: 1_300,
		dropped: 6,
		entities: [
			{
				vportId: 1,
				packets: 1_234,
				dropped: 5,
				processors: [
					{ processor: '0:2', packets: 234 },
					{ processor: '0:4', packets: 1_000 },
				],
			},
		],
	};
	expect(counterWords(counters, 1)).toEqual({
		short: ['1,234 packets', 'dropped: 5'],
		lines: ['packets: 1,234; 0:4 81 %, 0:2 19 %', 'dropped: 5'],
	});
	expect(counterWords(counters, 2)).toEqual({ short: ['0 packets'], lines: ['packets: 0'] });
	expect(counterWords(undefined, 1)).toEqual({ short: [], lines: [] });
	const many = Array.from({ length: 11 }, (_, i) => ({ processor: `0:${i}`, packets: 1 }));
	const wide = { ...counters, entities: [{ vportId: 1, packets: 11, dropped: 0, processors: many }] };
	expect(counterWords(wide, 1).lines[0]).toMatch(/, 3 more$/);
});

test('a verification counts what it compared and what differs', () => {
	expect(verifyWords(report({ differences: [] }), 'f').summary).toBe(
		'Lab is as f says: 1 entity compared, entry by entry.',
	);
	const { summary, detail } = verifyWords(report({ differences: lines(5) }), 'f');
	expect(summary).toBe(
		'Lab differs from f in 5 places: entry 0 differs; entry 1 differs; entry 2 differs; and 2 more.',
	);
	expect(detail.split('\n')).toHaveLength(6);
});

test('devices that were typed are listed once, and only those that have a kind', () => {
	const typed = [
		{ uri, label: 'Lab' },
		{ uri: 'linux+ssh://root@host/eth1', label: 'eth1' },
		{ uri: 'nonsense', label: 'x' },
	];
	expect(typedDevices(typed, [device])).toEqual([
		{ uri: 'linux+ssh://root@host/eth1', label: 'eth1', kind: 'linux', origin: 'settings' },
	]);
});

test('what is undone of others is told before a rollback', () => {
	const plan: RollbackPlan = {
		device,
		push: 'The last push.',
		interrupted: false,
		foreign: ['VPort 9 should not be there'],
		changes: [{ entity: 'VPort 9', action: 'delete', details: [] }],
		steps: ['VPort 9: delete.'],
		reordered: [],
	};
	expect(rollbackDetail(plan)).toContain('UNDONE TOO:\n• VPort 9 should not be there');
	expect(rollbackDetail({ ...plan, foreign: [] })).not.toContain('UNDONE');
});

test('a command takes a device by its URI or by its row', () => {
	expect(namedDevice(uri)).toBe(uri);
	expect(namedDevice({ kind: 'device', device: uri })).toBe(uri);
	for (const other of [undefined, null, 3, {}, { device: 3 }]) expect(namedDevice(other)).toBeUndefined();
});
