import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const fixture = (name: string) => new URL(`../fixtures/import/${name}`, import.meta.url).pathname;
const key = '6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa';

describe('usage', () => {
	it.each([
		[['nosuch'], /unknown command 'nosuch'/],
		[[], /Usage: rssv2/],
		[['check'], /missing required argument 'file'/],
		[['check', '--nosuch', 'x'], /unknown option '--nosuch'/],
		[['check', '--format', 'xml', 'x'], /Allowed choices are text, json/],
		[['spread', 'x', '--flows', '-1'], /--flows.*whole number from 1/],
		[['hash', '--key', key, '--src', '1.2.3.4'], /required option '--dst <address>'/],
		[['push', 'x.yaml'], /required option '--device <uri>'/],
		[['push', 'x.yaml', '--device', 'emulator:///x.sock'], /--yes/],
	])('%j is refused with 2', async (args, expected) => {
		const { code, stdout, stderr } = await cli.run(args);
		expect(stderr).toMatch(expected);
		expect(stderr).not.toMatch(/^ +at /m);
		expect(stdout).toBe('');
		expect(code).toBe(2);
	});

	it('help and version are no errors', async () => {
		expect(await cli.run(['--help'])).toMatchObject({
			code: 0,
			stderr: '',
			stdout: expect.stringMatching(/Exit codes: 0 clean/),
		});
		expect(await cli.run(['help', 'import'])).toMatchObject({ code: 0, stderr: '' });
		const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
		expect(await cli.run(['--version'])).toEqual({ code: 0, stderr: '', stdout: `${version}\n` });
	});

	it('a reader that stops early is no fault', async () => {
		const child = cli.start(['import', fixture('two-groups.txt')]);
		child.stdout.destroy();
		let stderr = '';
		child.stderr.on('data', (chunk) => {
			stderr += chunk;
		});
		const code = await new Promise((resolve) => child.on('close', resolve));
		expect([code, stderr]).toEqual([0, '']);
	});
});

describe('hash', () => {
	const flow = ['--src', '66.9.149.187', '--dst', '161.142.100.80'];

	it.each([
		[[...flow, '--sport', '2794', '--dport', '1766'], '0x51ccc178'],
		[flow, '0x323e8fc2'],
		[
			['--src', '3ffe:501:8::260:97ff:fe40:efab', '--dst', 'ff02::1', '--sport', '14230', '--dport', '4739'],
			'0xdde51bbf',
		],
		[['--src', '3ffe:1900:4545:3:200:f8ff:fe21:67cf', '--dst', 'fe80::200:f8ff:fe21:67cf'], '0x4b61e985'],
	])('%j', async (args, expected) => {
		expect(await cli.run(['hash', '--key', key, ...args])).toEqual({
			code: 0,
			stdout: `${expected}\n`,
			stderr: '',
		});
	});

	it('keeps leading zeros, takes colons, prints JSON', async () => {
		const colons = key.match(/../g)?.join(':') ?? '';
		const args = [
			'--src',
			'3ffe:1900:4545:3:200:f8ff:fe21:67cf',
			'--dst',
			'fe80::200:f8ff:fe21:67cf',
			'--sport',
			'44251',
			'--dport',
			'38024',
		];
		const { stdout } = await cli.run(['hash', '--key', colons, ...args, '--format', 'json']);
		expect(JSON.parse(stdout)).toEqual({ hash: '0x02d1feef', value: 0x02d1feef });
	});

	it.each([
		[['--key', key.slice(2), ...flow], /--key has 39 bytes: an RSS key has 40/],
		[['--key', key.slice(1), ...flow], /79 is an odd number/],
		[['--key', `${key.slice(1)}x`, ...flow], /"x" is no hexadecimal digit/],
		[['--key', key, '--src', '66.9.149', '--dst', '1.2.3.4'], /--src.*neither an IPv4 nor an IPv6 address/],
		[['--key', key, '--src', '::1', '--dst', '1.2.3.4'], /one family/],
		[['--key', key, ...flow, '--sport', '1'], /--sport and --dport go together/],
		[['--key', key, ...flow, '--sport', '65536', '--dport', '1'], /A port is a number from 0 to 65535/],
	])('refuses %j', async (args, expected) => {
		const { code, stdout, stderr } = await cli.run(['hash', ...args]);
		expect(stderr).toMatch(expected);
		expect(stderr).not.toContain(key.slice(10, 40)); // a key is a secret
		expect([code, stdout]).toEqual([2, '']);
	});
});

describe('import', () => {
	it('prints configurations that check takes, and in which it finds what is wrong', async () => {
		const { code, stdout, stderr } = await cli.run(['import', fixture('two-groups.txt')]);
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout.match(/^# .*\.rssv2\.yaml$/gm)).toEqual([
			'# storage-team.rssv2.yaml',
			'# storage-a.rssv2.yaml',
			'# storage-b.rssv2.yaml',
			'# storage-c.rssv2.yaml',
		]);
		const checked = await cli.run(['check', '-', '--fail-on', 'error'], { stdin: stdout });
		expect(checked.code).toBe(0);
		expect(checked.stdout).toMatch(
			/All 16 entries point at processor 0:0|all 16 entries point at processor 0:0/,
		);
		expect(checked.stdout).toMatch(/6 of 8 queues are idle: only 2 processors are in use \(0:20, 0:22\)/);
	});

	it('writes a file an adapter, and overwrites none', async () => {
		const out = join(cli.directory, 'imported');
		const first = await cli.run(['import', fixture('two-groups.txt'), '--out', out]);
		expect(first.code).toBe(0);
		const names = await readdir(out);
		expect(names.sort()).toEqual([
			'storage-a.rssv2.yaml',
			'storage-b.rssv2.yaml',
			'storage-c.rssv2.yaml',
			'storage-team.rssv2.yaml',
		]);
		expect(first.stdout.trim().split('\n')).toHaveLength(4);
		const paths = names.map((name) => join(out, name));
		expect((await cli.run(['check', '--fail-on', 'error', ...paths])).code).toBe(0);
		const second = await cli.run(['import', fixture('two-groups.txt'), '--out', out]);
		expect(second).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/exists already; overwrite with --force/),
		});
		expect((await cli.run(['import', fixture('two-groups.txt'), '--out', out, '--force'])).code).toBe(0);
	});

	it('tells what it did not understand on standard error', async () => {
		const { code, stderr } = await cli.run(['import', fixture('ellipsis.txt')]);
		expect(code).toBe(0);
		expect(stderr).toMatch(/ellipsis\.txt: Line 14: /);
	});

	it('refuses a text of another kind', async () => {
		const { code, stdout, stderr } = await cli.run(['import', '-'], { stdin: 'hello' });
		expect(stderr).toMatch(/^rssv2: <stdin>: .*Get-NetAdapterRss.*ethtool -x/);
		expect([code, stdout]).toEqual([1, '']);
	});
});

describe('spread', () => {
	const text = `version: 1
host: { numaNodes: [{ node: 0, processors: "0:0-0:3" }, { node: 1, processors: "0:4-0:7" }] }
adapter:
  name: Test
  mode: vmq
  rssProcessors: { base: "0:0", max: "0:7" }
vports:
  - { id: 0, numberOfQueues: 4, indirectionTable: ["0:2", "0:4", "0:2", "0:6"] }
  - { id: 3, name: sql, rss: false, primaryProcessor: "0:7" }
`;

	it('shows shares by processor and NUMA node', async () => {
		const { code, stdout } = await cli.run(['spread', '-', '--format', 'json'], { stdin: text });
		expect(code).toBe(0);
		const { entities } = JSON.parse(stdout);
		expect(entities[0]).toMatchObject({
			title: 'VPort 0',
			entries: 4,
			queues: { used: 3, limit: 4 },
			processors: [
				{ processor: '0:2', entries: 2, share: 0.5 },
				{ processor: '0:4', entries: 1, share: 0.25 },
				{ processor: '0:6', entries: 1, share: 0.25 },
			],
			loadRatio: 1.5,
			numaNodes: [
				{ node: 0, entries: 2, share: 0.5 },
				{ node: 1, entries: 2, share: 0.5 },
			],
		});
		expect(entities[1]).toMatchObject({
			title: 'VPort 3 (sql)',
			rss: false,
			processors: [{ processor: '0:7', share: 1 }],
		});
	});

	it('shows one VPort, with random flows, as text', async () => {
		const args = ['spread', '-', '--vport', '0', '--flows', '1000', '--seed', '7'];
		const { code, stdout } = await cli.run(args, { stdin: text });
		expect(code).toBe(0);
		expect(stdout).toMatch(/^Test: VPort 0\n/);
		const arrived = [...stdout.matchAll(/^ {2}0:\d +\d+ +[\d.]+ % +(\d+)/gm)].map((match) =>
			Number(match[1]),
		);
		expect(arrived).toHaveLength(3);
		expect(arrived.reduce((a, b) => a + b, 0)).toBe(1000);
		expect(await cli.run(args, { stdin: text })).toMatchObject({ stdout });
	});

	it('says that there is no such VPort, and what is wrong with the file', async () => {
		expect(await cli.run(['spread', '-', '--vport', '9'], { stdin: text })).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/no VPort 9/),
		});
		const broken = await cli.run(['spread', '-'], { stdin: text.replace('"0:6"]', '"0:64"]') });
		expect(broken).toMatchObject({ code: 1, stdout: '' });
		expect(broken.stderr).toMatch(/<stdin>:8:\d+: error: Processor `0:64` cannot exist/);
	});
});

describe('replay', () => {
	const script = (status: string) =>
		JSON.stringify({
			mode: 'vmq',
			rssProcessors: ['0:0', '0:1'],
			steps: [
				{ op: 'createVPort', vportId: 0, affinity: '0:0', active: true, status: 'NDIS_STATUS_SUCCESS' },
				{
					op: 'setIndirectionEntries',
					actor: '0:1',
					entries: [{ switchId: 0, vportId: 0, flags: 'none', index: 0, target: '0:1', status }],
					status: 'NDIS_STATUS_SUCCESS',
				},
			],
		});

	it('counts scripts that pass, and prints the first step that differs', async () => {
		const good = await cli.file('good.jsonl', `${script('NDIS_STATUS_NOT_ACCEPTED')}\n`);
		expect(await cli.run(['replay', good])).toEqual({ code: 0, stdout: '1 passed, 0 failed\n', stderr: '' });
		const bad = await cli.file('bad.jsonl', `${script('NDIS_STATUS_SUCCESS')}\nnot json\n`);
		const { code, stdout } = await cli.run(['replay', good, bad]);
		expect(code).toBe(1);
		const lines = stdout.trimEnd().split('\n');
		expect(lines[0]).toMatch(
			/bad\.jsonl: script 1, step 2: .*expected NDIS_STATUS_SUCCESS, got NDIS_STATUS_NOT_ACCEPTED/,
		);
		expect(lines[1]).toMatch(/bad\.jsonl: script 2: /);
		expect(lines.at(-1)).toBe('1 passed, 2 failed');
	});

	it('an empty file proves nothing', async () => {
		expect(await cli.run(['replay', '-'])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/holds no script/),
		});
	});
});
