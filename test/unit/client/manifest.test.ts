import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };
import { clientSources, manifestTexts } from '../../support/manifest.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const sources = clientSources();
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
/** Of every menu. */
const items = Object.values(contributes.menus).flat();

test('every command that is contributed exists, and every one that exists is contributed', () => {
	const registered = [...sources.matchAll(/\bid(?:: | = )'(rssv2\.\w+)'/g)].map(([, id]) => id);
	expect([...registered].sort()).toEqual([...commands].sort());
});

test('every context that a menu waits for is set by the code or by VS Code', () => {
	const views = Object.values(contributes.views).flat();
	const conditions = [...items, ...views].map((item) => ('when' in item ? item.when : '')).join(' ');
	for (const [, view] of conditions.matchAll(/\bview == (\S+)/g)) {
		expect(views.map(({ id }) => id)).toContain(view);
		expect(sources).toContain(`createTreeView('${view}'`);
	}
	for (const [context] of conditions.replace(/\bview == \S+/g, '').matchAll(/\brssv2\.(?!preview\b)\w+/g)) {
		expect(sources, context).toContain(`'setContext', '${context}'`);
	}
	expect(sources).toContain("VIEW_TYPE = 'rssv2.preview'");
});

test('menus and keys name contributed commands, keys have a form for the Mac', () => {
	for (const item of [...items, ...contributes.keybindings]) {
		if ('command' in item) expect(commands).toContain(item.command);
		else expect(contributes.submenus.map(({ id }) => id)).toContain(item.submenu);
	}
	for (const { mac } of contributes.keybindings) expect(mac).toMatch(/^cmd\+/);
});

test('what can be done with a file is in a menu of it too, not in the palette alone', () => {
	const palette = contributes.menus.commandPalette;
	const ofFile = palette.filter(({ when }) => when.includes('editorLangId')).map(({ command }) => command);
	expect(ofFile.length).toBeGreaterThan(8);
	const elsewhere = items.filter((item) => !palette.some((one) => one === item));
	for (const command of ofFile)
		expect(
			elsewhere.some((item) => 'command' in item && item.command === command),
			command,
		).toBe(true);
	for (const { id } of contributes.submenus)
		expect(elsewhere.some((item) => 'submenu' in item && item.submenu === id)).toBe(true);
});

test('icons, grammars and language configurations exist', () => {
	const icons = contributes.commands.flatMap(({ icon }) =>
		typeof icon === 'string' ? [] : Object.values(icon),
	);
	const files = [
		manifest.icon,
		...icons,
		...contributes.languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
		...contributes.grammars.map(({ path }) => path),
		...contributes.walkthroughs.flatMap(({ icon, steps }) => [icon, ...steps.map(({ media }) => media.svg)]),
	];
	for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
	for (const { configuration } of contributes.languages)
		expect(() => JSON.parse(readFileSync(join(root, configuration), 'utf8'))).not.toThrow();
});

test('every text of the manifest has a key, every key a text, and no text is left over', () => {
	const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
	expect([...new Set(used)].sort()).toEqual(Object.keys(manifestTexts('en')).sort());
	const keyed = expect.stringMatching(/^%.+%$/);
	for (const { title } of contributes.commands) expect(title).toEqual(keyed);
	for (const { name } of Object.values(contributes.views).flat()) expect(name).toEqual(keyed);
	for (const { label } of contributes.submenus) expect(label).toEqual(keyed);
	for (const { contents } of contributes.viewsWelcome) expect(contents).toEqual(keyed);
	for (const text of descriptions(contributes.configuration)) expect(text).toEqual(keyed);
});

/** Every description in a JSON value, however deep. */
function descriptions(value: unknown): unknown[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, child]) =>
		/^(markdownD|d)escription$/.test(key)
			? [child]
			: key === 'enumDescriptions'
				? child
				: descriptions(child),
	);
}

describe('settings', () => {
	const settings = Object.entries(contributes.configuration.properties);
	test.each(settings)('%s says what it is, where it holds and what it is by default', (_name, setting) => {
		expect('description' in setting || 'markdownDescription' in setting).toBe(true);
		expect(setting).toHaveProperty('scope');
		expect(setting).toHaveProperty('default');
	});
	test('those that name devices, or let them be changed, are not taken from an untrusted workspace', () => {
		expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
		expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
			expect.arrayContaining(['rssv2.devices', 'rssv2.pushOnSave', 'rssv2.fleet']),
		);
	});
});

test('it wakes only for its own languages, commands and views', () => {
	expect(
		manifest.activationEvents.every((event) => /^on(Language|Command|WebviewPanel):rssv2/.test(event)),
	).toBe(true);
});

test('its languages are its own: other YAML and JSON stays with whoever has it', () => {
	for (const { id, extensions } of contributes.languages) {
		expect(id).toMatch(/^rssv2-/);
		for (const extension of extensions) expect(extension).toMatch(/^\.rssv2\./);
	}
});

test('the values that the grammars know are those of the schema', () => {
	const values = new Set<string>();
	const collect = (node: unknown): void => {
		if (typeof node !== 'object' || node === null) return;
		if ('enum' in node && Array.isArray(node.enum)) {
			for (const value of node.enum) if (typeof value === 'string') values.add(value);
		}
		for (const child of Object.values(node)) collect(child);
	};
	collect(schema);
	expect(values.size).toBeGreaterThan(20);
	for (const { path } of contributes.grammars) {
		const grammar = JSON.parse(readFileSync(join(root, path), 'utf8'));
		const known = new RegExp(grammar.repository.enumeration.match);
		const around = path.includes('rssv2-json')
			? (value: string) => `"${value}"`
			: (value: string) => ` ${value}`;
		for (const value of values) expect(known.exec(around(value))?.[0], `${path}: ${value}`).toBe(value);
	}
});

test('a word, for completion to replace, is a property, a value or a processor', () => {
	for (const { configuration } of contributes.languages) {
		const { wordPattern } = JSON.parse(readFileSync(join(root, configuration), 'utf8'));
		const words = 'numberOfQueues: vmmq-64 ["0:2", "12:'.match(new RegExp(wordPattern, 'g'));
		expect(words).toEqual(['numberOfQueues', 'vmmq-64', '0:2', '12:']);
	}
});
