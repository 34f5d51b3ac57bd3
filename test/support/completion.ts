import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem } from 'vscode-languageserver-types';

/** A text after a completion was taken, with the stops of its snippet as they are. */
export function applyCompletion(
	text: string,
	{ label, textEdit, additionalTextEdits = [] }: CompletionItem,
): string {
	if (!textEdit || !('range' in textEdit)) throw new Error(`${label} has no edit`);
	const document = TextDocument.create('', '', 0, text);
	return TextDocument.applyEdits(document, [textEdit, ...additionalTextEdits]);
}

/** A snippet as an author leaves it who types as little as possible: first choices, defaults, something for the rest. */
export function fillStops(snippet: string): string {
	return snippet
		.replace(/\{ \$\d+ \}/g, '{ }')
		.replace(/\$\{\d+:([^}]*)\}/g, '$1')
		.replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
		.replace(/"\$\d+"/g, '"0:2"')
		.replace(/\$\d+/g, '1');
}
