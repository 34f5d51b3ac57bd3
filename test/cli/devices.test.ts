import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';
import { freePort } from '../support/freePort.js';

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
`;
const running: ChildProcessWithoutNullStreams[] = [];
afterEach(async () => {
	for (const child of running.splice(0)) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		const closed = once(child, 'close');
		child.kill('SIGKILL');
		await closed;
	}
});

/** Starts an emulator and waits until it says that it listens. */
async function emulator(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	const child = cli.start(['emulator', ...args], env);
	running.push(child);
	let stdout = '';
	let stderr = '';
	child.stderr.on('data', (chunk) => {
		stderr += chunk;
	});
	const uri = await new Promise<string>((resolve, reject) => {
		child.stdout.on('data', (chunk) => {
			stdout += chunk;
			const said = /^listening on (\S+)\n/.exec(stdout)?.[1];
			if (said) resolve(said);
		});
		child.once('close', (code) => reject(new Error(`ended with ${code}: ${stderr}`)));
	});
	return {
		uri,
		stop: async (signal: NodeJS.Signals) => {
			const closed = once(child, 'close');
			child.kill(signal);
			const [code] = await closed;
			return { code, stderr };
		},
	};
}

const socket = (name: string) => `emulator://${join(cli.directory, name)}`;

describe('emulator, plan, push, pull', () => {
	it('push brings the emulator to the state of the file, and pull reads it back', async () => {
		const file = await cli.file('wanted.rssv2.yaml', text);
		const { uri, stop } = await emulator(['--adapter', file, '--listen', socket('push.sock')]);
		const { mode } = await stat(join(cli.directory, 'push.sock'));
		expect(mode & 0o777).toBe(0o600);

		const planned = await cli.run(['plan', file, '--device', uri]);
		expect(planned).toMatchObject({ code: 0, stderr: '' });
		expect(planned.stdout).toMatch(/^ {2}create VPort 1 \(sql01\)$/m);
		expect(planned.stdout).toMatch(/^ {3}1\. /m);

		const differs = await cli.run(['verify', file, '--device', uri]);
		expect(differs).toMatchObject({ code: 1, stderr: '' });
		expect(differs.stdout).toMatch(/^What differs on .*:\n(?: {2}.*\n)* {2}VPort 1 \(sql01\) is missing$/m);

		const pushed = await cli.run(['push', file, '--device', uri, '--yes']);
		expect(pushed).toMatchObject({ code: 0, stderr: '' });
		expect(pushed.stdout).toMatch(/is as wanted\.\n$/);

		expect(await cli.run(['verify', file, '--device', uri])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/is as the file says: 2 entities compared, entry by entry\.\n$/),
		});
		// An emulator does not count packets by queue: what was asked for was not done.
		const counted = await cli.run(['verify', file, '--device', uri, '--traffic', '--format', 'json']);
		expect(counted.code).toBe(1);
		expect(JSON.parse(counted.stdout)).toMatchObject({
			differences: [],
			traffic: { problems: [expect.stringMatching(/could not be verified/)] },
		});

		const pulled = await cli.run(['pull', '--device', uri]);
		expect(pulled).toMatchObject({ code: 0, stderr: '' });
		expect(pulled.stdout).toContain('indirectionTable: ["0:6", "0:8", "0:10", "0:8"]');
		const again = await cli.run([
			'plan',
			await cli.file('pulled.rssv2.yaml', pulled.stdout),
			'--device',
			uri,
			'--format',
			'json',
		]);
		expect(JSON.parse(again.stdout)).toMatchObject({ refused: null, changes: [], steps: [] });
		const nothing = await cli.run(['push', file, '--device', uri, '--yes']);
		expect(nothing).toMatchObject({ code: 0, stdout: expect.stringMatching(/nothing to do/) });

		expect(await stop('SIGTERM')).toEqual({ code: 0, stderr: '' });
		await expect(stat(join(cli.directory, 'push.sock'))).rejects.toMatchObject({ code: 'ENOENT' });
		const gone = await cli.run(['plan', file, '--device', uri]);
		expect(gone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^rssv2: /) });
	});

	it('nothing is pushed without --yes, nor from a file with errors', async () => {
		const file = await cli.file('wanted.rssv2.yaml', text);
		const { uri } = await emulator(['--adapter', file, '--listen', socket('refuse.sock')]);
		expect(await cli.run(['push', file, '--device', uri])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/--yes/),
		});
		const bad = await cli.file('bad.rssv2.yaml', text.replace('numberOfQueues: 3', 'numberOfQueues: 2'));
		const refused = await cli.run(['push', bad, '--device', uri, '--yes']);
		expect(refused).toMatchObject({ code: 1, stdout: '' });
		expect(refused.stderr).toMatch(/bad\.rssv2\.yaml:\d+:\d+: error: .*\[NDIS_STATUS_NO_QUEUES\]/);
		expect(refused.stderr).toMatch(/cannot push it: 1 error\.$/m);
		const { stdout } = await cli.run(['pull', '--device', uri]);
		expect(stdout).not.toContain('sql01');
	});

	it('keeps its state over a restart, and refuses that of another adapter', async () => {
		const file = await cli.file('wanted.rssv2.yaml', text);
		const state = join(cli.directory, 'state.json');
		const args = ['--adapter', file, '--listen', socket('state.sock'), '--state', state];
		const first = await emulator(args);
		expect((await cli.run(['push', file, '--device', first.uri, '--yes'])).code).toBe(0);
		const before = await cli.run(['pull', '--device', first.uri]);
		await first.stop('SIGINT');
		expect((await stat(state)).mode & 0o777).toBe(0o600);

		const second = await emulator(args);
		expect(await cli.run(['pull', '--device', second.uri])).toEqual(before);
		await second.stop('SIGINT');

		const other = await cli.file('other.rssv2.yaml', text.replace('base: "0:2"', 'base: "0:12"'));
		const refused = await cli.run([
			'emulator',
			'--adapter',
			other,
			'--listen',
			socket('other.sock'),
			'--state',
			state,
		]);
		expect(refused).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/does not fit the adapter/),
		});
		const kept = await readFile(state, 'utf8');
		await writeFile(state, kept.slice(0, -20));
		const broken = await cli.run(['emulator', ...args]);
		expect(broken).toMatchObject({ code: 2, stderr: expect.stringMatching(/is no state of an emulator/) });
	});

	it('on TCP wants a token from the environment, and never prints it', async () => {
		const file = await cli.file('wanted.rssv2.yaml', text);
		const listen = `emulator://127.0.0.1:${await freePort()}?token-env=RSSV2_TEST_TOKEN`;
		const without = await cli.run(['emulator', '--adapter', file, '--listen', listen]);
		expect(without).toMatchObject({ code: 2, stderr: expect.stringMatching(/RSSV2_TEST_TOKEN/) });

		const token = 'nobody-may-see-this';
		const { uri, stop } = await emulator(['--adapter', file, '--listen', listen, '--verbose'], {
			RSSV2_TEST_TOKEN: token,
		});
		expect(uri).toBe(listen);
		const env = (value: string) => ({ env: { RSSV2_TEST_TOKEN: value } });
		const right = await cli.run(['pull', '--device', uri], env(token));
		expect(right).toMatchObject({ code: 0, stderr: '' });
		const wrong = await cli.run(['pull', '--device', uri], env('a-wrong-one'));
		expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/token/) });
		const { stderr } = await stop('SIGTERM');
		expect([right.stdout, wrong.stderr, stderr].join()).not.toMatch(/nobody-may-see-this|a-wrong-one/);
		expect(stderr).toMatch(/"event":"unauthorized"/);
	});

	it.each([
		['nonsense', /no scheme/],
		['emulator://example.org:7680', /this machine only/],
		['linux:///eth1', /names an emulator/],
		['emulator:///nosuch/directory/x.sock', /Cannot listen on .*no such directory/],
	])('cannot listen on %s', async (listen, expected) => {
		const file = await cli.file('wanted.rssv2.yaml', text);
		const { code, stdout, stderr } = await cli.run(['emulator', '--adapter', file, '--listen', listen]);
		expect(stderr).toMatch(expected);
		expect(stdout).toBe('');
		expect(code).toBeGreaterThan(0);
		expect(stderr).not.toMatch(/^ +at /m);
	});
});

describe('lsp', () => {
	it('answers initialize over stdio and ends when told to', async () => {
		const child = cli.start(['lsp', '--stdio']);
		running.push(child);
		const frame = (message: unknown) => {
			const body = JSON.stringify(message);
			return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
		};
		let stdout = '';
		const answered = (id: number) =>
			new Promise<void>((resolve) => {
				const look = () => {
					if (new RegExp(`"id":${id}\\b`).test(stdout)) resolve();
				};
				child.stdout.on('data', look);
				look();
			});
		child.stdout.on('data', (chunk) => {
			stdout += chunk;
		});
		const params = { processId: null, rootUri: null, capabilities: {} };
		child.stdin.write(frame({ jsonrpc: '2.0', id: 1, method: 'initialize', params }));
		await answered(1);
		expect(stdout).toMatch(/"capabilities":\{.*"hoverProvider"/);
		child.stdin.write(frame({ jsonrpc: '2.0', id: 2, method: 'shutdown' }));
		await answered(2);
		const closed = once(child, 'close');
		child.stdin.write(frame({ jsonrpc: '2.0', method: 'exit' }));
		expect((await closed)[0]).toBe(0);
	});

	it('needs --stdio', async () => {
		expect(await cli.run(['lsp'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/--stdio/) });
	});
});
