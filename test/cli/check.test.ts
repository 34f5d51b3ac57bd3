import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AnySchema } from 'ajv';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const adapter = `version: 1
adapter:
  name: Test
  mode: native
  capabilities: { preset: native-rss }
  rssProcessors: { base: "0:0", max: "0:15" }
`;
const good = `${adapter}scaling:
  numberOfQueues: 2
  indirectionTable: ["0:2", "0:4"]
`;
const idle = good.replace('numberOfQueues: 2', 'numberOfQueues: 3');

describe('check', () => {
	it('is silent about a file with nothing wrong', async () => {
		const run = await cli.run(['check', await cli.file('good.rssv2.yaml', good)]);
		expect(run).toEqual({ code: 0, stdout: '1 file: no findings\n', stderr: '' });
	});

	it('prints findings with their place, and a summary', async () => {
		const files = [await cli.file('good.rssv2.yaml', good), await cli.file('idle.rssv2.yaml', idle)];
		const { code, stdout } = await cli.run(['check', ...files]);
		expect(code).toBe(1);
		const lines = stdout.trimEnd().split('\n');
		expect(lines[0]).toMatch(/idle\.rssv2\.yaml:8:19: warning: 1 of 3 queues is idle: .* \[idle-queues\]$/);
		expect(lines[1]).toMatch(/^ {2}.*idle\.rssv2\.yaml:9:21: the processors in use$/);
		expect(lines[2]).toBe('2 files: 1 warning');
	});

	it('a hint alone is no reason to fail', async () => {
		const weights = good.replace('["0:2", "0:4"]', '{ numberOfEntries: 4, weights: { "0:2": 3, "0:4": 1 } }');
		const file = await cli.file('weighted.rssv2.yaml', weights);
		const { code, stdout } = await cli.run(['check', file]);
		expect(stdout).toMatch(/hint: .*\[uneven-spread\]/);
		expect(code).toBe(0);
		expect((await cli.run(['check', '--fail-on', 'hint', file])).code).toBe(1);
	});

	it('exits with 0 for warnings when only errors shall fail', async () => {
		const file = await cli.file('idle.rssv2.yaml', idle);
		expect((await cli.run(['check', '--fail-on', 'error', file])).code).toBe(0);
	});

	it('takes the severity of lints from --rule, as often as it is given', async () => {
		const file = await cli.file('idle.rssv2.yaml', idle);
		const off = await cli.run(['check', '--rule', 'weak-key=error', '--rule', 'idle-queues=off', file]);
		expect(off).toEqual({ code: 0, stdout: '1 file: no findings\n', stderr: '' });
		const error = await cli.run(['check', '--fail-on', 'error', '--rule', 'idle-queues=error', file]);
		expect(error.code).toBe(1);
		expect(error.stdout).toMatch(/ error: .* \[idle-queues\]/);
	});

	it('lets as many warnings pass as --max-warnings says, and no error', async () => {
		const file = await cli.file('idle.rssv2.yaml', idle);
		expect((await cli.run(['check', '--max-warnings', '1', file])).code).toBe(0);
		const over = await cli.run(['check', '--max-warnings', '0', file]);
		expect(over).toMatchObject({ code: 1, stderr: 'rssv2: 1 warning: more than the 0 let pass.\n' });
		const lenient = ['check', '--max-warnings', '0', '--fail-on', 'error', file];
		expect((await cli.run(lenient)).code).toBe(1);
		const broken = await cli.file('broken.rssv2.yaml', 'version: 7\n');
		expect((await cli.run(['check', '--max-warnings', '9', file, broken])).code).toBe(1);
		expect((await cli.run(['check', '--max-warnings', 'many', file])).code).toBe(2);
	});

	it('takes directories and patterns, each file once, and refuses those that have none', async () => {
		const folder = join(cli.directory, 'racks');
		await mkdir(join(folder, 'a/node_modules'), { recursive: true });
		await mkdir(join(folder, 'empty'));
		await writeFile(join(folder, 'a/one.rssv2.yaml'), good);
		await writeFile(join(folder, 'a/node_modules/no.rssv2.yaml'), good);
		await writeFile(join(folder, 'a/[b].rssv2.yml'), good);
		await writeFile(join(folder, 'other.yaml'), good);
		const below = await cli.run(['check', 'racks', 'racks/a/one.rssv2.yaml', '--format', 'json']);
		expect((JSON.parse(below.stdout) as { files: { file: string }[] }).files.map(({ file }) => file)).toEqual(
			[join('racks', 'a', '[b].rssv2.yml'), join('racks', 'a', 'one.rssv2.yaml')],
		);
		expect(await cli.run(['check', 'racks/*/o*.yaml'])).toMatchObject({
			code: 0,
			stdout: '1 file: no findings\n',
		});
		expect(await cli.run(['check', 'racks/a/[b].rssv2.yml'])).toMatchObject({ code: 0 });
		const none = await cli.run(['check', 'racks/*.json']);
		expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('No file matches racks/*.json.') });
		expect(await cli.run(['check', join('racks', 'empty')])).toMatchObject({ code: 2 });
	});

	it('tells what the device of --device cannot be given, and asks nothing of it', async () => {
		const asked = good.replace('scaling:', '  hash: { types: [tcpIpv4] }\nscaling:');
		const file = await cli.file('good.rssv2.yaml', asked);
		const linux = await cli.run(['check', '--device', 'linux+ssh://nowhere.invalid/eth1', file]);
		expect(linux.stdout).toMatch(
			/information: Hash type ipv4, ipv6: Linux always hashes addresses.* \[not-on-target\]/,
		);
		expect(linux.code).toBe(0);
		expect((await cli.run(['check', '--device', 'emulator:///nowhere', file])).stdout).toBe(
			'1 file: no findings\n',
		);
		const bad = await cli.run(['check', '--device', 'solaris:///net0', file]);
		expect(bad).toMatchObject({ stdout: '', stderr: expect.stringContaining('"solaris"') });
		expect(bad.code).not.toBe(0);
	});

	it.each([
		['idle-queus=off', 'Did you mean `idle-queues`?'],
		['idle-queues=loud', '`loud` is no severity for `idle-queues`'],
		['idle-queues', 'Write it as'],
	])('refuses --rule %s', async (rule, why) => {
		const { code, stderr } = await cli.run([
			'check',
			'--rule',
			rule,
			await cli.file('good.rssv2.yaml', good),
		]);
		expect(code).toBe(2);
		expect(stderr).toContain(why);
	});

	it('prints JSON with LSP ranges', async () => {
		const file = await cli.file('idle.rssv2.yaml', idle);
		const { code, stdout } = await cli.run(['check', '--format', 'json', file]);
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			files: [
				{
					file,
					findings: [
						{
							code: 'idle-queues',
							kind: 'lint',
							severity: 'warning',
							range: { start: { line: 7, character: 18 }, end: { line: 7, character: 19 } },
							related: [{ range: { start: { line: 8, character: 20 } } }],
						},
					],
				},
			],
			summary: { files: 1, unreadable: 0, error: 0, warning: 1, information: 0, hint: 0 },
		});
	});

	it('reads standard input, and UTF-16 as PowerShell writes it', async () => {
		expect(await cli.run(['check', '-'], { stdin: good })).toMatchObject({ code: 0 });
		const utf16 = Buffer.from(`\ufeff${idle}`, 'utf16le');
		expect((await cli.run(['check', '-'], { stdin: utf16 })).stdout).toMatch(/^<stdin>:8:19: warning/);
	});

	it('prints SARIF, with places and links, for code scanning services', async () => {
		const file = await cli.file('with space.rssv2.yaml', idle);
		const { code, stdout } = await cli.run(['check', '--format', 'sarif', file, '-'], { stdin: good });
		expect(code).toBe(1);
		const log = JSON.parse(stdout);
		expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-schema-2.1.0') });
		const [{ tool, results }] = log.runs;
		expect(tool.driver.rules).toEqual([
			{
				id: 'idle-queues',
				shortDescription: { text: expect.stringMatching(/queues/) },
				helpUri: expect.stringMatching(/#idle-queues$/),
			},
		]);
		const uri = 'with%20space.rssv2.yaml';
		expect(results).toEqual([
			{
				ruleId: 'idle-queues',
				ruleIndex: 0,
				level: 'warning',
				message: { text: expect.stringMatching(/1 of 3 queues/) },
				locations: [
					{
						physicalLocation: {
							artifactLocation: { uri },
							region: { startLine: 8, startColumn: 19, endLine: 8, endColumn: 20 },
						},
					},
				],
				relatedLocations: [
					{
						physicalLocation: {
							artifactLocation: { uri },
							region: expect.objectContaining({ startLine: 9 }),
						},
						message: { text: 'the processors in use' },
					},
				],
			},
		]);
	});

	it('prints SARIF that its schema accepts, whatever there is to say', async () => {
		const require = createRequire(import.meta.url);
		const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as AnySchema;
		const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
		addFormats(ajv as unknown as Parameters<typeof addFormats>[0]);
		const valid = ajv.compile(schema);
		const files = [
			await cli.file('idle.rssv2.yaml', idle),
			await cli.file('a name, with 100 % of "quotes".rssv2.yaml', `${good}unknown: 1\n`),
			await cli.file('twice.rssv2.yaml', `${good}version: 1\n`),
		];
		for (const args of [files, [await cli.file('good.rssv2.yaml', good)], ['-']]) {
			const { stdout } = await cli.run(['check', '--format', 'sarif', ...args], { stdin: 'version: 7' });
			valid(JSON.parse(stdout));
			expect(valid.errors).toBe(null);
		}
		const log = JSON.parse((await cli.run(['check', '--format', 'sarif', ...files])).stdout) as {
			runs: { results: { level: string }[] }[];
		};
		const [result] = log.runs[0]?.results ?? [];
		if (result) result.level = 'fatal';
		expect(valid(log)).toBe(false);
	});

	it('reads JSON with comments', async () => {
		const json = `// one\n{ "version": 1, "adapter": { "name": "T", "mode": "native", "rssProcessors": { "base": "0:0" } },
  "scaling": { "indirectionTable": ["0:64"] } }`;
		const { code, stdout } = await cli.run(['check', await cli.file('bad.rssv2.jsonc', json)]);
		expect(code).toBe(1);
		expect(stdout).toMatch(/bad\.rssv2\.jsonc:3:37: error: Processor `0:64` cannot exist/);
	});

	it('checks every document of a stream', async () => {
		const { code, stdout } = await cli.run(['check', '-'], { stdin: `${good}---\n${idle}` });
		expect(code).toBe(1);
		expect(stdout).toMatch(/^<stdin>:18:19: warning: .*idle-queues/);
	});
});

describe('bad input gives one error at its place', () => {
	const key39 = Array.from({ length: 39 }, (_, i) => (i + 16).toString(16)).join(':');
	const cases: [name: string, text: string, expected: RegExp][] = [
		['an empty file', '', /:1:1: error: The file is empty\..*\[empty-file\]$/],
		['comments alone', '# nothing\n', /:1:1: error: The file is empty/],
		[
			'a tab',
			`${adapter}scaling:\n\tnumberOfQueues: 2\n`,
			/:8:1: error: YAML does not allow tabs.*\[tab-indentation\]$/,
		],
		['a duplicate key', `${good}  numberOfQueues: 2\n`, /:10:3: error: .*numberOfQueues.*\[duplicate-key\]$/],
		['processor 0:64', good.replace('"0:4"]', '"0:64"]'), /:9:29: error: Processor `0:64` cannot exist/],
		[
			'a table of 3 entries',
			good.replace('"0:4"]', '"0:4", "0:2"]'),
			/:9:21: error: .*3.*\[NDIS_STATUS_INVALID_PARAMETER\]$/,
		],
		[
			'a key of 39 bytes',
			adapter.replace('capab', `hash: { secretKey: "${key39}" }\n  capab`) + good.slice(adapter.length),
			/:5:22: error: .*39.*\[NDIS_STATUS_INVALID_LENGTH\]$/,
		],
		['an unknown version', good.replace('version: 1', 'version: 7'), /:1:10: error: .*7.*1/],
		['an unclosed bracket', good.replace('"0:4"]', '"0:4"'), /: error: .*\[[a-z-]+\]$/],
		['binary', `${good}\u0000\u0001`, /:10:1: error: This file is not text.*\[not-text\]$/],
		['5 MB of garbage', '{[:x'.repeat(1_250_000), /:1:1: error: This file is too large.*\[too-large\]$/],
		['deep nesting', '['.repeat(100_000), /:1:1: error: Nested more than .*\[too-deep\]$/],
	];
	it.each(cases)('%s', async (name, text, expected) => {
		const file = await cli.file(`${name.replace(/\W+/g, '-')}.rssv2.yaml`, text);
		const { code, stdout, stderr } = await cli.run(['check', file]);
		expect(stderr).toBe('');
		const findings = stdout.split('\n').filter((line) => / (error|warning|information|hint): /.test(line));
		expect(findings).toEqual([expect.stringMatching(expected)]);
		expect(code).toBe(1);
	});
});

describe('files that cannot be read', () => {
	it('a missing one is told; the others are checked', async () => {
		const file = await cli.file('good.rssv2.yaml', good);
		const { code, stdout, stderr } = await cli.run(['check', 'missing.yaml', file]);
		expect(code).toBe(2);
		expect(stderr).toMatch(/^rssv2: missing\.yaml: cannot read it: there is no such file\.$/m);
		expect(stdout).toBe('1 file: no findings\n');
	});
});

describe('files of one host', () => {
	const onHost = (name: string, table: string) =>
		good
			.replace('version: 1', 'version: 1\nhost: { name: hv7 }')
			.replace('Test', name)
			.replace('["0:2", "0:4"]', table);

	it('are told of processors that they share, in text and JSON with the place in the other file', async () => {
		const a = await cli.file('a.rssv2.yaml', onHost('SLOT 3', '["0:2", "0:4"]'));
		const b = await cli.file('b.rssv2.yaml', onHost('SLOT 5', '["0:6", "0:4"]'));
		const { code, stdout } = await cli.run(['check', a, b]);
		expect(code).toBe(0); // information
		expect(stdout.trimEnd().split('\n')).toEqual([
			expect.stringMatching(
				/a\.rssv2\.yaml:10:29: information: Processor 0:4 also takes the traffic of SLOT 5/,
			),
			expect.stringMatching(/^ {2}\S+b\.rssv2\.yaml:10:29: SLOT 5$/),
			expect.stringMatching(/b\.rssv2\.yaml:10:29: information: .*SLOT 3 \(a\.rssv2\.yaml\)/),
			expect.stringMatching(/^ {2}\S+a\.rssv2\.yaml:10:29: SLOT 3$/),
			'2 files: 2 information',
		]);
		const json = JSON.parse((await cli.run(['check', a, b, '--format', 'json'])).stdout);
		expect(json.files[0].findings[0].related).toMatchObject([{ file: b, range: { start: { line: 9 } } }]);
		const sarif = JSON.parse((await cli.run(['check', a, b, '--format', 'sarif'])).stdout);
		const [related] = sarif.runs[0].results[0].relatedLocations;
		expect(related.physicalLocation.artifactLocation.uri).toMatch(/b\.rssv2\.yaml$/);
		expect((await cli.run(['check', a])).stdout).toBe('1 file: no findings\n');
		expect((await cli.run(['check', a, b, '--rule', 'shared-processors=error'])).code).toBe(1);
	});
});
