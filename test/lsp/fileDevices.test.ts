import { expect, test } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { DeviceCounters } from '../../server/src/protocol.js';
import { vmqText } from '../support/configuration.js';
import { clientOf } from '../support/daemon.js';
import { eventually, serverOfFile } from '../support/languageServer.js';

const text = vmqText(`  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }
  - { id: 1, name: sql01, rss: false, primaryProcessor: "0:6" }
`);
const native = `version: 1
adapter:
  name: eth1
  mode: native
  capabilities: { preset: native-rss }
  rssProcessors: { base: "0:2", max: "0:9" }
  hash: { types: [tcpIpv4, ipv6Ex] }
scaling: { numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }
`;

const server = await serverOfFile();

/** Code, and what the text says where it stands. */
async function told(uri: string, source: string, code: string) {
	const lines = source.split('\n');
	return (await server.diagnostics(uri))
		.filter((one) => one.code === code)
		.map(({ range: { start, end }, severity, message }) => {
			const line = lines[start.line] ?? '';
			return {
				at: line.slice(start.character, start.line === end.line ? end.character : undefined),
				severity,
				message,
			};
		});
}

test('what the device of a file cannot be given is told at its place, until the file is for another', async () => {
	const uri = await server.open('windows.rssv2.yaml', text);
	const other = await server.open('other.rssv2.yaml', text);
	expect(await told(uri, text, 'not-on-target')).toEqual([]);
	const device = 'windows+ssh://admin@host/SLOT%203';
	await server.request('rssv2/fileDevices', {
		files: [
			{ uri, device },
			{ uri: other, device: 'nonsense' },
		],
	});
	expect(await told(uri, text, 'not-on-target')).toEqual([
		{ at: '0', severity: DiagnosticSeverity.Information, message: expect.stringContaining('Set-VMSwitch') },
		{ at: '1', severity: DiagnosticSeverity.Information, message: expect.stringContaining('windows.vm') },
	]);
	expect(await told(other, text, 'not-on-target')).toEqual([]);

	const ignored = text
		.replace('{ id: 1,', '# rssv2-ignore not-on-target: by hand\n    { id: 1,')
		.replace('- # rssv2', '-\n    # rssv2');
	await server.change(uri, ignored);
	expect((await told(uri, ignored, 'not-on-target')).map(({ at }) => at)).toEqual(['0']);
	await server.change(uri, text);

	await server.request('rssv2/fileDevices', { files: [{ uri, device: 'emulator:///x.sock' }] });
	expect(await told(uri, text, 'not-on-target')).toEqual([]);
	await server.request('rssv2/fileDevices', { files: [{ uri, device: 'linux:///eth1' }] });
	expect(await told(uri, text, 'not-on-target')).toMatchObject([{ at: 'vmq' }]);
	await server.request('rssv2/fileDevices', { files: [] });
	expect(await told(uri, text, 'not-on-target')).toEqual([]);
});

test('on Linux it is what no driver has', async () => {
	const uri = await server.open('linux.rssv2.yaml', native);
	await server.request('rssv2/fileDevices', { files: [{ uri, device: 'linux:///eth1' }] });
	expect(await told(uri, native, 'not-on-target')).toMatchObject([
		{ at: '[tcpIpv4, ipv6Ex]', message: 'Hash type ipv6Ex: Linux has no such type.' },
		{
			at: '[tcpIpv4, ipv6Ex]',
			message: expect.stringContaining('ipv4, ipv6: Linux always hashes addresses'),
		},
	]);
	await server.request('rssv2/fileDevices', { files: [] });
});

test('what a device would refuse is told at the value, until the next edit or push', async () => {
	const small = await server.open(
		'small.rssv2.yaml',
		text.replace('preset: vmmq-64', 'preset: vmmq-64, maxNumQueuePairsForDefaultVPort: 3'),
	);
	const large = text.replace('numberOfQueues: 2', 'numberOfQueues: 4');
	const uri = await server.open('large.rssv2.yaml', large);
	const { uri: device } = await server.request('rssv2/emulator/start', { uri: small });
	const plan = await server.request('rssv2/push/plan', { uri, device });
	expect(plan.refused).toMatch(/would refuse/);
	expect(await told(uri, large, 'refused-by-device')).toEqual([
		{ at: '4', severity: DiagnosticSeverity.Error, message: plan.refused },
	]);
	// It is no error of the file: it can be pushed to another device, and then it is gone.
	const { uri: roomy } = await server.request('rssv2/emulator/start', { uri });
	expect(await server.request('rssv2/push/plan', { uri, device: roomy })).not.toHaveProperty('errors');
	expect(await told(uri, large, 'refused-by-device')).toEqual([]);

	await server.request('rssv2/push/plan', { uri, device });
	expect(await told(uri, large, 'refused-by-device')).toHaveLength(1);
	await server.change(uri, `${large}\n`);
	expect(await told(uri, large, 'refused-by-device')).toEqual([]);
	for (const one of [device, roomy]) await server.request('rssv2/emulator/stop', { device: one });
});

test('a step that the device refuses during a push is told at what it was to set', async () => {
	const uri = await server.open('fault.rssv2.yaml', text);
	const { uri: device } = await server.request('rssv2/emulator/start', { uri });
	const { planId = '', steps } = await server.request('rssv2/push/plan', { uri, device });
	const direct = await openEmulator(device);
	try {
		await direct.sendRequest('fault/set', {
			faults: [
				{ effect: { kind: 'status', status: 'NDIS_STATUS_RESOURCES' }, oid: 'OID_NIC_SWITCH_CREATE_VPORT' },
			],
		});
		const result = await server.request('rssv2/push/apply', { planId });
		expect(result).toMatchObject({ outcome: 'rolledBack', differences: [], stepsPlanned: steps.length });
		expect(await told(uri, text, 'refused-by-device')).toEqual([
			{
				at: '1',
				severity: DiagnosticSeverity.Error,
				message: expect.stringContaining('The device refused step'),
			},
		]);
		await direct.sendRequest('fault/set', { faults: [] });
		const again = await server.request('rssv2/push/plan', { uri, device });
		expect(await told(uri, text, 'refused-by-device')).toEqual([]);
		await server.request('rssv2/push/apply', { planId: again.planId ?? '' });
		expect(await told(uri, text, 'refused-by-device')).toEqual([]);
	} finally {
		direct.dispose();
		await server.request('rssv2/emulator/stop', { device });
	}
});

test('a watched emulator tells what it counted, at once and when that changes, until nobody watches', async () => {
	const uri = await server.open('counted.rssv2.yaml', text);
	const { uri: device } = await server.request('rssv2/emulator/start', { uri });
	const { planId = '' } = await server.request('rssv2/push/plan', { uri, device });
	await server.request('rssv2/push/apply', { planId });
	const counted: DeviceCounters[] = [];
	server.connection.onNotification('rssv2/deviceCounters', (params: DeviceCounters) => {
		counted.push(params);
	});
	const direct = await openEmulator(device);
	const receive = (packets: number) =>
		direct.sendRequest('traffic/send', {
			packets: [{ vportId: 1, source: '198.51.100.7', destination: '192.0.2.1', count: packets }],
		});
	try {
		await server.request('rssv2/device/watch', { devices: [device] });
		expect(await eventually('the counters', () => counted[0])).toEqual({
			device,
			packets: 0,
			dropped: 0,
			entities: [],
		});
		await receive(7);
		const first = await eventually('the packets', () => counted.find(({ packets }) => packets === 7));
		expect(first.entities).toEqual([
			{ vportId: 1, packets: 7, dropped: 0, processors: [{ processor: '0:6', packets: 7 }] },
		]);
		for (let i = 0; i < 20; i++) await receive(1);
		await eventually('all packets', () => counted.find(({ packets }) => packets === 27));
		expect(counted.length).toBeLessThan(12);

		await server.request('rssv2/device/watch', { devices: [] });
		counted.length = 0;
		await receive(1);
		// Another watch tells of them: the one that has ended did not.
		await server.request('rssv2/device/watch', { devices: [device] });
		expect(await eventually('the counters', () => counted[0])).toMatchObject({ packets: 28 });
		expect(counted).toHaveLength(1);
	} finally {
		await server.request('rssv2/device/watch', { devices: [] });
		direct.dispose();
		await server.request('rssv2/emulator/stop', { device });
	}
});

/** A client of an emulator beside the server. */
function openEmulator(uri: string) {
	return clientOf({ kind: 'unix', path: decodeURIComponent(uri.slice('emulator://'.length)) });
}
