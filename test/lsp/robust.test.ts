import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundle, bundle } from '../support/bundle.js';
import { vmqText } from '../support/configuration.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
let units: LanguageServerUnderTest;
let utf8: LanguageServerUnderTest;

beforeAll(async () => {
	program = await bundle('main');
	units = await LanguageServerUnderTest.start(program.path);
	utf8 = await LanguageServerUnderTest.start(program.path, { positionEncodings: ['utf-8'] });
});
afterAll(async () => {
	expect(await units.stop()).toBe(0);
	expect(await utf8.stop()).toBe(0);
	await program.dispose();
});

const start = vmqText(
	[0, 1, 2, 3]
		.map((id) => `  - { id: ${id}, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n`)
		.join(''),
);
const snippets = [
	'\n',
	'\r\n',
	'  ',
	'- ',
	': ',
	'"',
	"'",
	'[',
	']',
	'{',
	'}',
	'#',
	'\t',
	'&a',
	'*a',
	'<<',
	'🙂',
	'\ud83d',
	'\ufeff',
	'id',
	'vports:',
	'0:64',
	',',
	'---\n',
	'|',
	'>',
	'%',
	'!x',
	'\u0000',
];

/** Where an edit goes, as shares of the text's length, what it puts there, and whether it is taken back. */
const edits = fc.array(
	fc.record({
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		remove: fc.nat(8),
		put: fc.constantFrom(...snippets),
		undo: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 12 },
);

/** A name for each number: `a`, `b`, … */
function letter(i: number): string {
	return `${String.fromCharCode(97 + (i % 26))}${i < 26 ? '' : '2'}`;
}

/** A position as the server counts it that is asked. */
function positionOf(text: string, offset: number, inBytes: boolean) {
	const before = text.slice(0, offset).split(/\r\n|\n|\r/);
	const last = before.at(-1) ?? '';
	return { line: before.length - 1, character: inBytes ? Buffer.byteLength(last) : last.length };
}

test.each([false, true])(
	'after any edits the answers are those of a fresh document (UTF-8: %s)',
	async (inBytes) => {
		const server = inBytes ? utf8 : units;
		let n = 0;
		let whole = 0;
		await fc.assert(
			fc.asyncProperty(edits, fc.constantFrom('yaml', 'json'), async (list, extension) => {
				let text = start;
				const uri = await server.open(`r${++n}.rssv2.${extension}`, text);
				// Between CR and LF there is no position, in bytes none within a pair: an editor cannot edit there.
				const inside = (offset: number) => {
					const around = text.slice(Math.max(0, offset - 1), offset + 1);
					return around === '\r\n' || (inBytes && /^[\ud800-\udbff][\udc00-\udfff]$/.test(around));
				};
				const edit = async (from: number, to: number, put: string) => {
					if (inside(from) || inside(to)) return;
					const range = {
						start: positionOf(text, from, inBytes),
						end: positionOf(text, to, inBytes),
					};
					await server.edit(uri, [{ range, text: put }]);
					text = text.slice(0, from) + put + text.slice(to);
				};
				for (const { at, remove, put, undo } of list) {
					const from = Math.floor(at * text.length);
					const removed = text.slice(from, from + remove);
					const before = text;
					await edit(from, from + removed.length, put);
					if (undo && text !== before) await edit(from, from + put.length, removed);
				}
				const fresh = await server.open(`fresh${n}.rssv2.${extension}`, text);
				const strip = (items: unknown) => JSON.stringify(items).replaceAll(uri, '').replaceAll(fresh, '');
				expect(strip(await server.diagnostics(uri))).toBe(strip(await server.diagnostics(fresh)));
				const position = positionOf(text, Math.floor(text.length / 2), inBytes);
				expect(await server.hover(uri, position)).toEqual(await server.hover(fresh, position));
				const [shown, anew] = [
					await server.request('rssv2/preview', { uri }),
					await server.request('rssv2/preview', { uri: fresh }),
				];
				expect(strip(shown?.findings)).toBe(strip(anew?.findings));
				const completions = [
					await server.completion(uri, position),
					await server.completion(fresh, position),
				];
				const outlines = [await server.outline(uri), await server.outline(fresh)];
				// While a text is broken, these go on from the last one that was not: a fresh document has none.
				if (!shown?.stale) {
					expect({ ...shown, uri: '', version: 0, fileName: '' }).toEqual({
						...anew,
						uri: '',
						version: 0,
						fileName: '',
					});
					expect(completions[0]).toEqual(completions[1]);
					expect(outlines[0]).toEqual(outlines[1]);
					whole++;
				}
				for (const closed of [uri, fresh])
					await server.connection.sendNotification('textDocument/didClose', {
						textDocument: { uri: closed },
					});
			}),
			{ numRuns: 100 },
		);
		expect(whole).toBeGreaterThan(0);
	},
	120_000,
);

test.each([
	['a line of 100,000 characters', `version: 1\nadapter: { name: "${'x'.repeat(100_000)}" }\n`, 'yaml'],
	['brackets 100,000 deep', '['.repeat(100_000), 'json'],
	[
		'billion laughs',
		`a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `${letter(i + 1)}: &${letter(i + 1)} [*${letter(i)}, *${letter(i)}]\n`).join('')}`,
		'yaml',
	],
	['braces 20,000 deep', '{a: '.repeat(20_000), 'yaml'],
	['nothing', '', 'yaml'],
	[
		'5 MB of garbage',
		Array.from({ length: 5 << 20 }, (_, i) => String.fromCharCode(33 + ((i * 7919) % 94))).join(''),
		'yaml',
	],
])('%s is told in diagnostics, and answered after', async (_name, text, extension) => {
	const server = units;
	const uri = await server.open(`hard${Math.random()}.rssv2.${extension}`, text);
	expect((await server.diagnostics(uri)).length).toBeGreaterThan(0);
	expect(await server.completion(uri, { line: 0, character: 0 })).toBeInstanceOf(Array);
	expect(await server.outline(uri)).toBeInstanceOf(Array);
});
