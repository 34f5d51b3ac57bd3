import { describe, expect, test } from 'vitest';
import { deviceChoices, uriProblem } from '../../../client/src/infrastructure/devices/deviceChoices.js';
import type { DeviceItem } from '../../../server/src/protocol.js';

const bench: DeviceItem = {
	uri: 'emulator:///bench.sock',
	label: 'Bench',
	kind: 'emulator',
	origin: 'settings',
};
const own: DeviceItem = { uri: 'emulator:///own.sock', label: 'Own', kind: 'emulator', origin: 'embedded' };
const kinds = (rows: ReturnType<typeof deviceChoices>) =>
	rows.map(({ choice }) => (choice?.kind === 'device' ? choice.device.label : (choice?.kind ?? '—')));

describe('the list of devices', () => {
	test('has the emulators of this window first, then the settings, then what else one can do', () => {
		expect(kinds(deviceChoices([bench, own], true))).toEqual([
			'Own',
			'Bench',
			'—',
			'startEmulator',
			'typeUri',
		]);
	});

	test('offers to start an emulator only where there is an adapter', () => {
		expect(kinds(deviceChoices([bench], false))).toEqual(['Bench', '—', 'typeUri']);
	});

	test('begins with no line when there is no device', () => {
		expect(kinds(deviceChoices([], true))).toEqual(['startEmulator', 'typeUri']);
	});

	test('says what kind of device each is, and which is the file’s', () => {
		const linux: DeviceItem = { ...bench, uri: 'linux:///eth1', kind: 'linux', label: 'eth1' };
		const windows: DeviceItem = { ...bench, uri: 'windows:///X', kind: 'windows', label: 'X' };
		const rows = deviceChoices([bench, linux, windows, own], false, linux.uri);
		expect(rows.slice(0, 4).map(({ description }) => description)).toEqual([
			'Linux interface, the device of this file',
			'in this window',
			'emulator',
			'Windows adapter',
		]);
		expect(new Set(rows.slice(0, 4).map(({ label }) => label.split(' ')[0])).size).toBe(3);
		expect(rows.at(-1)?.detail).toContain('windows+ssh://');
	});

	test('tells devices of one name apart by their URI', () => {
		const details = deviceChoices([bench, { ...bench, uri: 'emulator:///b.sock' }], false).map(
			({ detail }) => detail,
		);
		expect(details.slice(0, 2)).toEqual(['emulator:///bench.sock', 'emulator:///b.sock']);
	});
});

describe('a typed device URI', () => {
	test.each([
		'emulator:///run/rssv2.sock',
		' emulator://127.0.0.1:7680?token-env=LAB ',
		'linux+ssh://root@host:2222/eth1',
		'windows:///SLOT%203%20Port%201',
	])('%s is left to the server', (uri) => expect(uriProblem(uri)).toBeUndefined());

	test.each([
		['', 'Write a device URI'],
		['/run/rssv2.sock', 'looks like'],
		['emulator:/run', 'looks like'],
		['windows:///SLOT 3', '%20'],
		['linux+ssh://root:hunter2@host/eth1', 'password'],
	])('%s is refused', (uri, why) => {
		expect(uriProblem(uri)).toContain(why);
		expect(uriProblem(uri)).not.toContain('hunter2');
	});
});
