import { readdirSync, readFileSync } from 'node:fs';
import { config } from '@vscode/l10n';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { deviceWords } from '../../../client/src/features/devicesView/words.js';
import { effects } from '../../../client/src/features/push/words.js';
import manifest from '../../../package.json' with { type: 'json' };
import { clientSources, manifestTexts, webviewSources } from '../../support/manifest.js';

const folder = new URL('../../../client/l10n/', import.meta.url);
const bundle = (language: string) =>
	JSON.parse(readFileSync(new URL(`bundle.l10n.${language}.json`, folder), 'utf8')) as Record<string, string>;
const languages = readdirSync(folder).flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

const withoutComments = (source: string) =>
	source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
/** The sources without comments: what users may see is in strings. */
const code = withoutComments(clientSources());
const pages = webviewSources();
const translated = /\bl10n\.t\(\s*'((?:[^'\\\n]|\\.)*)'/g;
const textsOf = (source: string) => [...source.matchAll(translated)].map(([, text = '']) => text);
const pageTexts = new Set(textsOf(withoutComments(pages.join('\n'))));
const texts = new Set([...textsOf(code), ...pageTexts]);

/** `{0}`, links, commands and code of a text: what a translation must have too. */
function fixedParts(text: string): string[] {
	return [...text.matchAll(/\{\d+\}|\(command:[^)]*\)|`+[^`]+`+|\$\([a-z-]+\)/g)]
		.map(([part]) => part)
		.sort();
}

test('German is there, and nothing in the folder is left out of the tests', () => {
	expect(languages).toEqual(['de']);
	expect(readdirSync(folder).sort()).toEqual(
		['bundle.l10n.de.json', 'package.nls.json', 'package.nls.de.json'].sort(),
	);
	expect(manifest.l10n).toBe('./client/l10n');
});

describe.each(languages)('%s', (language) => {
	test('every text of the client and its pages is translated, and nothing else', () => {
		expect(texts.size - pageTexts.size).toBeGreaterThan(150);
		expect(pageTexts.size).toBeGreaterThan(150);
		expect(Object.keys(bundle(language)).sort()).toEqual([...texts].sort());
	});

	test('every text of the manifest is translated, and nothing else', () => {
		expect(Object.keys(manifestTexts(language))).toEqual(Object.keys(manifestTexts('en')));
	});

	test('translations keep placeholders, links and code, and say something', () => {
		const english = manifestTexts('en');
		const pairs = [
			...Object.entries(bundle(language)),
			...Object.entries(manifestTexts(language)).map(([key, text]) => [english[key] ?? '', text] as const),
		];
		for (const [text, translation] of pairs) {
			expect(fixedParts(translation), translation).toEqual(fixedParts(text));
			expect(translation.trim()).toBe(translation);
			expect(translation).not.toBe('');
		}
	});
});

test('no sentence of the client stands outside of l10n.t', () => {
	// What goes to the log stays English: it is sent to those who wrote it.
	const rest = code
		.replace(translated, 'l10n.t(')
		.replace(/\blog\.\w+\([^;]*;|\breportFailure\('[^']*'/g, '');
	const literals = [...rest.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
		([, plain, template]) => plain ?? template?.replace(/\$\{[^}]*\}/g, ''),
	);
	const sentences = literals.filter(
		(text) => text !== undefined && /[A-Za-z]{2} [A-Za-z]|^[A-Z][a-z]+…?$/.test(text),
	);
	const names = /^(git HEAD|YAML|Cancelled|Canceled|Refused|RSSv2|push on save|unsaved, and gone)$/;
	const left = sentences.filter(
		(text = '') => !names.test(text) && !/^<!DOCTYPE|^<script|^The extension did not end cleanly/.test(text),
	);
	expect(left).toEqual([]);
});

test('no text of a page stands outside of l10n.t', () => {
	const found = pages.flatMap((source) => {
		// As calls: the text of an element is a string then, and comments and types are gone.
		const options = { loader: 'tsx', jsx: 'automatic', jsxImportSource: 'preact', charset: 'utf8' } as const;
		const rest = transformSync(source, options)
			.code.replace(/\bl10n\.t\(\s*"(?:[^"\\\n]|\\.)*"/g, 'l10n.t(')
			.replace(/^import .*$/gm, '')
			// Tags, classes, and what a developer alone is told.
			.replace(/\bjsxs?\(\s*"\w+"|\bclass: ("[^"]*"|`[^`]*`)|\bnew Error\("[^"]*"/g, '');
		const all = [...rest.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(
			([, plain, template = '']) => plain ?? template.replace(/\$\{[^}]*\}/g, ''),
		);
		const shown =
			/(?:"aria-label"|"data-tip"|title|label|placeholder|children): (?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;
		const attributes = [...rest.matchAll(shown)].map(
			([, plain, template = '']) => plain ?? template.replace(/\$\{[^}]*\}/g, ''),
		);
		// One of several children stands on a line of its own, with a blank where it meets the next.
		const children = [...rest.matchAll(/^\s*"((?: [^"]+)|(?:[^"]+ ))",?$/gm)].map(([, text = '']) => text);
		return [
			...all.filter((text) => /[A-Za-z]{2} [A-Za-z]|^[A-Z][a-z]+…?$/.test(text)),
			...[...attributes, ...children].filter((text) => /[A-Za-z]{2}/.test(text)),
		];
	});
	const keys = /^(Escape|Enter|Tab|Home|End)$/;
	const names = /^(Jain ?|hash AND |hash mod |track outside|grid inactive)$/;
	expect(found.filter((text) => !keys.test(text) && !names.test(text) && !text.startsWith('<'))).toEqual([]);
});

test('the words of the client follow the language', () => {
	const plan = { changes: [{ action: 'delete' as const, entity: 'VPort 3', details: ['rss: on → off'] }] };
	expect(effects(plan)).toBe('• DELETE VPort 3: rss: on → off');
	config({ contents: bundle('de') });
	try {
		expect(effects(plan)).toBe('• VPort 3 LÖSCHEN: rss: on → off');
		expect(deviceWords('linux:///eth1', { error: 'x' }).description).toBe('nicht erreichbar');
	} finally {
		config({ contents: {} });
	}
});
