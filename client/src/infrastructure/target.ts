import { l10n, type TextDocument, Uri, window, workspace } from 'vscode';
import { baseName, isConfiguration } from './documents.js';
import { Refused } from './refused.js';

/** Finds the configuration that a command is meant for. */
export class Target {
	/** The document of the preview that has the focus, while one has. */
	previewed: Uri | undefined;

	/**
	 * The configuration of a command: what a menu named, the text being edited, the one whose preview has the focus,
	 * the only one in sight, or the only one that is open.
	 * @param argument the command's first argument: menus give a Uri
	 * @throws Refused when there is none, or it is no configuration
	 */
	async document(argument: unknown): Promise<TextDocument> {
		const named = argument instanceof Uri ? argument : undefined;
		const uri = named ?? this.#active();
		if (!uri)
			throw new Refused(l10n.t('Open an RSSv2 configuration (*.rssv2.yaml, *.rssv2.json) first.'), {
				title: l10n.t('Open Example…'),
				command: 'rssv2.openExample',
			});
		const document = await workspace.openTextDocument(uri);
		if (isConfiguration(document)) return document;
		throw new Refused(
			l10n.t(
				'{0} is not an RSSv2 configuration on disk or unsaved: those are named *.rssv2.yaml or *.rssv2.json, or have the language RSSv2.',
				baseName(uri.path),
			),
		);
	}

	#active(): Uri | undefined {
		const { activeTextEditor, visibleTextEditors } = window;
		if (activeTextEditor && isConfiguration(activeTextEditor.document)) return activeTextEditor.document.uri;
		if (this.previewed) return this.previewed;
		const visible = visibleTextEditors.map(({ document }) => document);
		return onlyOne(visible) ?? (visible.some(isConfiguration) ? undefined : onlyOne(workspace.textDocuments));
	}
}

/** The configuration among documents, when there is no other. */
function onlyOne(documents: readonly TextDocument[]): Uri | undefined {
	const uris = documents.filter(isConfiguration).map(({ uri }) => [uri.toString(), uri] as const);
	const [only, another] = new Map(uris).values();
	return another ? undefined : only;
}
