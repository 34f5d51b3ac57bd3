import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { DaemonRequests } from '../../server/src/daemon/protocol.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import { CliUnderTest } from '../support/cli.js';
import { clientOf } from '../support/daemon.js';
import { eventually } from '../support/languageServer.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const text = `version: 1
adapter:
  name: Test
  mode: vmq
  capabilities: { preset: vmmq-64 }
  rssProcessors: { base: "0:2", max: "0:15" }
vports:
  - id: 0
    numberOfQueues: 2
    indirectionTable: ["0:2", "0:4", "0:2", "0:4"]
  - id: 1
    name: sql01
    numberOfQueues: 3
    indirectionTable: ["0:6", "0:8", "0:10", "0:8"]
  - id: 2
    name: web
    numberOfQueues: 2
    indirectionTable: ["0:12", "0:14", "0:12", "0:14"]
`;

const running: ChildProcessWithoutNullStreams[] = [];
const clients: MessageConnection[] = [];
afterEach(async () => {
	for (const client of clients.splice(0)) client.dispose();
	for (const child of running.splice(0)) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		const closed = once(child, 'close');
		child.kill('SIGKILL');
		await closed;
	}
});

let number = 0;

/** A real emulator, a file to push to it, and another client of it. */
async function emulator() {
	const path = join(cli.directory, `${++number}.sock`);
	const uri = `emulator://${path}`;
	const file = await cli.file('wanted.rssv2.yaml', text);
	const child = cli.start(['emulator', '--adapter', file, '--listen', uri, '--verbose']);
	running.push(child);
	let log = '';
	child.stderr.on('data', (chunk) => {
		log += chunk;
	});
	await once(child.stdout, 'data');
	const client = await clientOf({ kind: 'unix', path });
	clients.push(client);
	const ask = <M extends keyof DaemonRequests>(method: M, params: DaemonRequests[M]['params']) =>
		client.sendRequest<DaemonRequests[M]['result']>(method, params);
	const count = (event: string) => log.split(`"event":"${event}"`).length - 1;
	return { uri, file, ask, count };
}

/** Steps that the journals in a directory tell of. */
async function stepsTold(folder = join(cli.directory, 'state', 'rssv2')): Promise<number> {
	const names = await readdir(folder).catch(() => []);
	const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
	return texts.join('').split('"kind":"step"').length - 1;
}

type Device = Awaited<ReturnType<typeof emulator>>;

/** Runs a command, and kills it once so many more steps are on the disk; resolves when the last of them is done. */
async function killedAt(steps: number, args: readonly string[], { ask, count }: Device): Promise<void> {
	await ask('fault/set', { faults: [{ times: 0xffffffff, effect: { kind: 'delay', milliseconds: 100 } }] });
	const before = await stepsTold();
	const child = cli.start(args);
	const closed = once(child, 'close');
	await eventually('the steps', async () => (await stepsTold()) >= before + steps || undefined);
	child.kill('SIGKILL');
	await closed;
	await ask('fault/set', { faults: [] });
	await eventually('the last step', () => count('request') === count('fault') || undefined);
}

function pushKilledAt(steps: number, device: Device): Promise<void> {
	return killedAt(steps, ['push', device.file, '--device', device.uri, '--yes'], device);
}

describe('rollback', () => {
	it('brings a device out of a push whose process was killed, and every other command says so before', async () => {
		const device = await emulator();
		const { uri, file, ask } = device;
		const first = await ask('state/get', {});
		await pushKilledAt(4, device);
		const between = await ask('state/get', {});
		expect(between).not.toEqual(first);

		for (const refused of [
			await cli.run(['plan', file, '--device', uri]),
			await cli.run(['push', file, '--device', uri, '--yes']),
		]) {
			expect(refused).toMatchObject({ code: 1, stdout: '' });
			expect(refused.stderr).toMatch(/interrupted at step \d+ of \d+/);
			expect(refused.stderr).toContain(`rssv2 rollback --device ${uri}`);
		}
		expect(await ask('state/get', {})).toEqual(between);

		expect(await cli.run(['rollback', '--device', uri])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/--yes/),
		});
		const back = await cli.run(['rollback', '--device', uri, '--yes']);
		expect(back).toMatchObject({ code: 0, stderr: '' });
		expect(back.stdout).toMatch(/as it was before the push\.\n$/);
		expect(await ask('state/get', {})).toEqual(first);

		expect(await cli.run(['rollback', '--device', uri, '--yes'])).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/rolled back already/),
		});
		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
	});

	it('undoes the last push that was finished, and nothing but that push', async () => {
		const { uri, file, ask } = await emulator();
		const first = await ask('state/get', {});
		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
		const pushed = await ask('state/get', {});
		expect(await cli.run(['rollback', '--device', uri, '--yes', '--format', 'json'])).toMatchObject({
			code: 0,
			stderr: '',
		});
		expect(await ask('state/get', {})).toEqual(first);

		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
		expect(await ask('state/get', {})).toEqual(pushed);
		// Somebody else deletes a VPort: that is told, and not undone unless it is wished.
		const deletion = encodeRequest({ kind: 'deleteVPort', vportId: 2 }, 'vmq');
		const { status } = await ask('oid/request', {
			oid: deletion.oid,
			type: deletion.type,
			inputBuffer: Buffer.from(deletion.inputBuffer).toString('base64'),
		});
		expect(status).toBe(0);
		const theirs = await ask('state/get', {});
		const told = await cli.run(['rollback', '--device', uri, '--yes']);
		expect(told).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/VPort 2 \(web\) is missing.*--force/),
		});
		expect(await ask('state/get', {})).toEqual(theirs);
		expect((await cli.run(['rollback', '--device', uri, '--yes', '--force'])).code).toBe(0);
		expect(await ask('state/get', {})).toEqual(first);
	});

	it('that is killed itself goes on where it was', async () => {
		const device = await emulator();
		const { uri, ask } = device;
		const first = await ask('state/get', {});
		await pushKilledAt(6, device);
		await killedAt(2, ['rollback', '--device', uri, '--yes'], device);
		expect(await ask('state/get', {})).not.toEqual(first);
		const plan = await cli.run(['plan', device.file, '--device', uri]);
		expect(plan).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/at step \d+ of \d+ of its rollback/),
		});
		const back = await cli.run(['rollback', '--device', uri, '--yes']);
		expect(back).toMatchObject({ code: 0, stderr: '' });
		expect(back.stdout).not.toContain('changed otherwise');
		expect(await ask('state/get', {})).toEqual(first);
	});

	it('has nothing to roll back on a device that was never pushed to, and forgets when told to', async () => {
		const device = await emulator();
		const { uri, file, ask } = device;
		expect(await cli.run(['rollback', '--device', uri, '--yes'])).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/No push to this device is known/),
		});
		await pushKilledAt(2, device);
		const between = await ask('state/get', {});
		expect((await cli.run(['rollback', '--device', uri, '--forget'])).code).toBe(0);
		expect(await ask('state/get', {})).toEqual(between);
		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
	});

	it('tells of a journal that cannot be read, with the way out', async () => {
		const { uri, file } = await emulator();
		const kept = join(cli.directory, 'kept');
		const option = ['--journal', kept];
		expect((await cli.run(['push', file, '--device', uri, '--yes', ...option])).code).toBe(0);
		const [name = ''] = await readdir(kept);
		await writeFile(join(kept, name), 'nonsense\n');
		const refused = await cli.run(['rollback', '--device', uri, '--yes', ...option]);
		expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be read.*--forget/) });
		expect((await cli.run(['rollback', '--device', uri, '--forget', ...option])).code).toBe(0);
		expect((await cli.run(['plan', file, '--device', uri, ...option])).code).toBe(0);
	});

	it('of two pushes at once, the second is told who holds the device', async () => {
		const { uri, file, ask } = await emulator();
		await ask('fault/set', { faults: [{ skip: 2, effect: { kind: 'delay', milliseconds: 6_000 } }] });
		const one = join(cli.directory, 'one');
		const child = cli.start(['push', file, '--device', uri, '--yes', '--journal', one]);
		const closed = once(child, 'close');
		await eventually('the first push', async () => (await stepsTold(one)) >= 3 || undefined);
		const second = await cli.run([
			'push',
			file,
			'--device',
			uri,
			'--yes',
			'--journal',
			join(cli.directory, 'two'),
		]);
		expect(second).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(new RegExp(`process ${child.pid}`)),
		});
		expect((await closed)[0]).toBe(0);
		expect((await ask('state/get', {})).entities).toHaveLength(3);
	});
});
