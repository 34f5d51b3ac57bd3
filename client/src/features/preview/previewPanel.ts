import { commands, Disposable, env, l10n, Uri, type WebviewPanel, workspace } from 'vscode';
import type { Baseline, HostToPreview, PreviewToHost, TableChange } from '../../../../server/src/protocol.js';
import { isCancellation } from '../../infrastructure/cancelled.js';
import { chooseCapture } from '../../infrastructure/chooseCapture.js';
import { baseName, isConfiguration } from '../../infrastructure/documents.js';
import { editText } from '../../infrastructure/editText.js';
import { messageOf, Refused } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { Coalescer } from './coalescer.js';
import { Comparison } from './comparison.js';
import { undoInText } from './editText.js';
import { saveExport } from './files.js';
import { previewHtml } from './html.js';
import { revealInText } from './reveal.js';
import { TrafficRun } from './trafficRun.js';

/**
 * The preview of one document at a time. It follows the document, whether or not an editor shows it; which document, may
 * change while it follows the active editor.
 */
export class PreviewPanel implements Disposable {
	readonly #listeners: Disposable;
	readonly #question = new Coalescer(() => this.#ask());
	/** The page has loaded; it loads anew whenever the panel comes back into sight. */
	#ready = false;
	#disposed = false;
	/** Cells that the picture shows otherwise than the text has them. */
	#whatIf: readonly TableChange[] = [];
	/** What it was last compared with, for the page that loads anew. */
	#baseline: Baseline | undefined;
	/** Key of an entity to show once the page has loaded. */
	#entity: string | undefined;
	#uri: Uri;
	readonly #comparison: Comparison;
	readonly #traffic: TrafficRun;

	constructor(
		readonly panel: WebviewPanel,
		uri: Uri,
		readonly services: Services,
		/** Whether it shows whichever configuration is being edited. */
		public follows = false,
	) {
		this.#uri = uri;
		this.#comparison = new Comparison(services.server);
		this.#traffic = new TrafficRun(services.server, (message) => this.#send(message));
		this.#listeners = Disposable.from(
			panel.webview.onDidReceiveMessage((message: PreviewToHost) => this.#receive(message)),
			panel.onDidChangeViewState(() => this.#noteFocus()),
			workspace.onDidCloseTextDocument((document) => {
				if (document.uri.toString() === this.#uri.toString() && panel.visible) void this.#load();
			}),
		);
		this.#fill();
		this.#noteFocus();
	}

	/** The document that is shown. */
	get uri(): Uri {
		return this.#uri;
	}

	/** Shows another document. */
	retarget(uri: Uri): void {
		if (uri.toString() === this.#uri.toString()) return;
		if (this.services.target.previewed === this.#uri) this.services.target.previewed = uri;
		this.#uri = uri;
		this.#whatIf = [];
		this.#traffic.cancel();
		this.#name();
		if (this.#ready) void this.#load();
		this.#baseline = undefined;
		this.#sendBaseline();
		if (this.#comparison.active) this.#receive({ type: 'compare', with: 'again' });
	}

	/** Shows an entity of the document, by its key. */
	select(entity: string): void {
		if (this.#ready) this.#send({ type: 'select', entity });
		else this.#entity = entity;
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
		this.#name();
		panel.iconPath = {
			light: Uri.joinPath(media, 'preview-light.svg'),
			dark: Uri.joinPath(media, 'preview-dark.svg'),
		};
		webview.options = { enableScripts: true, localResourceRoots: [folder] };
		webview.html = previewHtml(
			webview.cspSource,
			address('preview.js'),
			address('preview.css'),
			crypto.randomUUID(),
			{ language: env.language, title: l10n.t('RSSv2 Preview'), bundle: l10n.bundle },
		);
	}

	#name(): void {
		this.panel.title = l10n.t('Preview {0}', baseName(this.#uri.path));
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
				message: l10n.t(
					'{0} has the language “{1}” now: there is nothing to preview.',
					name,
					open.languageId,
				),
			});
		}
		try {
			// To open an unsaved text that is gone would make a new one.
			if (!open && this.uri.scheme === 'untitled') throw new Error('unsaved, and gone');
			await workspace.openTextDocument(this.uri);
		} catch {
			return this.#send({
				type: 'unavailable',
				message: l10n.t('{0} is closed. Open it again to see its preview.', name),
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
			const uri = this.#uri.toString();
			const whatIf = [...this.#whatIf];
			const model = await this.services.server.request('rssv2/preview', { uri, whatIf });
			if (model && this.#openDocument() && uri === this.#uri.toString()) this.#send({ type: 'show', model });
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
		this.#handle(message).catch((error: unknown) => {
			if (isCancellation(error)) return;
			if (!(error instanceof Refused)) this.services.log.error(`preview: ${messageOf(error)}`);
			this.#send({ type: 'notice', message: messageOf(error) });
		});
	}

	async #handle(message: PreviewToHost): Promise<void> {
		switch (message.type) {
			case 'ready':
				return this.#begin();
			case 'reveal':
				return revealInText(this.panel, this.uri, message);
			case 'edit':
				return editText(this.services.server, this.uri, message.version, message.changes);
			case 'undo':
				return undoInText(this.panel, this.uri);
			case 'whatIf':
				this.#whatIf = message.changes;
				return this.refresh();
			case 'compare':
				return this.#compare(message.with);
			case 'traffic':
				return this.#traffic.ask(this.uri, message, this.#whatIf);
			case 'cancelTraffic':
				return this.#traffic.cancel();
			case 'balance':
				return this.#balance(message);
			case 'chooseCapture':
				return this.#send({ type: 'capture', ...(await chooseCapture()) });
			case 'export':
				return saveExport(this.uri, message);
			case 'follow':
				this.follows = message.follows;
				return;
			case 'openLink':
				if (message.url.startsWith('https://')) await env.openExternal(Uri.parse(message.url, true));
				return;
			case 'push':
				await commands.executeCommand('rssv2.pushToDevice', this.uri);
				// What it is compared with may be the device that has just changed.
				if (this.#comparison.active) await this.#compare('again');
		}
	}

	/** The page has loaded and listens. */
	async #begin(): Promise<void> {
		this.#ready = true;
		await this.#load();
		if (this.#entity !== undefined) this.#send({ type: 'select', entity: this.#entity });
		this.#entity = undefined;
		this.#sendBaseline();
	}

	async #balance({ vportId, source, by }: Extract<PreviewToHost, { type: 'balance' }>): Promise<void> {
		const question = { uri: this.#uri.toString(), vportId, source, by };
		const { changes, words } = await this.services.server.request('rssv2/balance', question);
		this.#send({ type: 'balanced', vportId, changes, words });
	}

	async #compare(wanted: Extract<PreviewToHost, { type: 'compare' }>['with']): Promise<void> {
		this.#baseline = await this.#comparison.ask(this.uri, wanted);
		this.#sendBaseline();
	}

	#sendBaseline(): void {
		this.#send({ type: 'baseline', ...(this.#baseline && { baseline: this.#baseline }) });
	}

	dispose(): void {
		this.#disposed = true;
		this.#traffic.cancel();
		if (this.services.target.previewed === this.uri) this.services.target.previewed = undefined;
		this.#listeners.dispose();
	}
}
