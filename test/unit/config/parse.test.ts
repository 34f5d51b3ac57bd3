import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTree, parseTrees, syntaxOf } from '../../../server/src/config/parse.js';
import { toPlain } from '../../../server/src/config/plain.js';
import type { Syntax } from '../../../server/src/config/tree.js';

const problems = (text: string, syntax: Syntax) =>
	parseTrees(text, syntax).flatMap((tree) => tree.problems.map((p) => [p.code, text.slice(p.start, p.end)]));

describe('one tree from both syntaxes', () => {
	const json = (value: unknown) => JSON.stringify(value, null, 2);

	test('YAML and JSON of the same value give the same plain data', () => {
		const value = fc.letrec((tie) => ({
			node: fc.oneof(
				{ maxDepth: 4 },
				tie('leaf'),
				fc.array(tie('node')),
				fc.dictionary(fc.string({ minLength: 1 }), tie('node')),
			),
			leaf: fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.constant(null)),
		})).node;
		fc.assert(
			fc.property(value, (data) => {
				const text = json(data);
				fc.pre(!text.includes('\ufffd'));
				expect(toPlain(parseTree(text, 'json').root)).toEqual(data);
			}),
		);
	});

	test('values stand where they are written', () => {
		for (const [text, syntax] of [
			['a: [x, "y"]\nb:\n  c: 0:2 # note\n', 'yaml'],
			['{ "a": ["x", "y"], /* note */ "b": { "c": "0:2" }, }', 'json'],
		] as const) {
			const { root, problems } = parseTree(text, syntax);
			expect(problems).toEqual([]);
			expect(toPlain(root)).toEqual({ a: ['x', 'y'], b: { c: '0:2' } });
			const b = root?.kind === 'map' ? root.entries[1] : undefined;
			const c = b?.value?.kind === 'map' ? b.value.entries[0] : undefined;
			expect(c?.value && text.slice(c.value.start, c.value.end).replaceAll('"', '')).toBe('0:2');
		}
	});

	test('a byte order mark does not matter', () => {
		for (const [text, syntax] of [
			['\ufeff{ "a": 1 }', 'json'],
			['\ufeffa: 1\n', 'yaml'],
		] as const) {
			const { root, problems } = parseTree(text, syntax);
			expect(problems).toEqual([]);
			expect(toPlain(root)).toEqual({ a: 1 });
		}
	});

	test('anchors, aliases and merge keys are resolved, standing where the alias stands', () => {
		const text =
			'base: &b { rss: true, numberOfQueues: 2 }\nvport: { <<: *b, numberOfQueues: 4 }\nagain: *b\n';
		const { root } = parseTree(text, 'yaml');
		expect(toPlain(root)).toMatchObject({
			vport: { rss: true, numberOfQueues: 4 },
			again: { rss: true, numberOfQueues: 2 },
		});
		const again = root?.kind === 'map' ? root.entries[2]?.value : undefined;
		expect(again && text.slice(again.start, again.end)).toBe('*b');
	});
});

describe('broken text: one problem at its place', () => {
	test.each([
		['tab', 'version: 1\nadapter:\n\tname: x\n', 'yaml', [['tab-indentation', '\t']]],
		['duplicate key, YAML', 'version: 1\nversion: 2\n', 'yaml', [['duplicate-key', 'version']]],
		['duplicate key, JSON', '{"a": 1, "a": 2}', 'json', [['duplicate-key', '"a"']]],
		['half a word', 'version: 1\nadap', 'yaml', [['missing-character', 'adap']]],
		['an open string', '{"version": 1, "ada', 'json', [['unclosed-string', '"ada']]],
		['an open list', '{"a": [1, 2', 'json', [['close-bracket-expected', '2']]],
		['a NUL', 'version: 1\nx: \u0000', 'yaml', [['not-text', '\u0000']]],
		['an alias without anchor', 'a: *nobody\n', 'yaml', [['unknown-alias', '*nobody']]],
		['a tag', 'a: !python/object x\n', 'yaml', [['unknown-tag', '!python/object']]],
	] as const)('%s', (_name, text, syntax, expected) => {
		expect(problems(text, syntax)).toEqual(expected);
	});

	test('empty text has no tree and no syntax problem: what it lacks, the check says', () => {
		for (const text of ['', '\n\n', '# only a comment\n'])
			expect(parseTree(text, 'yaml')).toMatchObject({ root: undefined, problems: [] });
		expect(parseTree('', 'json')).toMatchObject({ root: undefined, problems: [] });
	});

	test('5 MB of garbage is one problem', () => {
		const garbage = Array.from({ length: 5 << 20 }, (_, i) =>
			String.fromCharCode(33 + ((i * 7919) % 94)),
		).join('');
		for (const syntax of ['yaml', 'json'] as const) expect(problems(garbage, syntax)).toHaveLength(1);
	});

	test('nesting beyond sense is one problem, whichever bracket or dash makes it', () => {
		for (const [text, syntax] of [
			['['.repeat(100_000), 'json'],
			['{"a":'.repeat(50_000), 'json'],
			['['.repeat(20_000), 'yaml'],
			['- '.repeat(5_000), 'yaml'],
			[`${'['.repeat(300)}${']'.repeat(300)}`, 'yaml'],
		] as const) {
			const found = problems(text, syntax);
			expect(found).toHaveLength(1);
		}
		expect(problems(`${'['.repeat(300)}${']'.repeat(300)}`, 'json')[0]?.[0]).toBe('too-deep');
	});

	test('a billion laughs are refused in one problem', () => {
		const lines = ['a0: &a0 [l,l,l,l,l,l,l,l,l,l]'];
		for (let i = 1; i < 10; i++)
			lines.push(
				`a${i}: &a${i} [${Array(10)
					.fill(`*a${i - 1}`)
					.join(',')}]`,
			);
		expect(problems(lines.join('\n'), 'yaml').map(([code]) => code)).toEqual(['alias-expansion']);
	});
});

test('any text gives trees whose spans lie inside it', () => {
	const alphabet = fc.constantFrom(
		'a',
		':',
		' ',
		'\n',
		'\r\n',
		'-',
		'[',
		']',
		'{',
		'}',
		'"',
		"'",
		'#',
		'&x',
		'*x',
		'\t',
		'<<',
		',',
		'|',
		'>',
		'?',
		'!',
		'%',
		'🙂',
		'\ud800',
		'0:2',
	);
	fc.assert(
		fc.property(
			fc.array(alphabet, { maxLength: 60 }),
			fc.constantFrom('yaml' as const, 'json' as const),
			(pieces, syntax) => {
				const text = pieces.join('');
				for (const { root, problems } of parseTrees(text, syntax)) {
					for (const span of [...problems, ...(root ? [root] : [])]) {
						expect(span.start).toBeGreaterThanOrEqual(0);
						expect(span.end).toBeGreaterThanOrEqual(span.start);
						expect(span.end).toBeLessThanOrEqual(Math.max(text.length, 1));
					}
				}
			},
		),
		{ numRuns: 2000 },
	);
});

test('a YAML stream gives one tree per document', () => {
	const text = 'a: 1\n---\nb: 2\n';
	expect(parseTrees(text, 'yaml').map(({ root }) => toPlain(root))).toEqual([{ a: 1 }, { b: 2 }]);
});

test('the syntax follows the file name', () => {
	expect(['x.rssv2.yaml', 'x.rssv2.yml', 'x.rssv2.json', 'x.rssv2.jsonc', 'x'].map(syntaxOf)).toEqual([
		'yaml',
		'yaml',
		'json',
		'json',
		'yaml',
	]);
});
