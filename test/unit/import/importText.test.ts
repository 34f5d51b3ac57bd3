import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../server/src/config/model.js';
import { importText } from '../../../server/src/import/importText.js';
import { formatProcessor } from '../../../server/src/rss/processor.js';
import { checkText } from '../../../server/src/validation/check.js';

const fixture = (name: string) =>
	readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url), 'utf8');

/** The files of a text, each checked: no error, whatever the text. */
function imported(text: string) {
	const outcome = importText(text);
	if (!outcome.understood) throw new Error(outcome.message);
	const files = outcome.files.map((file) => {
		const { findings, configuration } = checkText(file.text, file);
		expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
		return {
			...file,
			configuration: configuration as Configuration,
			lints: findings.map(({ code }) => code),
			table: configuration?.entities[0]?.indirectionTable.entries.map(formatProcessor) ?? [],
			entity: configuration?.entities[0],
		};
	});
	return { files, warnings: outcome.warnings };
}

const only = (text: string) => {
	const { files, warnings } = imported(text);
	expect(files).toHaveLength(1);
	return { ...files[0]!, warnings };
};

const times = <T>(n: number, at: (i: number) => T) => Array.from({ length: n }, (_, i) => at(i));

/** A Get-NetAdapterRss block with some lines of its own. */
const block = (lines: string) => `Name : Ethernet\nEnabled : True\nNumberOfReceiveQueues : 4\n${lines}\n`;

describe('Get-NetAdapterRss', () => {
	const text = fixture('two-groups.txt');

	it('reads every adapter of a paste', () => {
		const { files, warnings } = imported(text);
		expect(warnings).toEqual([]);
		expect(files.map(({ fileName }) => fileName)).toEqual([
			'storage-team.rssv2.yaml',
			'storage-a.rssv2.yaml',
			'storage-b.rssv2.yaml',
			'storage-c.rssv2.yaml',
		]);
		expect(files.map(({ lints }) => lints)).toEqual([
			[],
			['boot-processor'],
			expect.arrayContaining(['single-processor', 'idle-queues']),
			['idle-queues'],
		]);
		expect(files[1]?.table).toEqual(times(128, (i) => `0:${2 * (i % 8)}`));
		expect(files[2]?.table).toEqual(times(16, () => '0:0'));
		expect(files[3]?.table).toEqual(times(16, (i) => (i % 2 ? '0:22' : '0:20')));
	});

	it('takes over what the text says, and marks what it does not', () => {
		const { configuration, text: written } = imported(text).files[3]!;
		const { name, mode, rssProcessors } = configuration.adapter;
		expect([name.value, mode.value]).toEqual(['Storage C', 'native']);
		expect([rssProcessors.base, rssProcessors.max].map((p) => formatProcessor(p!.value))).toEqual([
			'0:0',
			'1:22',
		]);
		expect([rssProcessors.maxProcessors?.value, rssProcessors.profile?.value]).toEqual([16, 'NUMA']);
		expect(rssProcessors.processors.map(formatProcessor)).toEqual([
			...times(12, (i) => `0:${2 * i}`),
			...times(4, (i) => `1:${2 * i}`),
		]);
		expect(configuration.entities[0]?.numberOfQueues.value).toBe(8);
		expect(written).toContain('# Interface description: Example(R) 10G Converged Adapter #3');
		expect(written).toMatch(/^# assumed: nodes from groups and NUMA distances/m);
		expect(written).toMatch(/preset: native-rss # assumed/);
		expect(written).toMatch(/preferredNumaNode: 0 # assumed/);
	});

	it('makes NUMA nodes of groups and distances, two threads a core when only even numbers are listed', () => {
		const { configuration } = imported(text).files[1]!;
		const nodes = configuration.host?.numaNodes.map(({ node, processors, threadsPerCore }) => [
			node.value,
			formatProcessor(processors[0]!),
			processors.length,
			threadsPerCore,
		]);
		expect(nodes).toEqual([
			[0, '0:0', 24, 2],
			[1, '1:0', 24, 2],
		]);
	});

	it('has RSS off where there is no table, and says so', () => {
		const { entity, text: written } = imported(text).files[0]!;
		expect(entity?.rss.value).toBe(false);
		expect(written).toMatch(/rss: false # assumed: the text shows no indirection table and 0 queues/);
	});

	const variants: [string, (line: string) => string, string][] = [
		['comment marks', (line) => `#${line}`, '\n'],
		['comment marks with a space', (line) => `# ${line}`, '\n'],
		['CRLF and a byte order mark', (line) => line, '\r\n'],
		['no indentation', (line) => line.trim(), '\n'],
		['quotation marks', (line) => `> ${line}`, '\n'],
	];
	it.each(variants)('reads the same with %s', (_, change, end) => {
		const changed = text.split('\n').map(change).join(end);
		expect(importText(end === '\n' ? changed : `\ufeff${changed}`)).toEqual(importText(text));
	});

	it('reads the same without blank lines', () => {
		expect(importText(text.replace(/\n+/g, '\n'))).toEqual(importText(text));
	});

	it('completes a cut table by its pattern, and says so', () => {
		const { table, text: written, warnings } = only(fixture('ellipsis.txt'));
		expect(table).toEqual(times(16, (i) => (i % 2 ? '0:4' : '0:0')));
		expect(written).toMatch(/# assumed: the text shows the first 12 entries only/);
		expect(written).toMatch(/# assumed: the text has 12 entries: the pattern goes on to 16/);
		expect(warnings).toEqual(['Line 14: “(the rest looks the same)” was not understood and is left out.']);
	});

	it('writes no host, and no processor array, where the text has none', () => {
		const { text: written } = only(fixture('ellipsis.txt'));
		expect(written).not.toMatch(/^host:/m);
		expect(written).not.toMatch(/processors: "/);
	});

	it('leaves a list that is no plain round robin spelled out', () => {
		const { text: written, table } = only(block('IndirectionTable: [Group:Number] : 0:2 0:4 0:2 0:2'));
		expect(written).toContain('indirectionTable: ["0:2", "0:4", "0:2", "0:2"]');
		expect(table).toEqual(['0:2', '0:4', '0:2', '0:2']);
	});

	it('stops at a processor that cannot exist', () => {
		const { table, warnings } = only(
			block('IndirectionTable: [Group:Number] : 0:2 0:4 0:64 0:6\n  0:8 0:10'),
		);
		expect(table).toEqual(['0:2', '0:4']);
		expect(warnings).toEqual([expect.stringMatching(/^Line 4: “0:64” is no processor/)]);
	});

	it('widens what contradicts the table, and says so', () => {
		const contradiction = `BaseProcessor: [Group:Number] : 0:4
MaxProcessor: [Group:Number] : 0:8
MaxProcessors : 2
RssProcessorArray: [Group:Number/NUMA Distance] : 0:4/0 0:6/0 0:8/0
IndirectionTable: [Group:Number] : 0:2 0:4 0:6 0:8 0:10 0:2 0:4 0:6`;
		const { text: written, entity } = only(block(contradiction));
		expect(written).toMatch(/base: "0:2" # assumed: the text says 0:4, but the table uses 0:2/);
		expect(written).toMatch(/max: "0:10" # assumed: the text says 0:8, but the table uses 0:10/);
		expect(written).toMatch(/assumed: 0:2, 0:10 of the table is not in RssProcessorArray/);
		expect(written).toMatch(/assumed: MaxProcessors 2 of the text is left out/);
		expect(entity?.numberOfQueues.value).toBe(5);
		expect(written).toMatch(/numberOfQueues: 5 # assumed: the text says 4, the table uses 5 processors/);
	});

	it('understands the older names of profiles, and leaves out one that it does not know', () => {
		const profile = (name: string) =>
			only(block(`Profile : ${name}\nIndirectionTable: [Group:Number] : 0:2 0:4`)).configuration.adapter
				.rssProcessors.profile?.value;
		expect(profile('ClosestProcessorStatic')).toBe('ClosestStatic');
		expect(profile('NUMAScaling')).toBe('NUMA');
		expect(profile('Whatever')).toBeUndefined();
	});

	it('keeps RSS off where it is disabled', () => {
		const { entity, lints } = only(
			'Name : A\nEnabled : False\nMaxProcessors : 4\nIndirectionTable: [Group:Number] : 0:0 0:0',
		);
		expect(entity?.rss.value).toBe(false);
		expect(lints).not.toContain('single-processor');
	});

	it('gives adapters of one name different files', () => {
		const names = imported(`${block('')}${block('')}`).files.map(({ fileName }) => fileName);
		expect(names).toEqual(['ethernet.rssv2.yaml', 'ethernet-2.rssv2.yaml']);
	});
});

describe('ethtool -x', () => {
	it('reads the old layout with an error in the middle', () => {
		const { table, text, entity, lints } = only(fixture('ethtool-old.txt'));
		expect(table).toEqual(times(128, (i) => `0:${Math.floor(i / 16)}`));
		expect(text).toContain('# The text has no hash key: none is written.');
		expect(entity?.hash.secretKey.assumed).toBe(true);
		expect(entity?.linux?.interface.value).toBe('eth0');
		expect(text).toMatch(/^ {4}"0:0", "0:0", .*,$/m);
		expect(lints).toEqual(['boot-processor']);
	});

	it('reads several devices of one paste, aligned or not', () => {
		const { files, warnings } = imported(fixture('ethtool-devices.txt'));
		expect(warnings).toEqual([]);
		const [ens1, ens2, ens3] = files;
		expect(files.map(({ configuration }) => configuration.adapter.name.value)).toEqual([
			'ens1',
			'ens2',
			'ens3',
		]);
		expect(ens1?.table).toEqual(times(128, (i) => `0:${i % 4}`));
		expect(ens1?.text).toMatch(/assumed: ethtool does not say which processor serves a queue/);
		// 512 entries over 6 queues do not repeat after 128: what is kept is told.
		expect(ens2?.table).toEqual(times(128, (i) => `0:${i % 6}`));
		expect(ens2?.text).toMatch(/assumed: the device has 512 entries: the first 128 are kept/);
		expect(ens2?.text).toMatch(/secretKey: "a4:.*:73" # the first 40 of 52 bytes/);
		expect(ens3?.table).toEqual(times(64, () => '0:0'));
		expect(ens3?.entity?.numberOfQueues.value).toBe(63);
		expect(ens3?.text).toMatch(/secretKey: "(00:){39}00" # all zero/);
		expect(ens3?.lints).toEqual(expect.arrayContaining(['single-processor', 'idle-queues']));
	});

	it('completes a table that is no power of two, and tells of another hash function', () => {
		const { table, text } = only(fixture('ethtool-three-queues.txt'));
		expect(table).toEqual(times(16, (i) => `0:${i % 3}`));
		expect(text).toMatch(/# assumed: the text has 12 entries: the pattern goes on to 16/);
		expect(text).toMatch(/# The device hashes with xor; NDIS knows Toeplitz only\./);
	});

	it('reads up to a row that is missing', () => {
		const text = fixture('ethtool-old.txt').replace(/^ {3}16:.*\n/m, '');
		const { table, warnings, text: written } = only(text);
		expect(table).toEqual(times(16, () => '0:0'));
		expect(warnings).toEqual([
			expect.stringMatching(/^Line 4: the row starts at entry 24, but entry 16 is next/),
		]);
		expect(written).toMatch(/assumed: the text shows the first 16 entries only/);
	});

	it('never repeats a key that it cannot read', () => {
		const secret = 'de:ad:be:ef:zz';
		const text = `RX flow hash indirection table for eth0 with 1 RX ring(s):\n 0: 0 0\nRSS hash key:\n${secret}\n`;
		const { warnings } = only(text);
		expect(warnings).toHaveLength(1);
		expect(warnings.join()).not.toContain('de:ad');
	});
});

describe('any text', () => {
	it.each(['', '   \n', 'hello', 'Name : x', '{"a": 1}'])('%j is told what would be taken', (text) => {
		const outcome = importText(text);
		expect(outcome).toEqual({
			understood: false,
			message: expect.stringMatching(/Get-NetAdapterRss.*ethtool -x/),
		});
	});

	it('that is too long is not read', () => {
		expect(importText('x'.repeat(5_000_000))).toMatchObject({ understood: false });
	});

	it.each([
		['one long line', `Name${' '.repeat(4_000_000)}x`],
		['a long value', block(`IndirectionTable: [Group:Number] : ${'0:2 '.repeat(900_000)}`)],
		['a long array', block(`RssProcessorArray: [${'['.repeat(3_000_000)}`)],
		['many prompts', block('a@b'.repeat(1_000_000))],
		[
			'one long row',
			`RX flow hash indirection table for e with 1 RX ring(s):\n0: ${'0 '.repeat(1_900_000)}x`,
		],
		['a long name', `RX flow hash indirection table for ${'a with 1 RX '.repeat(300_000)}`],
	])('that is made to be slow is read in linear time: %s', (_, text) => {
		const outcome = importText(text);
		if (outcome.understood) imported(text);
	});

	it('with more adapters than any machine has is cut, and says so', () => {
		const outcome = importText(block('').repeat(1001));
		if (!outcome.understood) throw new Error(outcome.message);
		expect(outcome.files).toHaveLength(1000);
		expect(new Set(outcome.files.map(({ fileName }) => fileName)).size).toBe(1000);
		expect(outcome.warnings).toEqual(['The text has 1001 adapters; the first 1000 are imported.']);
	});

	it('of both tools gives the adapters in their order', () => {
		const text = `${fixture('ethtool-old.txt')}\n${block('IndirectionTable: [Group:Number] : 0:2 0:4')}`;
		expect(imported(text).files.map(({ configuration }) => configuration.adapter.name.value)).toEqual([
			'eth0',
			'Ethernet',
		]);
	});

	it('never throws, and what comes out never has an error', () => {
		const labels = [
			'Name',
			'Enabled',
			'NumberOfReceiveQueues',
			'Profile',
			'BaseProcessor: [Group:Number]',
			'MaxProcessor: [Group:Number]',
			'MaxProcessors',
			'RssProcessorArray: [Group:Number/NUMA Distance]',
			'IndirectionTable: [Group:Number]',
			'RSS hash key',
			'RSS hash function',
		];
		const processor = fc.tuple(fc.nat(2), fc.nat(66)).map(([g, n]) => `${g}:${n}`);
		const value = fc.oneof(
			fc.array(processor, { maxLength: 20 }).map((cells) => cells.join('\t')),
			fc
				.array(
					processor.map((p) => `${p}/0`),
					{ maxLength: 20 },
				)
				.map((cells) => cells.join('  ')),
			fc.nat(300).map(String),
			fc.constantFrom(
				'True',
				'False',
				'',
				'…',
				':',
				':0',
				'NUMAStatic',
				'Operation not supported',
				'6d:5a',
				'toeplitz: on',
			),
			fc.string({ unit: 'binary', maxLength: 12 }),
		);
		const row = fc
			.tuple(fc.nat(40), fc.array(fc.nat(70), { maxLength: 9 }))
			.map(([i, cells]) => `${i}: ${cells.join('  ')}`);
		const line = fc.oneof(
			fc.tuple(fc.constantFrom(...labels), value).map(([label, said]) => `${label} : ${said}`),
			fc.tuple(fc.constant('Name'), value).map(([label, said]) => `${label} : ${said}`),
			fc.nat(80).map((n) => `RX flow hash indirection table for eth${n} with ${n} RX ring(s):`),
			row,
			value,
		);
		fc.assert(
			fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
				const outcome = importText(lines.join('\n'));
				if (outcome.understood) imported(lines.join('\n'));
			}),
			{ numRuns: 300 },
		);
	});
});
