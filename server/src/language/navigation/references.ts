import {
	type DocumentHighlight,
	DocumentHighlightKind,
	type Location,
	type Position,
} from 'vscode-languageserver';
import type { Analysis } from '../documents.js';
import { mentionAt, sameThing } from './mentionAt.js';
import { mentionsOf } from './mentions.js';

/**
 * Everywhere that names what is under the cursor: VPort ids, processors and anchors in their document, a preset in all
 * open files.
 * @param open every open file, the one of the cursor among them
 * @param declarations whether the places that say that it exists count too
 */
export function referencesAt(
	analysis: Analysis,
	position: Position,
	open: Iterable<Analysis>,
	declarations: boolean,
): Location[] {
	const found = mentionAt(analysis, position);
	if (!found) return [];
	if (found.mention.kind === 'preset') {
		return [...open].flatMap((other) =>
			mentionsOf(other)
				.flatMap(({ others }) => others)
				.filter(({ kind, name }) => kind === 'preset' && name === found.name)
				.map(({ span }) => ({ uri: other.uri, range: other.check.lines.rangeOf(span) })),
		);
	}
	return sameThing(found)
		.filter(({ declares }) => declarations || !declares)
		.map(({ span }) => ({ uri: analysis.uri, range: analysis.check.lines.rangeOf(span) }));
}

/** The same within the file, for the eye: what says that a thing exists as a write, what uses it as a read. */
export function highlightsAt(analysis: Analysis, position: Position): DocumentHighlight[] {
	const found = mentionAt(analysis, position);
	if (!found) return [];
	return sameThing(found).map(({ span, declares }) => ({
		range: analysis.check.lines.rangeOf(span),
		kind: declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
	}));
}
