import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseTrees, syntaxOf } from '../../../server/src/config/parse.js';
import { completionsAt } from '../../../server/src/language/completion.js';
import { AnalysisStore } from '../../../server/src/language/documents.js';
import { applyCompletion, fillStops } from '../../support/completion.js';

const problemsOf = (text: string, name: string) =>
	parseTrees(text, syntaxOf(name)).flatMap(({ problems }) => problems);

/** Completions at an offset of a text, by someone who had the whole example before. */
function completions(name: string, whole: string, text: string, offset: number) {
	let document = TextDocument.create(`file:///${name}`, '', 1, whole);
	const store = new AnalysisStore({ get: () => document });
	store.get(document.uri);
	document = TextDocument.create(document.uri, '', 2, text);
	const analysis = store.get(document.uri);
	if (!analysis) throw new Error('not open');
	return completionsAt(analysis, document.positionAt(offset), true);
}

test.each(['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc'])(
	'whatever is offered anywhere in %s, the text can be read after it was taken',
	async (name) => {
		const example = readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
		let taken = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.nat(example.length),
				fc.constantFrom('', '\n', '\n  ', '\n    ', '\n      '),
				async (at, put) => {
					// Either where the text stands, or on a new line below it at some indentation.
					const lineEnd = example.indexOf('\n', at);
					const from = put === '' ? at : lineEnd < 0 ? example.length : lineEnd;
					const text = example.slice(0, from) + put + example.slice(from);
					for (const item of await completions(name, example, text, from + put.length)) {
						const after = fillStops(applyCompletion(text, item));
						expect(problemsOf(after, name), `${item.label} in\n${after}`).toEqual([]);
						taken++;
					}
				},
			),
			{ numRuns: 150 },
		);
		expect(taken).toBeGreaterThan(100);
	},
	60_000,
);
