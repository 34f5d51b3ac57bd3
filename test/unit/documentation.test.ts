import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lintsPage, rulesPage } from '../../.build/docs.mjs';
import { editorPage } from '../../.build/docs-editor.mjs';
import { formatPage } from '../../.build/docs-format.mjs';
import schema from '../../schemas/rssv2.schema.json' with { type: 'json' };
import { ruleTable } from '../../server/src/emulator/ruleTable.js';
import { documentationUrl } from '../../server/src/language/documentation.js';
import { statusName } from '../../server/src/ndis/status.js';
import { lints } from '../../server/src/rules/index.js';
import { checkText } from '../../server/src/validation/check.js';
import { manifestIn } from '../support/manifest.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const diagnostics = readFileSync(new URL('../../server/docs/diagnostics.md', import.meta.url), 'utf8');
const anchors = new Set([...diagnostics.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id));
const headings = [...diagnostics.matchAll(/^## (.+)$/gm)].map(([, title]) =>
	title?.toLowerCase().replace(/\W+/g, '-'),
);

test('every lint has a section of the page that its diagnostics link to', () => {
	for (const { id } of lints) {
		expect(documentationUrl(id, 'lint')).toMatch(new RegExp(`/server/docs/lints\\.md#${id}$`));
	}
});

test('every status that a file can be refused with has a line', () => {
	// Of a malformed buffer, of room too small, of a move by the wrong actor, or of a virtual function that is freed or left
	// to chance a file is never to blame.
	const own = new Set([
		'query-room',
		'move-actor',
		'move-vport-state',
		'set-unknown-vport',
		'vf-count',
		'vf-in-use',
		'vf-unallocated',
	]);
	expect(anchors).toContain(documentationUrl('refused-by-device', 'refusal').split('#')[1]);
	const statuses = Object.entries(ruleTable).flatMap(([id, { status }]) =>
		own.has(id) ? [] : [statusName(status)],
	);
	for (const status of new Set(statuses)) {
		expect(anchors, status).toContain(documentationUrl(status, 'refusal').split('#')[1]);
	}
});

test('all other codes link to a heading that exists', () => {
	expect(headings).toContain(documentationUrl('duplicate-key', 'syntax').split('#')[1]);
});

test('the configuration in the README is one that the miniport takes', () => {
	const [, sample = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
	expect(sample).toContain('version: 1');
	expect(checkText(sample, { fileName: 'readme.rssv2.yaml' }).findings).toEqual([]);
});

test('every command that the README names is one that the extension contributes', () => {
	const titles = manifestIn('en').contributes.commands.map(({ category, title }) => `${category}: ${title}`);
	const named = [...readme.matchAll(/`(RSSv2: [^`]+)`/g)].map(([, title]) => title);
	expect(named.length).toBeGreaterThan(5);
	for (const title of named) expect(titles).toContain(title);
});

test('the pages of the format and of the lints are what the code gives (npm run docs)', () => {
	const page = (name: string) => readFileSync(new URL(`../../server/docs/${name}`, import.meta.url), 'utf8');
	expect(page('format.md')).toBe(formatPage(schema));
	expect(page('lints.md')).toBe(lintsPage(lints));
	for (const { id } of lints) expect(page('lints.md')).toContain(`\n## ${id}\n`);
	for (const name of Object.keys(schema.properties.adapter.properties))
		expect(page('format.md')).toContain(`<a id="adapter.${name.toLowerCase()}">`);
});

test('the page of rules is what the rule table gives (npm run docs)', () => {
	const page = readFileSync(new URL('../../server/docs/miniport-rules.md', import.meta.url), 'utf8');
	expect(page).toBe(rulesPage(ruleTable, statusName));
	for (const id of Object.keys(ruleTable)) expect(page).toContain(`<a id="${id}">`);
});

test('the page of commands and settings is what package.json gives (npm run docs), and leaves none out', () => {
	const page = readFileSync(new URL('../../server/docs/editor.md', import.meta.url), 'utf8');
	const manifest = manifestIn('en');
	expect(page).toBe(editorPage(manifest));
	for (const { title } of manifest.contributes.commands) expect(page).toContain(`RSSv2: ${title}`);
	for (const name of Object.keys(manifest.contributes.configuration.properties))
		expect(page).toContain(`\`${name}\``);
});
