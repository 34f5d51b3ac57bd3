import type { WorkspaceEdit } from 'vscode-languageserver';
import { writtenEntities } from '../edit/entities.js';
import { TableEditError, tableCellEdits } from '../edit/tableEdit.js';
import type { TableChange } from '../protocol.js';
import type { Analysis } from './documents.js';
import { failure } from './runner.js';
import { changesByEntity } from './whatIf.js';

/**
 * The edit of a document that makes cells of indirection tables point elsewhere. It holds for this version of the text
 * alone, and is one step of undo.
 * @throws ResponseError with a sentence for the user when the text does not allow it
 */
export function editTable(
	{ uri, version, text, check }: Analysis,
	changes: readonly TableChange[],
): WorkspaceEdit {
	const edits = [...changesByEntity(changes)].flatMap(([vportId, cells]) => {
		try {
			const entities = writtenEntities(check.documents);
			return tableCellEdits(text, check.syntax, vportId, cells, { entities });
		} catch (error) {
			if (error instanceof TableEditError) throw failure(error.message);
			throw error;
		}
	});
	const sorted = edits.sort((a, b) => a.span.start - b.span.start);
	for (const [i, { span }] of sorted.entries()) {
		const before = sorted[i - 1];
		if (before && span.start < before.span.end)
			throw failure('Two of the tables share their text: change one of them at a time.');
	}
	return {
		documentChanges: [
			{
				textDocument: { uri, version },
				edits: sorted.map(({ span, newText }) => ({ range: check.lines.rangeOf(span), newText })),
			},
		],
	};
}
