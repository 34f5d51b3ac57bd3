import { type Range, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Position, type PositionEncoding, unitsOf } from '../config/lines.js';

const spoken: readonly string[] = ['utf-8', 'utf-16'] satisfies PositionEncoding[];

/** The encoding that a client likes best of those that are spoken here; one that names none means UTF-16. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
	return (offered?.find((one) => spoken.includes(one)) as PositionEncoding | undefined) ?? 'utf-16';
}

/**
 * The open documents, kept up to date from changes in the encoding that was agreed upon. The library counts in UTF-16: in
 * any other encoding this is where the ranges of changes become UTF-16. Positions of all else are made and read by the
 * {@link LineIndex} of an analysis.
 * @param encodingOf what was agreed upon
 */
export function encodedDocuments(encodingOf: () => PositionEncoding): TextDocuments<TextDocument> {
	return new TextDocuments({
		create: TextDocument.create,
		update(document, changes, version) {
			if (encodingOf() === 'utf-16') return TextDocument.update(document, changes, version);
			// One after the other: each range is about the text that those before it have left.
			for (const change of changes) {
				const known = 'range' in change ? { ...change, range: inUnits(document, change.range) } : change;
				TextDocument.update(document, [known], version);
			}
			return TextDocument.update(document, [], version);
		},
	});
}

function inUnits(document: TextDocument, { start, end }: Range): Range {
	return { start: positionInUnits(document, start), end: positionInUnits(document, end) };
}

function positionInUnits(document: TextDocument, { line, character }: Position): Position {
	const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
	return { line, character: unitsOf(text, character) };
}
