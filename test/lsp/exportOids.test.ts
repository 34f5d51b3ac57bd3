import { expect, test } from 'vitest';
import { vmqText } from '../support/configuration.js';
import { serverOfFile } from '../support/languageServer.js';

const clean = vmqText(
	'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n  - { id: 1, name: sql01, rss: false }\n',
);

const server = await serverOfFile();

const countIn = (text: string) => Number(/#define RSSV2_OID_REQUEST_COUNT (\d+)/.exec(text)?.[1]);

test('the requests of a file are a C header, from a fresh adapter and from a device that is as the file says', async () => {
	const uri = await server.open('a.rssv2.yaml', clean);
	const fresh = await server.request('rssv2/exportOidRequests', { uri });
	expect(fresh.fileName).toBe('test-requests.h');
	expect(fresh.text).toContain('OID_NIC_SWITCH_CREATE_VPORT');
	expect(fresh.text).toContain('starting from a fresh adapter');

	const { uri: device } = await server.request('rssv2/emulator/start', { uri });
	const before = await server.request('rssv2/exportOidRequests', { uri, device });
	expect(countIn(before.text)).toBe(countIn(fresh.text));
	const { planId = '', steps } = await server.request('rssv2/push/plan', { uri, device });
	expect(countIn(before.text)).toBe(steps.length);
	await server.request('rssv2/push/apply', { planId });
	const after = await server.request('rssv2/exportOidRequests', { uri, device });
	expect(countIn(after.text)).toBe(0);
});

test('a file with errors has no requests', async () => {
	const uri = await server.open('b.rssv2.yaml', clean.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
	await expect(server.request('rssv2/exportOidRequests', { uri })).rejects.toThrow(/1 error/);
	await expect(server.request('rssv2/exportOidRequests', { uri: 'file:///w/none' })).rejects.toThrow(
		/not open/,
	);
});
