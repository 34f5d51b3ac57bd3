import { type Range, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import type { Analysis } from '../documents.js';
import { type Mention, type MentionKind, mentionsOf, mentionsWithin } from '../navigation/mentions.js';

/** Kinds that every client's theme knows, so that no client needs to be told of them. */
const types: Readonly<Record<MentionKind, string>> = {
	vport: 'variable',
	processor: 'enumMember',
	preset: 'type',
	anchor: 'label',
};

const kinds = Object.keys(types) as readonly MentionKind[];

/** What the numbers of the answer stand for. The one modifier marks what says that a thing exists. */
export const semanticTokensLegend: SemanticTokensLegend = {
	tokenTypes: kinds.map((kind) => types[kind]),
	tokenModifiers: ['declaration'],
};

/** Processors, VPort ids, presets and anchors of a document, or of the lines of a range. */
export function semanticTokensOf(analysis: Analysis, range?: Range): { data: number[] } {
	const { lines } = analysis.check;
	// From the start of a line: what begins before the range may end in it.
	const part = range && {
		start: lines.offsetAt({ line: range.start.line, character: 0 }),
		end: lines.offsetAt(range.end),
	};
	const builder = new SemanticTokensBuilder();
	const found = part ? mentionsWithin(analysis, part) : mentionsOf(analysis);
	const mentions = found.flatMap(({ processors, others }): Mention[] => [...processors, ...others]);
	for (const mention of mentions.sort((a, b) => a.span.start - b.span.start)) {
		const { start, end } = mention.span;
		const at = lines.positionAt(start);
		// A token lies on one line; nothing that is named here has line breaks, unless it is written with escapes.
		const onOne = analysis.text.slice(start, end).search(/[\r\n]|$/);
		const length = lines.widthOf({ start, end: start + onOne });
		builder.push(at.line, at.character, length, kinds.indexOf(mention.kind), mention.declares ? 1 : 0);
	}
	return { data: builder.build().data };
}
