import { parse as parseJsonc } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { exampleText } from '../../server/src/rules/example.js';
import { actionsAt, actionsIn, applied } from '../support/codeActions.js';
import { serverOfFile } from '../support/languageServer.js';
import { cases, cells, type Data, table, vportOf } from './codeActionCases.js';

const server = await serverOfFile();
let opened = 0;

type Style = 'yaml' | 'flow' | 'json';
const styles: readonly Style[] = ['yaml', 'flow', 'json'];

/** A configuration in a syntax, with a comment of its own at the end of every line. */
function written(data: Data, style: Style): string {
	const text = style === 'json' ? JSON.stringify(data, undefined, 2) : stringify(data, { lineWidth: 0 });
	if (style === 'flow') {
		const { vports, ...rest } = data;
		const flow = vports.map((vport) => `  - ${JSON.stringify(vport)} # last`).join('\n');
		return `${stringify(rest)}vports:\n${flow}\n`;
	}
	const sign = style === 'json' ? '//' : '#';
	return text
		.trimEnd()
		.split('\n')
		.map((line, i) => `${line} ${sign} c${i}.`)
		.join('\n');
}

function read(text: string, style: Style): Data {
	return style === 'json'
		? parseJsonc(text, [], { allowTrailingComma: false })
		: parseYaml(text, { uniqueKeys: false });
}

function comments(text: string): string[] {
	return [...text.matchAll(/(?:#|\/\/) (?:c\d+\.|last)/g)].map(([comment]) => comment).sort();
}

async function open(style: Style, text: string): Promise<string> {
	return server.open(`f${opened++}.rssv2.${style === 'json' ? 'jsonc' : 'yaml'}`, text);
}

/** Applies the first action whose title fits; gives the new text and what is said of it. */
async function fix(style: Style, text: string, code: string, title: RegExp) {
	const uri = await open(style, text);
	const found = (await server.diagnostics(uri)).find((one) => one.code === code);
	if (!found) throw new Error(`no ${code} in ${JSON.stringify(await server.diagnostics(uri))}`);
	const actions = await actionsAt(server, uri, found, ['quickfix']);
	const action = actions.find((one) => title.test(one.title));
	if (!action) throw new Error(`no such action among ${actions.map((one) => one.title).join('; ')}`);
	expect(action).toMatchObject({ kind: 'quickfix', diagnostics: [{ code }] });
	const after = applied(text, action);
	const now = await server.diagnostics(await open(style, after));
	return { after, codes: now.map((one) => one.code), message: now.map((one) => one.message).join('\n') };
}

describe.each(cases.map((one) => [one.code, one] as const))('%s', (code, one) => {
	test.each(styles)(
		`${one.title} in %s: the finding is gone, and nothing else has changed`,
		async (style) => {
			const data = parseYaml(exampleText(one)) as Data;
			const text = written(data, style);
			const { after, codes, message } = await fix(style, text, code, one.title);
			expect(
				codes.filter((left) => !(one.left ?? []).includes(String(left))),
				`${message}\n${after}`,
			).toEqual([]);
			const wanted = structuredClone(data);
			one.change(wanted);
			expect(read(after, style)).toEqual(wanted);
			expect(comments(after)).toEqual(comments(text));
		},
	);
});

describe('duplicate-key', () => {
	const texts: Readonly<Record<Style, string>> = {
		yaml: 'version: 1\nadapter:\n  name: A # one\n  mode: vmq # two\n  name: A # three\n  rssProcessors: { base: "0:2" } # four\n',
		flow: 'version: 1\nadapter: { name: A, mode: vmq, name: A, rssProcessors: { base: "0:2" } } # end\n',
		json: '{\n  "version": 1,\n  "adapter": {\n    "name": "A", // one\n    "mode": "vmq", // two\n    "name": "A", // three\n    "rssProcessors": { "base": "0:2" } // four\n  }\n}\n',
	};
	test.each(styles)('the second goes in %s', async (style) => {
		const { after, codes } = await fix(style, texts[style], 'duplicate-key', /^Remove the second name$/);
		expect(codes).toEqual([]);
		expect(read(after, style)).toEqual(read(texts[style], style));
		for (const word of ['one', 'two', 'four']) {
			if (texts[style].includes(word)) expect(after).toContain(word);
		}
		expect(after.match(/name/g)).toHaveLength(1);
	});
	test('the last of a list of properties too', async () => {
		const text =
			'{ "version": 1, "adapter": { "name": "A", "mode": "vmq", "rssProcessors": { "base": "0:2" }, /* x */ "name": "B" } }';
		const { after, codes } = await fix(
			'json',
			text,
			'duplicate-key',
			/^Remove this name and keep the first$/,
		);
		expect(codes).toEqual([]);
		expect(read(after, 'json')).toMatchObject({ adapter: { name: 'A' } });
		expect(after).toContain('/* x */');
	});
});

describe('comments that let a lint pass', () => {
	const data = parseYaml(exampleText({ vport: `numberOfQueues: 8, ${table(2, 4)}` })) as Data;
	test.each(styles)('are written in %s, and asked for their reason', async (style) => {
		const text = written(data, style);
		const { after, codes } = await fix(style, text, 'idle-queues', /^Ignore idle-queues here/);
		expect(codes).toEqual(['suppression-without-reason']);
		const told = after.replace('rssv2-ignore idle-queues:', 'rssv2-ignore idle-queues: room to grow');
		expect(await server.diagnostics(await open(style, told))).toEqual([]);
		expect(read(told, style)).toEqual(data);
	});
	test('one that is not needed goes with its line', async () => {
		const good = exampleText({ vport: `numberOfQueues: 2, ${table(2, 4)}` });
		const text = good.replace('vports:', '# rssv2-ignore idle-queues: x\nvports:');
		const { after, codes } = await fix('yaml', text, 'unused-suppression', /^Remove the comment$/);
		expect(codes).toEqual([]);
		expect(after).toBe(good);
	});
	test('a rule is taken out of several, and a misspelt one is put right', async () => {
		const text = exampleText({ vport: `numberOfQueues: 8, ${table(2, 4)}` }).trimEnd();
		const two = `${text} # rssv2-ignore idle-queues, boot-processor: y\n`;
		const first = await fix('yaml', two, 'unused-suppression', /^Remove boot-processor from the comment$/);
		expect(first).toMatchObject({ codes: [], after: `${text} # rssv2-ignore idle-queues: y\n` });
		const misspelt = `${text} # rssv2-ignore idle-queus: y\n`;
		const second = await fix('yaml', misspelt, 'unknown-rule', /^Change to idle-queues$/);
		expect(second).toMatchObject({ codes: [], after: `${text} # rssv2-ignore idle-queues: y\n` });
	});
});

describe('tables rewritten', () => {
	const generators = [
		['{ numberOfEntries: 8, processors: ["0:2", "0:4"] }', cells(2, 4, 2, 4, 2, 4, 2, 4)],
		['{ numberOfEntries: 4, weights: { "0:2": 3, "0:4": 1 } }', cells(2, 2, 2, 4)],
	] as const;
	describe.each(generators)('%s', (generator, entries) => {
		test.each(styles)('spelled out and back in %s', async (style) => {
			const data = parseYaml(
				exampleText({ vport: `numberOfQueues: 2, indirectionTable: ${generator}` }),
			) as Data;
			const text = written(data, style);
			const rewrite = async (before: string, title: RegExp) => {
				const uri = await open(style, before);
				const at = before.indexOf('indirectionTable') + 3;
				const line = before.slice(0, at).split('\n').length - 1;
				const position = { line, character: at - (before.lastIndexOf('\n', at) + 1) };
				const actions = await actionsIn(server, uri, { start: position, end: position }, ['refactor']);
				expect(actions.map((one) => one.title)).toEqual([expect.stringMatching(title)]);
				const [action] = actions;
				return action ? applied(before, action) : '';
			};
			const explicit = await rewrite(text, /^Spell out all \d entries$/);
			const wanted = structuredClone(data);
			vportOf(wanted).indirectionTable = entries;
			expect(read(explicit, style)).toEqual(wanted);
			expect(comments(explicit)).toEqual(comments(text));
			const back = await rewrite(explicit, /^Generate the table$/);
			expect(read(back, style)).toEqual(data);
			expect(comments(back)).toEqual(comments(text));
		});
	});
});

describe('source.fixAll.rssv2', () => {
	test.each(styles)('mends in %s what cannot change the meaning, in one step', async (style) => {
		const data = parseYaml(
			exampleText({ vport: `numberofqueues: 8, schedulling: dynamic, indirectionTable: ["0:2", "0:4"]` }),
		) as Data;
		const text = written(data, style);
		const uri = await open(style, text);
		const everything = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
		expect(await actionsIn(server, uri, everything)).toEqual([]);
		const actions = await actionsIn(server, uri, everything, ['source.fixAll.rssv2']);
		expect(actions).toMatchObject([{ kind: 'source.fixAll.rssv2' }]);
		const [action] = actions;
		const after = action ? applied(text, action) : '';
		expect(read(after, style)).toMatchObject({ vports: [{ numberOfQueues: 8, scheduling: 'dynamic' }] });
		const now = await open(style, after);
		// Idle queues are the author's to judge.
		expect((await server.diagnostics(now)).map(({ code }) => code)).toEqual(['idle-queues']);
		expect(await actionsIn(server, now, everything, ['source.fixAll.rssv2'])).toEqual([]);
	});
});
