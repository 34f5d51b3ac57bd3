import { randomBytes } from 'node:crypto';
import { commands, Disposable, env, Uri, type WebviewPanel, workspace } from 'vscode';
import type { HostToPreview, PreviewToHost } from '../../../../server/src/protocol.js';
import { baseName, isConfiguration } from '../../infrastructure/documents.js';
import { messageOf } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { Coalescer } from './coalescer.js';
import { previewHtml } from './html.js';
import { revealInText } from './reveal.js';

/** The preview of one document. It follows the document, whether or not an editor shows it. */
export class PreviewPanel implements Disposable {
	readonly #listeners: Disposable;
	readonly #question = new Coalescer(() => this.#ask());
	/** The page has loaded; it loads anew whenever the panel comes back into sight. */
	#ready = false;
	#disposed = false;

	constructor(
		readonly panel: WebviewPanel,
		readonly uri: Uri,
		readonly services: Services,
	) {
		this.#listeners = Disposable.from(
			panel.webview.onDidReceiveMessage((message: PreviewToHost) => this.#receive(message)),
			panel.onDidChangeViewState(() => this.#noteFocus()),
			workspace.onDidCloseTextDocument((document) => {
				if (document.uri.toString() === uri.toString() && panel.visible) void this.#load();
			}),
		);
		this.#fill();
		this.#noteFocus();
	}

	/** Shows the document as it is now, soon. */
	refresh(): void {
		void this.#question.run();
	}

	/** Title, icon and page. */
	#fill(): void {
		const { extensionUri } = this.services;
		const { panel } = this;
		const media = Uri.joinPath(extensionUri, 'client', 'media');
		const folder = Uri.joinPath(extensionUri, 'dist', 'webview');
		const { webview } = panel;
		const address = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
		panel.title = `Preview ${baseName(this.uri.path)}`;
		panel.iconPath = {
			light: Uri.joinPath(media, 'preview-light.svg'),
			dark: Uri.joinPath(media, 'preview-dark.svg'),
		};
		webview.options = { enableScripts: true, localResourceRoots: [folder] };
		webview.html = previewHtml(
			webview.cspSource,
			address('preview.js'),
			address('preview.css'),
			randomBytes(16).toString('hex'),
		);
	}

	/** Commands without an argument mean the document whose preview has the focus. */
	#noteFocus(): void {
		const { target } = this.services;
		if (this.panel.active) target.previewed = this.uri;
		else if (target.previewed === this.uri) target.previewed = undefined;
	}

	/** Has the document open in the server, whose notification brings its picture; or says why it cannot be. */
	async #load(): Promise<void> {
		// A change of language closes a document and opens it again in one go: what counts is how it ends.
		await Promise.resolve();
		const name = baseName(this.uri.path);
		const open = this.#openDocument();
		if (open && !isConfiguration(open)) {
			return this.#send({
				type: 'unavailable',
				message: `${name} has the language “${open.languageId}” now: there is nothing to preview.`,
			});
		}
		try {
			// To open an unsaved text that is gone would make a new one.
			if (!open && this.uri.scheme === 'untitled') throw new Error('It was not saved.');
			await workspace.openTextDocument(this.uri);
		} catch {
			return this.#send({
				type: 'unavailable',
				message: `${name} is closed. Open it again to see its preview.`,
			});
		}
		this.refresh();
	}

	#openDocument() {
		return workspace.textDocuments.find(({ uri }) => uri.toString() === this.uri.toString());
	}

	/** One question to the server; its answer is shown unless the page or the document went away meanwhile. */
	async #ask(): Promise<void> {
		if (!this.#ready) return;
		try {
			const model = await this.services.server.request('rssv2/preview', { uri: this.uri.toString() });
			if (model && this.#openDocument()) this.#send({ type: 'show', model });
		} catch (error) {
			if (this.#disposed) return;
			this.services.log.error(`preview: ${messageOf(error)}`);
			this.#send({ type: 'unavailable', message: messageOf(error) });
		}
	}

	#send(message: HostToPreview): void {
		if (!this.#disposed) void this.panel.webview.postMessage(message);
	}

	#receive(message: PreviewToHost): void {
		this.#handle(message).catch((error: unknown) => this.services.log.error(`preview: ${messageOf(error)}`));
	}

	async #handle(message: PreviewToHost): Promise<void> {
		switch (message.type) {
			case 'ready':
				this.#ready = true;
				return this.#load();
			case 'reveal':
				return revealInText(this.panel, this.uri, message);
			case 'openLink':
				if (message.url.startsWith('https://')) await env.openExternal(Uri.parse(message.url, true));
				return;
			case 'push':
				await commands.executeCommand('rssv2.pushToDevice', this.uri);
		}
	}

	dispose(): void {
		this.#disposed = true;
		if (this.services.target.previewed === this.uri) this.services.target.previewed = undefined;
		this.#listeners.dispose();
	}
}
