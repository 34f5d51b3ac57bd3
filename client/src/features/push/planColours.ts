import { Disposable, Range, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import { signOf } from './words.js';

/** Colours the heads of entities in plans as version control colours files: what is created, changed, deleted. */
export function colourPlans(scheme: string): Disposable {
	const colour = (id: string) => window.createTextEditorDecorationType({ color: new ThemeColor(id) });
	const kinds = {
		create: colour('gitDecoration.addedResourceForeground'),
		change: colour('gitDecoration.modifiedResourceForeground'),
		delete: colour('gitDecoration.deletedResourceForeground'),
	};
	const paint = (editor: TextEditor) => {
		const { document } = editor;
		if (document.uri.scheme !== scheme) return;
		const lines = document.getText().split('\n');
		for (const [action, decoration] of Object.entries(kinds)) {
			const heads = lines.flatMap((text, line) =>
				signOf(text) === action ? [new Range(line, 0, line, text.length)] : [],
			);
			editor.setDecorations(decoration, heads);
		}
	};
	return Disposable.from(
		...Object.values(kinds),
		window.onDidChangeVisibleTextEditors((editors) => editors.forEach(paint)),
		// The text of the same plan is another one after the next push.
		workspace.onDidChangeTextDocument(({ document }) => {
			for (const editor of window.visibleTextEditors) if (editor.document === document) paint(editor);
		}),
	);
}
