import {
	Range,
	TabInputText,
	TextEditorRevealType,
	type Uri,
	ViewColumn,
	type WebviewPanel,
	window,
} from 'vscode';
import type { PreviewToHost } from '../../../../server/src/protocol.js';

/** Selects a range in the editor of a document, beside its preview; the preview keeps the focus unless told. */
export async function revealInText(
	panel: WebviewPanel,
	uri: Uri,
	{ range: { start, end }, focus = false }: Extract<PreviewToHost, { type: 'reveal' }>,
): Promise<void> {
	const range = new Range(start.line, start.character, end.line, end.character);
	const editor = await window.showTextDocument(uri, {
		viewColumn: columnBeside(panel, uri),
		preserveFocus: !focus,
		selection: range,
	});
	editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the text of a preview belongs: in the column that has it, else beside the preview. */
export function columnBeside(panel: WebviewPanel, uri: Uri): ViewColumn {
	return columnOf(uri) ?? (panel.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
}

/** The column that has the document, in front or behind another tab. */
function columnOf(uri: Uri): ViewColumn | undefined {
	const key = uri.toString();
	const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
	const group = window.tabGroups.all.find(({ tabs }) =>
		tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === key),
	);
	return visible?.viewColumn ?? group?.viewColumn;
}
