import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { AnalysisStore } from '../../../server/src/language/documents.js';
import { formatJson } from '../../../server/src/language/formatting/json.js';
import { formatYaml } from '../../../server/src/language/formatting/yaml.js';
import { hoverAt } from '../../../server/src/language/hover.js';
import { definitionAt } from '../../../server/src/language/navigation/definition.js';
import { documentLinksOf } from '../../../server/src/language/navigation/documentLinks.js';
import { highlightsAt, referencesAt } from '../../../server/src/language/navigation/references.js';
import { workspaceSymbols } from '../../../server/src/language/navigation/workspaceSymbols.js';
import { outlineOf } from '../../../server/src/language/outline.js';
import { foldingRangesOf } from '../../../server/src/language/reading/folding.js';
import { inlayHintsOf } from '../../../server/src/language/reading/inlayHints.js';
import { selectionRangesAt } from '../../../server/src/language/reading/selectionRanges.js';
import { semanticTokensOf } from '../../../server/src/language/reading/semanticTokens.js';

const whole: Range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };

/** Every range that an answer has anywhere. */
function* rangesIn(answer: unknown): Generator<Range> {
	if (typeof answer !== 'object' || answer === null) return;
	if ('start' in answer && 'end' in answer) yield answer as Range;
	for (const value of Object.values(answer)) yield* rangesIn(value);
}

const broken = fc.constantFrom(
	'',
	'"',
	'[',
	'{',
	'&a ',
	'*a',
	'- ',
	':',
	'\n',
	'\r\n',
	'\t',
	'🙂',
	'<<: *a',
	'#',
	'//',
);

test.each(['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc'])(
	'%s however it is cut and mended: every feature answers, within the text',
	async (name) => {
		const example = readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
		await fc.assert(
			fc.asyncProperty(
				fc.nat(example.length),
				fc.nat(60),
				broken,
				fc.nat(example.length),
				async (from, length, put, at) => {
					const text = example.slice(0, from) + put + example.slice(from + length);
					const document = TextDocument.create(`file:///w/${name}`, '', 1, text);
					const analysis = new AnalysisStore({ get: () => document }).get(document.uri);
					if (!analysis) throw new Error('not open');
					const position = document.positionAt(at);
					const format = analysis.check.syntax === 'json' ? formatJson : formatYaml;
					const { data } = semanticTokensOf(analysis);
					const answers = [
						await hoverAt(analysis, position),
						definitionAt(analysis, position, () => undefined),
						referencesAt(analysis, position, [analysis], true),
						highlightsAt(analysis, position),
						documentLinksOf(analysis, () => undefined),
						workspaceSymbols([{ name: document.uri, check: analysis.check }], ''),
						outlineOf(analysis),
						selectionRangesAt(analysis, [position]),
						format(analysis, { tabSize: 2, insertSpaces: true }),
					];
					for (const { start, end } of rangesIn(answers)) {
						expect(document.positionAt(document.offsetAt(start))).toEqual(start);
						expect(document.positionAt(document.offsetAt(end))).toEqual(end);
						expect(document.offsetAt(end)).toBeGreaterThanOrEqual(document.offsetAt(start));
					}
					for (const { startLine, endLine } of foldingRangesOf(analysis)) {
						expect(endLine).toBeGreaterThan(startLine);
						expect(endLine).toBeLessThan(document.lineCount);
					}
					for (const hint of inlayHintsOf(analysis, whole)) {
						expect(document.positionAt(document.offsetAt(hint.position))).toEqual(hint.position);
					}
					// Tokens go forward, none overlaps the next.
					for (let i = 5; i < data.length; i += 5) {
						if (data[i] === 0) expect(data[i + 1]).toBeGreaterThanOrEqual(data[i - 3] ?? 0);
					}
				},
			),
			{ numRuns: 400 },
		);
	},
	60_000,
);
