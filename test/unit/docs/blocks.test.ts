import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import manifest from '../../../package.json' with { type: 'json' };
import { checkText } from '../../../server/src/validation/check.js';

// What stands in the code blocks of the pages. Those marked `console` are run by test/cli/docs.test.ts.
const root = new URL('../../../', import.meta.url);
const pages = [
	...readdirSync(root).filter((name) => name.endsWith('.md')),
	...readdirSync(new URL('server/docs', root))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `server/docs/${name}`),
	'.github/SECURITY.md',
];
const blocks = pages.flatMap((page) => {
	const text = readFileSync(new URL(page, root), 'utf8');
	return [...text.matchAll(/^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm)].map(([, kind = '', body = '']) => ({
		page,
		kind,
		body,
	}));
});
const ofKind = (kind: string) => blocks.filter((block) => block.kind === kind);

/** The scripts of package.json that npm has a word of its own for. */
const shortScripts = ['start', 'test'];
const scripts = Object.keys(manifest.scripts);

describe('code blocks', () => {
	it('a command is either run (console), or one of npm (sh)', () => {
		for (const { page, kind } of blocks)
			expect(kind, page).not.toMatch(/^(bash|shell|zsh|powershell|cmd|shell-session)$/);
		for (const { page, body } of ofKind('sh')) {
			const commands = body
				.split('\n')
				.flatMap((line) => line.replace(/\s+#.*$/, '').split('&&'))
				.map((command) => command.trim())
				.filter((command) => command !== '');
			for (const command of commands)
				expect(command, page).toMatch(/^npm (ci|start|test|run [\w:]+)( -- [\w ]+)?$/);
		}
	});

	it('every script of npm that a page names exists', () => {
		let named = 0;
		for (const page of pages) {
			for (const [, script = ''] of readFileSync(new URL(page, root), 'utf8').matchAll(
				/\bnpm run (?:--\S+ )?([\w:]+)/g,
			)) {
				expect(scripts, page).toContain(script);
				named++;
			}
		}
		expect(named).toBeGreaterThan(5);
		for (const script of shortScripts) expect(scripts).toContain(script);
	});

	it('JSON is JSON, YAML is YAML', () => {
		for (const { page, body } of ofKind('json'))
			expect(() => JSON.parse(body), `${page}\n${body}`).not.toThrow();
		for (const { page, body } of ofKind('yaml'))
			expect(parseDocument(body).errors, `${page}\n${body}`).toEqual([]);
	});

	it('a whole configuration is one that can be checked; outside of the lints one without errors', () => {
		const whole = ofKind('yaml').filter(({ body }) => /^version: 1$/m.test(body) && /^adapter:/m.test(body));
		expect(whole.length).toBeGreaterThan(10);
		for (const { page, body } of whole) {
			const { findings } = checkText(body, { fileName: 'page.rssv2.yaml' });
			const errors = findings.filter(({ severity }) => severity === 'error');
			if (!page.endsWith('lints.md')) expect(errors, page).toEqual([]);
		}
	});
});
