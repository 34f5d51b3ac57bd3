import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFastJson } from '../../../server/src/config/fastJson.js';
import { parseJson } from '../../../server/src/config/jsonTree.js';
import { hugeConfiguration } from '../../bench/hugeConfiguration.js';

const example = readFileSync(new URL('../../../examples/native.rssv2.jsonc', import.meta.url), 'utf8');
const RUNS = Number(process.env['RSSV2_JSON_RUNS'] ?? 2000);

const gap = fc.oneof(
	{ weight: 30, arbitrary: fc.constantFrom('', '', ' ', '\n', '\r\n  ', '\t', '\r') },
	{ weight: 5, arbitrary: fc.constantFrom(' // c "\n', '/* { */', '// 😀\r\n', '/**/', '//\r') },
	{ weight: 1, arbitrary: fc.constantFrom('/', '/* ', '// c', '\u00a0', '\u2028', '\f', ',') },
);
const string = fc.oneof(
	{
		weight: 10,
		arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => JSON.stringify(text)),
	},
	{
		weight: 10,
		arbitrary: fc.constantFrom(
			'"a"',
			'""',
			'"\\u0041\\n\\"\\\\\\/"',
			'"0:2"',
			'"\\ud83d\\ude00"',
			'"\\ud800"',
		),
	},
	{ weight: 1, arbitrary: fc.constantFrom('"\\x"', '"a\tb"', '"', "'a'", '"\\u12"', '"a\n"', '"\\') },
);
const literal = fc.oneof(
	{
		weight: 12,
		arbitrary: fc.constantFrom('0', '-0', '1.50', '1e3', '-1E-2', '12', 'true', 'false', 'null', '1e999'),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom('01', '1.', '.5', '-', '+1', 'True', 'nul', 'NaN', '1x', '--1', 'truefalse'),
	},
);
const texts = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		{ weight: 2, arbitrary: string },
		{ weight: 2, arbitrary: literal },
		{
			weight: 3,
			arbitrary: fc
				.tuple(fc.boolean(), fc.array(fc.tuple(gap, string, gap, tie('value'), gap), { maxLength: 4 }), gap)
				.chain(([map, parts, end]) =>
					fc.constantFrom('', '', ',').map((last) => {
						const inside = parts.map(([a, key, b, value, c]) =>
							map ? `${a}${key}${b}:${c}${value}` : a + value + c,
						);
						const tail = (parts.length > 0 ? last : '') + end;
						return map ? `{${inside.join(',')}${tail}}` : `[${inside.join(',')}${tail}]`;
					}),
				),
		},
	),
})).value;
const documents = fc
	.tuple(fc.constantFrom('', '', '\ufeff'), gap, texts, gap)
	.map(([mark, before, value, after]) => mark + before + value + after);

const scraps = [
	'"',
	'\\',
	'{',
	'}',
	'[',
	']',
	',',
	':',
	'//',
	'/*',
	'*/',
	'\n',
	'\r',
	'\t',
	'-',
	'.',
	'e',
	'1',
	'n',
	'\ufeff',
	'😀',
	' ',
];
const mutated = fc
	.array(fc.tuple(fc.nat(example.length), fc.nat(3), fc.constantFrom('', ...scraps)), {
		minLength: 1,
		maxLength: 3,
	})
	.map((cuts) =>
		cuts.reduce((text, [at, remove, put]) => text.slice(0, at) + put + text.slice(at + remove), example),
	);

/** Whether the fast reader takes a text; it must take just what jsonc-parser has nothing to say of, and see the same. */
function taken(text: string): boolean {
	const root = readFastJson(text);
	const slow = parseJson(text);
	if (root && !isDeepStrictEqual({ root, problems: [] }, slow)) expect({ root, problems: [] }).toEqual(slow);
	return root !== undefined;
}

function holdTo(from: fc.Arbitrary<string>, share: number): void {
	let read = 0;
	let all = 0;
	fc.assert(
		fc.property(from, (text) => {
			all++;
			if (taken(text)) read++;
		}),
		{ numRuns: RUNS },
	);
	expect(read / all).toBeGreaterThan(share);
}

describe('the fast reader equals jsonc-parser wherever it reads', () => {
	test('generated texts', () => holdTo(documents, 0.3));
	test('mutated examples', () => holdTo(mutated, 0.05));

	test('what configurations are written in is read', () => {
		for (const text of [example, hugeConfiguration('json', 3, 16), '[1, 2,]', '"\\u00e4"', '\ufeff{}']) {
			expect(taken(text)).toBe(true);
		}
	});

	test.each([
		'{"a": 1',
		'[1 2]',
		'{"a"}',
		'["a\tb"]',
		'[01]',
		'[1] x',
		'',
		'{,}',
		'[1,,2]',
		'["\\x"]',
		'[nul]',
	])('%s is left to jsonc-parser', (text) => expect(readFastJson(text)).toBeUndefined());
});
