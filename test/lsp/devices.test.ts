import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { LSPErrorCodes } from 'vscode-languageserver';
import type { Requests } from '../../server/src/protocol.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { vmqText } from '../support/configuration.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';

const clean = vmqText(
	'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n  - { id: 1, name: sql01, rss: false, primaryProcessor: "0:6" }\n',
);

let program: Bundle;
let server: LanguageServerUnderTest;

beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path, {
		settings: { 'rssv2.devices': [{ name: 'Lab', uri: 'emulator:///run/lab.sock' }, { uri: 'nonsense' }] },
	});
});
afterAll(async () => {
	await server.stop();
	await program.dispose();
});

test('an embedded emulator is started, pushed to, read back and stopped; its socket goes with the server', async () => {
	const uri = await server.open('a.rssv2.yaml', clean);
	const device = await server.request('rssv2/emulator/start', { uri });
	expect(device).toMatchObject({ kind: 'emulator', origin: 'embedded', label: 'Emulator of Test' });
	expect((await server.request('rssv2/devices', {})).map(({ label }) => label)).toEqual([
		'Emulator of Test',
		'Lab',
	]);

	const plan = await server.request('rssv2/push/plan', { uri, device: device.uri, workDoneToken: 'plan-1' });
	expect(server.progress('plan-1')).toMatchObject([{ kind: 'begin', cancellable: true }, { kind: 'end' }]);
	expect(plan.changes.map(({ entity, action }) => [entity, action])).toEqual([
		[expect.stringContaining('VPort 0'), 'change'],
		[expect.stringContaining('VPort 1'), 'create'],
	]);
	const result = await server.request('rssv2/push/apply', {
		planId: plan.planId ?? '',
		workDoneToken: 'push-1',
	});
	expect(result).toMatchObject({ outcome: 'applied', differences: [], stepsDone: plan.steps.length });
	expect(server.progress('push-1').length).toBeGreaterThan(2);
	await expect(server.request('rssv2/push/apply', { planId: plan.planId ?? '' })).rejects.toThrow(
		/plan again/,
	);

	const again = await server.request('rssv2/push/plan', { uri, device: device.uri });
	expect(again).toMatchObject({ changes: [], steps: [] });
	expect(again.planId).toBeUndefined();

	const pulled = await server.request('rssv2/pull', { device: device.uri });
	const copy = await server.open('pulled.rssv2.yaml', pulled.text);
	// The file names no key: the adapter was given the published one, and what is pulled says so.
	expect((await server.diagnostics(copy)).map(({ code }) => code)).toEqual(['well-known-key']);
	expect(await server.request('rssv2/push/plan', { uri: copy, device: device.uri })).toMatchObject({
		changes: [],
	});

	await server.request('rssv2/emulator/stop', { device: device.uri });
	expect((await server.request('rssv2/devices', {})).map(({ label }) => label)).toEqual(['Lab']);
	await expect(server.request('rssv2/push/plan', { uri, device: device.uri })).rejects.toThrow();
});

test('a file with errors is not pushed', async () => {
	const uri = await server.open('b.rssv2.yaml', clean.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
	const device = await server.request('rssv2/emulator/start', { uri });
	const plan = await server.request('rssv2/push/plan', { uri, device: device.uri });
	expect(plan.refused).toContain('1 error');
	expect(plan.planId).toBeUndefined();
});

test('a device that is not there, or not of this version, is told in a sentence', async () => {
	const uri = await server.open('c.rssv2.yaml', clean);
	await expect(
		server.request('rssv2/push/plan', { uri, device: 'emulator:///nowhere/x.sock' }),
	).rejects.toThrow(/nowhere/);
	await expect(server.request('rssv2/push/plan', { uri, device: 'linux:///nosuch0' })).rejects.toThrow(
		/There is no network interface nosuch0/,
	);
	await expect(server.request('rssv2/push/plan', { uri, device: 'ftp://x' })).rejects.toThrow(
		/unknown scheme/,
	);
});

test('text that is no output of a known tool is refused in a sentence', async () => {
	await expect(server.request('rssv2/import', { text: 'hello' })).rejects.toThrow(/Get-NetAdapterRss/);
});

test('the sockets of embedded emulators do not outlive the server', async () => {
	const other = await LanguageServerUnderTest.start(program.path);
	const uri = await other.open('d.rssv2.yaml', clean);
	const { uri: device } = await other.request('rssv2/emulator/start', { uri });
	const path = decodeURIComponent(device.slice('emulator://'.length));
	expect(existsSync(path)).toBe(true);
	expect(await other.stop()).toBe(0);
	expect(existsSync(path)).toBe(false);
});

test('nor do they outlive a client that goes without a word', async () => {
	const other = await LanguageServerUnderTest.start(program.path);
	const uri = await other.open('e.rssv2.yaml', clean);
	const { uri: device } = await other.request('rssv2/emulator/start', { uri });
	const path = decodeURIComponent(device.slice('emulator://'.length));
	expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
	other.child.stdin?.end();
	await eventually('the folder to go', () => (existsSync(dirname(path)) ? undefined : true));
});

test('two emulators of one adapter are told apart', async () => {
	const uri = await server.open('f.rssv2.yaml', clean.replace('name: Test', 'name: Twin'));
	const first = await server.request('rssv2/emulator/start', { uri });
	const second = await server.request('rssv2/emulator/start', { uri });
	expect([first.label, second.label]).toEqual(['Emulator of Twin', 'Emulator of Twin (2)']);
	expect(second.uri).not.toBe(first.uri);
	for (const device of [first, second]) await server.request('rssv2/emulator/stop', { device: device.uri });
});

test('a plan that is cancelled is answered as cancelled', async () => {
	const uri = await server.open('g.rssv2.yaml', clean);
	const device = await server.request('rssv2/emulator/start', { uri });
	const source = new CancellationTokenSource();
	const asked = server.connection.sendRequest('rssv2/push/plan', { uri, device: device.uri }, source.token);
	source.cancel();
	await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
	await server.request('rssv2/emulator/stop', { device: device.uri });
});

test('cancelling a push puts the device back, and says so', async () => {
	const many = Array.from(
		{ length: 50 },
		(_, i) => `  - { id: ${i}, indirectionTable: ["0:${2 + (i % 4)}"] }\n`,
	);
	const uri = await server.open('h.rssv2.yaml', vmqText(many.join('')));
	const device = await server.request('rssv2/emulator/start', { uri });
	const plan = await server.request('rssv2/push/plan', { uri, device: device.uri });
	expect(plan.steps.length).toBeGreaterThan(50);
	const source = new CancellationTokenSource();
	const applied = server.connection.sendRequest<Requests['rssv2/push/apply']['result']>(
		'rssv2/push/apply',
		{ planId: plan.planId, workDoneToken: 'push-2' },
		source.token,
	);
	await eventually('the first step', () => server.progress('push-2')[1]);
	source.cancel();
	expect(await applied).toMatchObject({ outcome: 'cancelled', differences: [] });
	const again = await server.request('rssv2/push/plan', { uri, device: device.uri });
	expect(again.changes).toEqual(plan.changes);
	await server.request('rssv2/emulator/stop', { device: device.uri });
});

test('a client that sends its settings is heard as well', async () => {
	const other = await LanguageServerUnderTest.start(program.path, { configuration: false });
	expect(await other.request('rssv2/devices', {})).toEqual([]);
	await other.connection.sendNotification('workspace/didChangeConfiguration', {
		settings: { rssv2: { devices: [{ name: 'Lab', uri: 'emulator:///run/lab.sock' }] } },
	});
	expect(await other.request('rssv2/devices', {})).toMatchObject([{ label: 'Lab', origin: 'settings' }]);
	await other.stop();
});
