import {
	commands,
	type Disposable,
	env,
	Range,
	TextEditorRevealType,
	Uri,
	ViewColumn,
	type WebviewPanel,
	window,
	workspace,
} from 'vscode';
import type { HostToPreview, PreviewToHost } from '../../../../server/src/protocol.js';
import type { Services } from '../../infrastructure/services.js';
import { previewHtml } from './html.js';

/** The preview of one document. Asks the server anew whenever the document was checked; the last answer counts. */
export class PreviewPanel implements Disposable {
	readonly #disposables: Disposable[] = [];
	#asked = 0;
	#ready = false;

	constructor(
		readonly panel: WebviewPanel,
		readonly uri: Uri,
		readonly services: Services,
		onClosed: () => void,
	) {
		const { webview } = panel;
		const folder = Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
		webview.options = { enableScripts: true, localResourceRoots: [folder] };
		const nonce = crypto.randomUUID().replaceAll('-', '');
		const file = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
		this.#disposables.push(
			webview.onDidReceiveMessage((message: PreviewToHost) => this.#receive(message)),
			panel.onDidDispose(() => {
				this.dispose();
				onClosed();
			}),
		);
		panel.title = `Preview ${uri.path.slice(uri.path.lastIndexOf('/') + 1)}`;
		panel.iconPath = {
			light: Uri.joinPath(services.context.extensionUri, 'client', 'media', 'preview-light.svg'),
			dark: Uri.joinPath(services.context.extensionUri, 'client', 'media', 'preview-dark.svg'),
		};
		webview.html = previewHtml(webview.cspSource, file('preview.js'), file('preview.css'), nonce);
	}

	/** Shows the document as it is now. */
	async refresh(): Promise<void> {
		if (!this.#ready) return;
		const asked = ++this.#asked;
		const model = await this.services.server.request('rssv2/preview', { uri: this.uri.toString() });
		if (asked !== this.#asked) return; // a later question is on its way
		const message = 'The document is closed. Open it again to see its preview.';
		this.#send(model ? { type: 'show', model } : { type: 'unavailable', message });
	}

	#send(message: HostToPreview): void {
		void this.panel.webview.postMessage(message);
	}

	#receive(message: PreviewToHost): void {
		this.#handle(message).catch((error: unknown) => {
			this.services.log.error(`preview: ${error instanceof Error ? error.message : String(error)}`);
		});
	}

	async #handle(message: PreviewToHost): Promise<void> {
		switch (message.type) {
			case 'ready':
				this.#ready = true;
				// After a reload the panel is there before its document: open it, and the server will tell of it.
				await workspace.openTextDocument(this.uri);
				return this.refresh();
			case 'reveal': {
				const { start, end } = message.range;
				return this.#reveal(new Range(start.line, start.character, end.line, end.character));
			}
			case 'openLink':
				if (/^https:\/\//.test(message.url)) await env.openExternal(Uri.parse(message.url));
				return;
			case 'push':
				await this.#reveal();
				await commands.executeCommand('rssv2.pushToDevice');
		}
	}

	/** Shows the document beside the preview, with a range of it selected. */
	async #reveal(range?: Range): Promise<void> {
		const shown = window.visibleTextEditors.find(
			({ document }) => document.uri.toString() === this.uri.toString(),
		);
		const document = await workspace.openTextDocument(this.uri);
		const viewColumn =
			shown?.viewColumn ?? (this.panel.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
		const editor = await window.showTextDocument(document, {
			viewColumn,
			...(range && { selection: range }),
		});
		if (range) editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
	}

	dispose(): void {
		for (const disposable of this.#disposables.splice(0)) disposable.dispose();
	}
}
