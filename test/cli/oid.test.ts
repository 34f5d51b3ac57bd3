import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';
import { vmqText } from '../support/configuration.js';
import { eventually } from '../support/languageServer.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const conformance = fileURLToPath(new URL('../fixtures/conformance/rules.jsonl', import.meta.url));
const text = vmqText(
	'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n  - { id: 1, rss: false }\n',
);
/** ENABLE_RSS and HASH_INFO_CHANGED with tcpIpv4, a key of 40 bytes of 0x6d. */
const set = `c8011c00 03000000 01020000 28000000 1c000000 00000000 00000000 ${'6d'.repeat(40)}`;

const running: ChildProcessWithoutNullStreams[] = [];
afterEach(async () => {
	for (const child of running.splice(0)) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		const closed = once(child, 'close');
		child.kill('SIGKILL');
		await closed;
	}
});

/** Starts a command that runs until it is stopped. */
function started(args: readonly string[]) {
	const child = cli.start(args);
	running.push(child);
	const output = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const)
		child[stream].on('data', (chunk) => {
			output[stream] += chunk;
		});
	const code = new Promise<number | null>((resolve) => child.once('close', resolve));
	return { child, output, code };
}

async function emulator(): Promise<{ uri: string; file: string }> {
	const file = await cli.file('traced.rssv2.yaml', text);
	const { output } = started([
		'emulator',
		'--adapter',
		file,
		'--listen',
		`emulator://${join(cli.directory, 'e.sock')}`,
	]);
	const uri = await eventually(
		'the emulator to listen',
		() => /^listening on (\S+)\n/.exec(output.stdout)?.[1],
	);
	return { uri, file };
}

describe('rssv2 oid', () => {
	it('decode names the fields, and encode makes the same bytes of its JSON', async () => {
		const shown = await cli.run(['oid', 'decode'], { stdin: set });
		expect(shown).toMatchObject({ code: 0, stderr: '' });
		expect(shown.stdout).toContain(
			'OID_GEN_RECEIVE_SCALE_PARAMETERS_V2: NDIS_RECEIVE_SCALE_PARAMETERS_V2, 68 bytes',
		);
		expect(shown.stdout).toMatch(/0x0004\s+4\s+Flags\s+3\s+ENABLE_RSS \| HASH_INFO_CHANGED/);
		const json = await cli.run(['oid', 'decode', '--format', 'json'], { stdin: set });
		const name = JSON.parse(json.stdout).oid;
		for (const [as, expected] of [
			['hex', set.replaceAll(' ', '')],
			['base64', Buffer.from(set.replaceAll(' ', ''), 'hex').toString('base64')],
		] as const) {
			const encoded = await cli.run(['oid', 'encode', name, '--json', '-', '--as', as], {
				stdin: json.stdout,
			});
			expect(encoded).toEqual({ code: 0, stderr: '', stdout: `${expected}\n` });
			expect((await cli.run(['oid', 'decode', '--as', as], { stdin: encoded.stdout })).stdout).toBe(
				shown.stdout,
			);
		}
		const c = await cli.run(['oid', 'encode', name, '--json', '-', '--as', 'c'], { stdin: json.stdout });
		expect((await cli.run(['oid', 'decode'], { stdin: c.stdout })).stdout).toBe(shown.stdout);
	});

	it('says what is wrong: a buffer cut short, no bytes, an unknown OID, an open question', async () => {
		const short = await cli.run(['oid', 'decode'], { stdin: 'c8011c00 03000000' });
		expect(short.code).toBe(1);
		expect(short.stdout).toContain('8 bytes; NDIS_RECEIVE_SCALE_PARAMETERS_V2 has 28');
		for (const [args, stdin, complaint] of [
			[['oid', 'decode'], 'xyz!', 'neither hex nor base64'],
			[['oid', 'decode'], '', 'holds no bytes'],
			[['oid', 'decode'], '01020304', 'no structure has the header type 0x1'],
			[
				['oid', 'decode'],
				'80010c00 00000000 01000000',
				'OID_NIC_SWITCH_DELETE_VPORT, OID_NIC_SWITCH_DELETE_SWITCH',
			],
			[['oid', 'decode', '--oid', 'OID_X'], set, 'No structure of "OID_X" is known'],
			[['oid', 'encode', 'OID_GEN_RECEIVE_HASH', '--json', '-'], '{', 'not JSON'],
			[
				['oid', 'encode', 'OID_GEN_RECEIVE_HASH', '--json', '-'],
				'{"fields":{"Flagz":1}}',
				'no field "Flagz"',
			],
			[['oid', 'frob'], '', 'frob'],
		] as const) {
			const run = await cli.run(args, { stdin });
			expect({ args, code: run.code }).toEqual({ args, code: 2 });
			expect(run.stderr).toContain(complaint);
		}
		const named = await cli.run(['oid', 'decode', '--oid', 'OID_NIC_SWITCH_DELETE_VPORT'], {
			stdin: '80010c00 00000000 01000000',
		});
		expect(named.stdout).toMatch(/VPortId\s+1\n/);
	});

	it('export prints the requests of a file as a C header, from a fresh adapter and from a device', async () => {
		const { uri, file } = await emulator();
		const fresh = await cli.run(['oid', 'export', file]);
		expect(fresh.code).toBe(0);
		expect(fresh.stdout).toMatch(/#define RSSV2_OID_REQUEST_COUNT [1-9]/);
		const before = await cli.run(['oid', 'export', file, '--device', uri]);
		expect(before.stdout.replace(/starting from .*/, '')).toBe(fresh.stdout.replace(/starting from .*/, ''));
		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
		const after = await cli.run(['oid', 'export', file, '--device', uri]);
		expect(after.stdout).toContain('#define RSSV2_OID_REQUEST_COUNT 0');
	});
});

describe('rssv2 trace', () => {
	it('prints a line for each request of other clients, and ends cleanly on Ctrl+C', async () => {
		const { uri, file } = await emulator();
		const { child, output, code } = started(['trace', '--device', uri]);
		await eventually('the trace to start', () => output.stderr.includes('tracing') || undefined);
		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
		await eventually(
			'the last request',
			() => /SET_INDIRECTION_TABLE_ENTRIES/.test(output.stdout) || undefined,
		);
		child.kill('SIGINT');
		expect(await code).toBe(0);
		const lines = output.stdout.trimEnd().split('\n');
		expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(lines.map((_, i) => i + 1));
		expect(output.stdout).toMatch(/method OID_NIC_SWITCH_CREATE_VPORT: .*VPortId 1.* -> NDIS_STATUS_SUCCESS/);
		expect(output.stdout).toMatch(
			/on 0:2: VPort 0 entry 1 to 0:4 NDIS_STATUS_SUCCESS -> NDIS_STATUS_SUCCESS/,
		);
	});

	it('ends after --count requests, with what came in and went out as JSON lines', async () => {
		const { uri, file } = await emulator();
		const { output, code } = started(['trace', '--device', uri, '--count', '2', '--format', 'json']);
		await eventually('the trace to start', () => output.stderr.includes('tracing') || undefined);
		expect((await cli.run(['push', file, '--device', uri, '--yes'])).code).toBe(0);
		expect(await code).toBe(0);
		const lines = output.stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatchObject({ sequence: 1, dropped: 0, status: 0, statusName: 'NDIS_STATUS_SUCCESS' });
		const again = await cli.run(['oid', 'decode', '--oid', lines[0].oidName], {
			stdin: lines[0].inputBuffer,
		});
		expect(again.code).toBe(0);
	});

	it('is for a running emulator only', async () => {
		expect((await cli.run(['trace', '--device', 'linux:///eth1'])).code).toBe(2);
		expect((await cli.run(['trace', '--device', 'emulator:///nowhere/x.sock'])).code).toBe(1);
		expect((await cli.run(['trace', '--device', 'emulator:///x.sock', '--count', '0'])).code).toBe(2);
	});
});

describe('rssv2 replay --device', () => {
	it('runs scripts over the wire with the same outcome, and leaves the adapter of the emulator alone', async () => {
		const { uri } = await emulator();
		const before = await cli.run(['pull', '--device', uri]);
		const here = await cli.run(['replay', conformance]);
		const there = await cli.run(['replay', conformance, '--device', uri]);
		expect(there).toEqual(here);
		expect(there.stdout).toMatch(/^[1-9]\d* passed, 0 failed\n$/);
		const [first = ''] = readFileSync(conformance, 'utf8').split('\n');
		const wrong = await cli.file(
			'wrong.jsonl',
			first.replace(/"status":"NDIS_STATUS_\w+"/, '"status":"NDIS_STATUS_PAUSED"'),
		);
		const failed = await cli.run(['replay', wrong, '--device', uri]);
		expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('expected NDIS_STATUS_PAUSED') });
		expect((await cli.run(['pull', '--device', uri])).stdout).toBe(before.stdout);
	});
});
