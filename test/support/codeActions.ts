import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { LineIndex } from '../../server/src/config/lines.js';
import { applyEdits } from '../../server/src/edit/textEdit.js';
import type { LanguageServerUnderTest } from './languageServer.js';

/** The actions that the server offers at a diagnostic, with that diagnostic given along as an editor does. */
export function actionsAt(
	server: LanguageServerUnderTest,
	uri: string,
	diagnostic: Diagnostic,
	only?: readonly string[],
): Promise<CodeAction[]> {
	return actionsIn(server, uri, diagnostic.range, only, [diagnostic]);
}

/** The actions that the server offers for a range. */
export function actionsIn(
	server: LanguageServerUnderTest,
	uri: string,
	range: Diagnostic['range'],
	only?: readonly string[],
	diagnostics: readonly Diagnostic[] = [],
): Promise<CodeAction[]> {
	const context = { diagnostics, ...(only && { only }) };
	return server.connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context });
}

/** A text as an editor has it after an action. */
export function applied(text: string, { edit }: CodeAction): string {
	const lines = new LineIndex(text);
	const edits = (edit?.documentChanges ?? []).flatMap((change) =>
		'edits' in change ? change.edits.flatMap((one) => ('newText' in one ? [one] : [])) : [],
	);
	return applyEdits(
		text,
		edits.map(({ range, newText }) => ({
			span: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
			newText,
		})),
	);
}
