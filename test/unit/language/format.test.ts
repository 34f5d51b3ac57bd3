import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseTrees } from '../../../server/src/config/parse.js';
import { toPlain } from '../../../server/src/config/plain.js';
import type { Syntax } from '../../../server/src/config/tree.js';
import { commentsOf } from '../../../server/src/edit/comments.js';
import { AnalysisStore } from '../../../server/src/language/documents.js';
import { formatJson } from '../../../server/src/language/formatting/json.js';
import { formatYaml } from '../../../server/src/language/formatting/yaml.js';

function formatted(text: string, syntax: Syntax, rows?: readonly [number, number]): string {
	const document = TextDocument.create(`file:///f.rssv2.${syntax}`, '', 1, text);
	const analysis = new AnalysisStore({ get: () => document }).get(document.uri);
	if (!analysis) throw new Error('not open');
	const range = rows && {
		start: { line: rows[0], character: 0 },
		end: { line: rows[1], character: 0 },
	};
	const options = { tabSize: 2, insertSpaces: true };
	const edits = (syntax === 'json' ? formatJson : formatYaml)(analysis, options, range);
	return TextDocument.applyEdits(document, edits);
}

const treesOf = (text: string, syntax: Syntax) => parseTrees(text, syntax).map(({ root }) => toPlain(root));
const comments = (text: string, syntax: Syntax) =>
	commentsOf(text, syntax).map(({ source }) => source.trimEnd());
const bare = (text: string) => text.replace(/\s+/g, '');
const lines = (text: string) => text.split(/\r?\n/).length;

const word = fc.constantFrom('a', 'b', 'name', '0:2', '"0:4"', "'x y'", '~', '0x10', 'true', '"a # b"');
const spaces = fc.constantFrom('', ' ', '   ');
const comment = fc.constantFrom('', ' # note', '   #  two', ' # a: [b');
/** YAML as careless hands write it: any depth of indentation, spaces, comments and blank lines. */
const { node } = fc.letrec<{ node: (indent: number) => string }>((tie) => ({
	node: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		scalar(),
		flow(),
		map(tie('node')),
		list(tie('node')),
	),
}));
function scalar() {
	return fc.tuple(word, comment).map(
		([text, note]) =>
			() =>
				` ${text}${note}\n`,
	);
}
function flow() {
	const item = fc.tuple(spaces, word, spaces).map((parts) => parts.join(''));
	return fc
		.tuple(
			fc.array(item, { maxLength: 4 }),
			fc.constantFrom(',', ', ', ',\n'),
			fc.constantFrom('', ','),
			comment,
		)
		.map(([items, comma, last, note]) => (indent: number) => {
			const tail = items.length > 0 ? last : '';
			return ` [${items.join(comma.replace('\n', `\n${' '.repeat(indent + 3)}`))}${tail}]${note}\n`;
		});
}
function map(inner: fc.Arbitrary<(indent: number) => string>) {
	const entries = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), spaces, inner, comment), {
		minLength: 1,
		maxLength: 4,
		selector: ([key]) => key,
	});
	return fc.tuple(entries, fc.integer({ min: 1, max: 5 }), comment).map(
		([all, more, head]) =>
			(indent: number) =>
				`${head}\n${all
					.map(([key, gap, value, above]) => {
						const pad = ' '.repeat(indent + more);
						const own = above === '' ? '' : `${pad}${above.trim()}\n`;
						return `${own}${pad}${key}:${gap}${value(indent + more)}`;
					})
					.join('')}`,
	);
}
function list(inner: fc.Arbitrary<(indent: number) => string>) {
	return fc
		.tuple(
			fc.array(fc.tuple(inner, fc.boolean()), { minLength: 1, maxLength: 3 }),
			fc.integer({ min: 1, max: 4 }),
		)
		.map(
			([items, more]) =>
				(indent: number) =>
					`\n${items
						.map(([item, gap]) => `${gap ? '\n' : ''}${' '.repeat(indent + more)}-${item(indent + more)}`)
						.join('')}`,
		);
}
const yamlText = fc
	.tuple(node, fc.boolean())
	.map(([make, windows]) => `top:${make(0)}last: 1\n`.replaceAll('\n', windows ? '\r\n' : '\n'))
	.filter((text) => parseTrees(text, 'yaml').every(({ root, problems }) => root && problems.length === 0));

describe('YAML', () => {
	test('any text keeps its tree, its comments, its lines and all but its spaces; twice is once', () => {
		let changed = 0;
		fc.assert(
			fc.property(yamlText, (text) => {
				const after = formatted(text, 'yaml');
				if (after !== text) changed++;
				expect(treesOf(after, 'yaml')).toEqual(treesOf(text, 'yaml'));
				expect(comments(after, 'yaml')).toEqual(comments(text, 'yaml'));
				expect(bare(after)).toBe(bare(text));
				expect(lines(after)).toBe(lines(text));
				expect(formatted(after, 'yaml')).toBe(after);
			}),
			{ numRuns: 400 },
		);
		expect(changed).toBeGreaterThan(100);
	});
	test('a range changes its own lines alone, and the tree stays', () => {
		fc.assert(
			fc.property(yamlText, fc.nat(12), fc.nat(6), (text, first, length) => {
				const after = formatted(text, 'yaml', [first, first + length]);
				expect(treesOf(after, 'yaml')).toEqual(treesOf(text, 'yaml'));
				const rows = [text, after].map((one) => one.split('\n'));
				for (const [i, row] of (rows[0] ?? []).entries()) {
					if (i < first || i > first + length) expect(rows[1]?.[i]).toBe(row);
				}
			}),
			{ numRuns: 300 },
		);
	});
	test('indentation and spaces become even; tables, quotes, brackets, blank lines and comments stay', () => {
		const text = `# head
version:    1   # one
adapter:
    name:   'x'   
    hash: { types: [ ipv4,tcpIpv4 ] }

vports:
    - id: 1
      # the table
      indirectionTable: [ "0:2" , "0:4",
                          "0:6", "0:8", ]   # aligned
    -   id:  0x2
        name: >
            two
            lines
`;
		expect(formatted(text, 'yaml')).toBe(`# head
version: 1   # one
adapter:
  name: 'x'
  hash: { types: [ ipv4, tcpIpv4 ] }

vports:
  - id: 1
    # the table
    indirectionTable: [ "0:2", "0:4",
                        "0:6", "0:8", ]   # aligned
  - id: 0x2
    name: >
      two
      lines
`);
	});
	test('lists flush with their name stay flush', () => {
		const text = 'vports:\n- id:  1\n- id: 2\n';
		expect(formatted(text, 'yaml')).toBe('vports:\n- id: 1\n- id: 2\n');
	});
	test('every document of a stream', () => {
		expect(formatted('a:   1\n---\nb:   2\n', 'yaml')).toBe('a: 1\n---\nb: 2\n');
	});
	test('what cannot be read is left alone', () => {
		const text = 'a:   [1\nb:   2\n';
		expect(formatted(text, 'yaml')).toBe(text);
	});
});

describe('JSONC', () => {
	const value = fc.jsonValue({ maxDepth: 4 });
	const jsonText = fc
		.tuple(value, fc.constantFrom(0, 1, 3, '\t'), fc.boolean())
		.map(([data, indent, note]) =>
			JSON.stringify({ data, b: [1, 2] }, null, indent).replace('{', note ? '{ // note\n' : '{'),
		);
	test('any text keeps its tree and its comments; twice is once', () => {
		fc.assert(
			fc.property(jsonText, (text) => {
				const after = formatted(text, 'json');
				expect(treesOf(after, 'json')).toEqual(treesOf(text, 'json'));
				expect(comments(after, 'json')).toEqual(comments(text, 'json'));
				expect(formatted(after, 'json')).toBe(after);
			}),
			{ numRuns: 300 },
		);
	});
	test('rows of a table stay rows', () => {
		const text = '{\n"version":1, // one\n    "t": ["0:2","0:4",\n "0:6"]\n}\n';
		expect(formatted(text, 'json')).toBe('{\n  "version": 1, // one\n  "t": ["0:2", "0:4",\n    "0:6"]\n}\n');
	});
});

test.each([
	['hyper-v-host.rssv2.yaml', 'yaml'],
	['native.rssv2.jsonc', 'json'],
] as const)('%s is as its formatter wants it', (name, syntax) => {
	const example = readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
	expect(formatted(example, syntax)).toBe(example);
});
