import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTree } from '../../../server/src/config/parse.js';
import { readModel } from '../../../server/src/config/readModel.js';
import type { Syntax } from '../../../server/src/config/tree.js';
import { commentsOf } from '../../../server/src/edit/comments.js';
import { writtenEntities } from '../../../server/src/edit/entities.js';
import { TableEditError, tableCellEdits, tableEdits } from '../../../server/src/edit/tableEdit.js';
import { applyEdits } from '../../../server/src/edit/textEdit.js';
import { formatProcessor, type Processor, processor } from '../../../server/src/rss/processor.js';
import { checkText } from '../../../server/src/validation/check.js';
import { vmqText } from '../../support/configuration.js';

function change(text: string, changes: Record<number, string>, uri = 'a.rssv2.yaml', vport = 0): string {
	const map = new Map(Object.entries(changes).map(([entry, p]) => [Number(entry), at(p)]));
	return applyEdits(text, tableCellEdits(text, uri, vport, map));
}

function at(text: string): Processor {
	const [group, number] = text.split(':').map(Number);
	return processor(group ?? 0, number ?? 0);
}

function entitiesIn(text: string, syntax: Syntax) {
	const { root, problems } = parseTree(text, syntax);
	expect(problems).toEqual([]);
	const entities = root && readModel(root).configuration?.entities;
	if (!entities) throw new Error('no configuration');
	return entities;
}

function tablesOf(text: string, syntax: Syntax = 'yaml'): string[][] {
	return entitiesIn(text, syntax).map(({ indirectionTable }) =>
		indirectionTable.entries.map(formatProcessor),
	);
}

const head = 'version: 1\nadapter:\n  name: A\n  mode: vmq\nvports:\n';

describe('an explicit list', () => {
	test('only the changed cell is replaced, quotes and comments stay', () => {
		const text = `${head}  - id: 0\n    indirectionTable: ["0:2", '0:4', 0:6 , "0:8"] # four\n`;
		expect(change(text, { 1: '0:10', 2: '1:0' })).toBe(
			text.replace("'0:4'", "'0:10'").replace('0:6 ', '1:0 '),
		);
	});
	test('a block list keeps its lines', () => {
		const text = `${head}  - id: 0\n    indirectionTable:\n      - "0:2" # first\n      # between\n      - "0:4"\n`;
		expect(change(text, { 1: '0:6' })).toBe(text.replace('"0:4"', '"0:6"'));
	});
	test('in JSON with comments', () => {
		const text = `// top\n{ "version": 1, "adapter": { "name": "A", "mode": "native" },\n "scaling": { "indirectionTable": [ "0:2", /* two */ "0:4", ] } }`;
		expect(change(text, { 1: '0:6' }, 'file:///x/a.rssv2.jsonc')).toBe(text.replace('"0:4"', '"0:6"'));
		expect(change(text, { 1: '0:6' }, 'rssv2-json')).toBe(text.replace('"0:4"', '"0:6"'));
	});
	test('what is so already is no edit', () => {
		const text = `${head}  - { id: 0, indirectionTable: ["0:2", "0:4"] }\n`;
		expect(tableCellEdits(text, 'rssv2-yaml', 0, new Map([[1, at('0:4')]]))).toEqual([]);
	});
});

describe('a generated table', () => {
	test('becomes a list on one line', () => {
		const text = `${head}  - id: 0\n    indirectionTable:\n      numberOfEntries: 4\n      processors: "0:2, 0:4"\n    rss: true\n`;
		expect(change(text, { 3: '0:6' })).toBe(
			`${head}  - id: 0\n    indirectionTable: ["0:2", "0:4", "0:2", "0:6"]\n    rss: true\n`,
		);
	});
	test('a long one in rows', () => {
		const text = `${head}  - id: 0\n    indirectionTable: { numberOfEntries: 16, processors: ['0:2', '0:4'] } # pairs\n`;
		const row = Array.from({ length: 4 }, () => "'0:2', '0:4'").join(', ');
		expect(change(text, { 15: '0:6' })).toBe(
			`${head}  - id: 0\n    indirectionTable: [\n      ${row},\n      ${row.slice(0, -5)}'0:6',\n    ] # pairs\n`,
		);
	});
	test('the comments in it stay above the list', () => {
		const text = `${head}  - id: 0\n    indirectionTable: # the table\n      numberOfEntries: 4 # four\n      # in turn\n      processors: ["0:2", "0:4"] # two\n    rss: true\n`;
		expect(change(text, { 0: '0:6' })).toBe(
			`${head}  - id: 0\n    indirectionTable: # the table\n      # four\n      # in turn\n      ["0:6", "0:4", "0:2", "0:4"] # two\n    rss: true\n`,
		);
	});
	test('in JSON, as first property of a VPort', () => {
		const text =
			'{ "version": 1, "adapter": { "name": "A" }, "vports": [\n  {"indirectionTable":{"processors":"0:2-0:5"}, "id": 3}\n] }';
		expect(change(text, { 0: '0:6' }, 'a.rssv2.json', 3)).toBe(
			text.replace('{"processors":"0:2-0:5"}', '["0:6", "0:3", "0:4", "0:5"]'),
		);
	});
});

describe('a table that the file does not write', () => {
	test('is added behind the last property, and RSS stays off', () => {
		const text = `${head}  - id: 0\n    primaryProcessor: "0:2" # first\n  - id: 1\n`;
		expect(change(text, { 0: '0:6' })).toBe(
			text.replace('# first\n', '# first\n    rss: false\n    indirectionTable: ["0:6"]\n'),
		);
		expect(change(text, { 0: '0:6' }, 'a.yaml', 1)).toBe(
			`${text.trimEnd()}\n    rss: false\n    indirectionTable: ["0:6"]\n`,
		);
	});
	test('a table lent by a merge key is not changed for the lender', () => {
		const text = `${head}  - &d\n    id: 0\n    indirectionTable: ["0:2", "0:4"]\n  - <<: *d\n    id: 1\n`;
		const edited = change(text, { 1: '0:6' }, 'a.rssv2.yaml', 1);
		expect(tablesOf(edited)).toEqual([
			['0:2', '0:4'],
			['0:2', '0:6'],
		]);
	});
	test('a table that is an alias is written out', () => {
		const text = `${head}  - { id: 0, indirectionTable: &t ["0:2", "0:4"] }\n  - { id: 1, indirectionTable: *t }\n`;
		expect(change(text, { 0: '0:8' }, 'a.rssv2.yaml', 1)).toBe(text.replace('*t', '["0:8", "0:4"]'));
		expect(() => change(text, { 0: '0:8' })).toThrow(/VPort 1 takes its table .* by an anchor/);
	});
});

describe('what cannot be', () => {
	const text = `${head}  - { id: 0, indirectionTable: ["0:2", "0:4"] }\n`;
	test.each([
		['no such VPort', text, 7, 0, 'The file has no VPort 7.'],
		['no such entry', text, 0, 2, 'VPort 0 has no entry 2: its table has entries 0 to 1.'],
		['a file that cannot be read', `${text}\t- x`, 0, 0, /^The file cannot be read: /],
	])('%s', (_, given, vport, entry, message) => {
		const edit = () => tableCellEdits(given, 'rssv2-yaml', vport, new Map([[entry, at('0:6')]]));
		expect(edit).toThrow(TableEditError);
		expect(edit).toThrow(message);
	});
});

test('a table of another length replaces the list', () => {
	const text = `${head}  - id: 0\n    indirectionTable: ["0:2", # a\n      "0:4"]\n`;
	const edited = applyEdits(
		text,
		tableEdits(
			text,
			'a.yaml',
			0,
			['0:2', '0:4', '0:6', '0:8'].map((p) => at(p)),
		),
	);
	expect(tablesOf(edited)).toEqual([['0:2', '0:4', '0:6', '0:8']]);
	expect(commentsOf(edited, 'yaml')).toMatchObject([{ source: '# a' }]);
});

/** Every way to write a table of VPort 1, with comments in every place that takes them. */
const cell = fc.nat({ max: 15 }).map((n) => `0:${n}`);
const quotes = fc.constantFrom('"', "'", '');
const cells = fc
	.constantFrom(1, 2, 4, 8, 16, 64)
	.chain((n) => fc.array(cell, { minLength: n, maxLength: n }));
const comment = fc.stringMatching(/^[ -~]{0,12}$/);

function yamlTable(list: string[], quote: string, style: number, words: string[]): string {
	const [a = '', b = '', c = ''] = words.map((word) => `# ${word}`);
	const quoted = list.map((p) => `${quote}${p}${quote}`);
	const weights = [...new Set(quoted)].map((p) => `        ${p}: 2`).join('\n');
	return [
		`    indirectionTable: [${quoted.join(', ')}] ${a}\n    ${b}`,
		`    indirectionTable: ${a}\n${quoted.map((p) => `      - ${p} ${b}`).join(`\n      ${c}\n`)}`,
		`    indirectionTable: [ ${a}\n      ${quoted.join(`, ${b}\n      `)}\n      ${c}\n    ]`,
		`    indirectionTable:\n      ${a}\n      numberOfEntries: ${list.length} ${b}\n      processors: [${quoted.join(', ')}] ${c}`,
		`    indirectionTable: ${a}\n      processors: ${c}\n        [${quoted.join(', ')}]`,
		`    indirectionTable: { ${a}\n      numberOfEntries: ${list.length}, ${b}\n      processors: [${quoted.join(', ')}] } ${c}`,
		`    indirectionTable:\n      weights: ${a}\n${weights} ${b}\n      numberOfEntries: 16 ${c}`,
	][style] as string;
}

function jsonTable(list: string[], style: number, words: string[]): string {
	const [a = '', b = '', c = ''] = words.map((word) => `// ${word}\n`);
	const block = `/* ${(words[0] ?? '').replaceAll('*/', '')} */`;
	const quoted = list.map((p) => JSON.stringify(p));
	const weights = [...new Set(quoted)].map((p) => `${p}: 2`).join(`, ${b}`);
	return [
		`"indirectionTable": [${quoted.join(`, ${block} `)}]`,
		`"indirectionTable": ${a} [ ${b} ${quoted.join(`,\n      ${c}`)}\n ]`,
		`"indirectionTable":${block}{"numberOfEntries": ${list.length}, ${a} "processors": ${b} [${quoted.join(', ')}]} ${c}`,
		`"indirectionTable": { "weights": { ${a} ${weights} }, ${c} "numberOfEntries": 16 }`,
	][style] as string;
}

const anyText = fc
	.record({
		cells,
		quote: quotes,
		style: fc.nat({ max: 6 }),
		json: fc.boolean(),
		words: fc.array(comment, { minLength: 3, maxLength: 3 }),
		lineBreak: fc.constantFrom('\n', '\r\n'),
	})
	.map(({ cells: list, quote, style, json, words, lineBreak }) => {
		const text = json
			? `{\n  "version": 1, "adapter": { "name": "A" },\n  "vports": [\n    { "id": 0, "indirectionTable": ["0:1"] }, // zero\n    {\n      "id": 1,\n      ${jsonTable(list, style % 4, words)},\n      "rss": true\n    }\n  ]\n}\n`
			: `${head}  - id: 0\n    indirectionTable: ["0:1"] # zero\n  - id: 1 # one\n${yamlTable(list, quote, style, words)}\n    rss: true # on\n`;
		return { text: text.replaceAll('\n', lineBreak), syntax: json ? ('json' as const) : ('yaml' as const) };
	});

describe('property', () => {
	test('the edited text gives exactly the wanted table, and every comment is still there in its order', () => {
		fc.assert(
			fc.property(
				anyText,
				fc.dictionary(fc.nat({ max: 63 }).map(String), cell),
				({ text, syntax }, wishes) => {
					const before = tablesOf(text, syntax);
					const wanted = before.map((table) => [...table]);
					const table = wanted[1] ?? [];
					const changes = new Map<number, Processor>();
					for (const [entry, p] of Object.entries(wishes)) {
						const index = Number(entry) % table.length;
						table[index] = p;
						changes.set(index, at(p));
					}
					const edits = tableCellEdits(text, `rssv2-${syntax}`, 1, changes);
					const entities = writtenEntities(checkText(text, { syntax }).documents);
					expect(tableCellEdits(text, `rssv2-${syntax}`, 1, changes, { entities })).toEqual(edits);
					const edited = applyEdits(text, edits);
					expect(tablesOf(edited, syntax)).toEqual(wanted);
					const sources = (of: string) => commentsOf(of, syntax).map(({ source }) => source.trimEnd());
					expect(sources(edited)).toEqual(sources(text));
					expect(edited.replaceAll(/\r\n/g, '').includes('\n')).toBe(!text.includes('\r\n'));
				},
			),
			{ numRuns: 400 },
		);
	});
	test('a broken text gives an error in words, nothing else', () => {
		fc.assert(
			fc.property(anyText, fc.nat(), fc.nat({ max: 30 }), ({ text, syntax }, from, length) => {
				const start = from % text.length;
				const broken = text.slice(0, start) + text.slice(start + length);
				try {
					tableCellEdits(broken, `rssv2-${syntax}`, 1, new Map([[0, at('0:9')]]));
				} catch (error) {
					expect(error).toBeInstanceOf(TableEditError);
				}
			}),
		);
	});
});

test('the edited file is one that the miniport takes as it took the other', () => {
	const text = vmqText(
		'  - id: 0\n    numberOfQueues: 2\n    indirectionTable: { numberOfEntries: 16, processors: "0:2, 0:4" }\n',
	);
	const edited = change(text, { 0: '0:4', 1: '0:2' });
	expect(edited).toContain('indirectionTable: [');
	expect(checkText(edited, { syntax: 'yaml' }).findings).toEqual(
		checkText(text, { syntax: 'yaml' }).findings,
	);
});
