import { expect, test } from 'vitest';
import { vmqText } from '../support/configuration.js';
import { eventually, serverOfFile } from '../support/languageServer.js';

const text = vmqText(`  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }
  - { id: 1, name: sql01, rss: false, primaryProcessor: "0:6" }
`);

const server = await serverOfFile();

test('a device is told as it stands, with what is otherwise than the file says, and tells when it changes', async () => {
	const uri = await server.open('a.rssv2.yaml', text);
	const { uri: device } = await server.request('rssv2/emulator/start', { uri });
	const changed: string[] = [];
	server.connection.onNotification('rssv2/deviceChanged', (params: { device: string }) => {
		changed.push(params.device);
	});
	await server.request('rssv2/device/watch', { devices: [device, 'emulator:///nowhere.sock'] });

	const before = await server.request('rssv2/device/inspect', { device, uri });
	expect(before.entities).toEqual([
		{ vportId: 0, title: 'VPort 0', details: expect.arrayContaining(['RSS off', 'numberOfQueues: 1']) },
	]);
	expect(before.differences).toEqual(
		expect.arrayContaining(['VPort 0: RSS is off instead of on', 'VPort 1 (sql01) is missing']),
	);
	expect((await server.request('rssv2/device/inspect', { device })).differences).toBeUndefined();

	const { planId = '' } = await server.request('rssv2/push/plan', { uri, device });
	await server.request('rssv2/push/apply', { planId });
	await eventually('the change', () => changed.includes(device) || undefined);
	const after = await server.request('rssv2/device/inspect', { device, uri });
	expect(after).toMatchObject({ differences: [], device: { origin: 'embedded' } });
	expect(after.entities.map(({ title }) => title)).toEqual(['VPort 0', 'VPort 1 (sql01)']);

	const wrong = await server.open('wrong.rssv2.yaml', text.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
	expect(await server.request('rssv2/device/inspect', { device, uri: wrong })).toMatchObject({
		incomparable: 'The file has errors.',
	});

	changed.length = 0;
	await server.request('rssv2/emulator/stop', { device });
	await eventually('the end', () => changed.includes(device) || undefined);
	await expect(server.request('rssv2/device/inspect', { device })).rejects.toThrow(/Cannot connect/);
});
