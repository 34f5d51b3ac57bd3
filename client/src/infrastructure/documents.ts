import type { TextDocument, TextEditor } from 'vscode';
import { window } from 'vscode';

export const YAML = 'rssv2-yaml';
export const JSON_LANGUAGE = 'rssv2-json';

/** Files, unsaved texts and files of a remote: not the read-only sides of diffs. */
export const selector: { language: string; scheme: string }[] = [YAML, JSON_LANGUAGE].flatMap((language) =>
	['file', 'untitled', 'vscode-remote'].map((scheme) => ({ language, scheme })),
);

/** Whether a document is an RSSv2 configuration. */
export function isConfiguration({ languageId }: TextDocument): boolean {
	return languageId === YAML || languageId === JSON_LANGUAGE;
}

/** The editor that shows the configuration a command is meant for. Throws when there is none. */
export function configurationEditor(): TextEditor {
	const { activeTextEditor, visibleTextEditors } = window;
	if (activeTextEditor && isConfiguration(activeTextEditor.document)) return activeTextEditor;
	// A preview has the focus: the configuration beside it is meant, if there is just one.
	const [only, another] = visibleTextEditors.filter(({ document }) => isConfiguration(document));
	if (only && !another) return only;
	throw new Error('Open an RSSv2 configuration (*.rssv2.yaml, *.rssv2.json) first.');
}

/** The language of a file to be, by its name. */
export function languageOf(fileName: string): string {
	return /\.jsonc?$/.test(fileName) ? JSON_LANGUAGE : YAML;
}
