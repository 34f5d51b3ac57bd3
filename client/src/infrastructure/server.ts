import type { CancellationToken, Disposable, ExtensionContext, LogOutputChannel } from 'vscode';
import { Uri } from 'vscode';
import {
	LanguageClient,
	type LanguageClientOptions,
	type ServerOptions,
	State,
	TransportKind,
} from 'vscode-languageclient/node';
import type { Notifications, Requests } from '../../../server/src/protocol.js';
import { selector } from './documents.js';

/** How long a request waits for a server that is still starting, in milliseconds. */
const START_LIMIT = 20_000;

/** The language server as the features see it: typed requests and notifications of server/src/protocol.ts. */
export class Server implements Disposable {
	readonly #client: LanguageClient;
	#started: Promise<void> | undefined;

	constructor(context: ExtensionContext, log: LogOutputChannel) {
		const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
		const run = { module, transport: TransportKind.ipc };
		const server: ServerOptions = {
			run,
			debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
		};
		const options: LanguageClientOptions = {
			documentSelector: selector,
			outputChannel: log,
			synchronize: { configurationSection: 'rssv2' },
		};
		this.#client = new LanguageClient('rssv2', 'RSSv2', server, options);
	}

	/** Starts it; returns at once, requests wait for it. */
	start(): void {
		this.#started = this.#client.start();
		this.#started.catch(() => {}); // told to whoever asks for something, and by the client itself
	}

	/** Asks the server; rejects with a sentence for the user. */
	async request<K extends keyof Requests>(
		method: K,
		params: Requests[K]['params'],
		token?: CancellationToken,
	): Promise<Requests[K]['result']> {
		await this.#ready();
		return this.#client.sendRequest<Requests[K]['result']>(method, params, token);
	}

	onNotification<K extends keyof Notifications>(
		method: K,
		handler: (params: Notifications[K]) => void,
	): Disposable {
		return this.#client.onNotification(method, handler);
	}

	/** Reports of a workDoneToken; dispose when the request is answered. */
	onProgress(
		token: string,
		handler: (report: { message?: string; percentage?: number }) => void,
	): Disposable {
		return this.#client.onNotification('$/progress', (params: { token: unknown; value: object }) => {
			if (params.token === token) handler(params.value);
		});
	}

	async #ready(): Promise<void> {
		if (this.#client.state === State.Running) return;
		let timer: NodeJS.Timeout | undefined;
		const limit = new Promise<never>((_, reject) => {
			const message = 'The RSSv2 language server did not start. See the log for why.';
			timer = setTimeout(() => reject(new Error(message)), START_LIMIT);
		});
		await Promise.race([this.#started, limit]).finally(() => clearTimeout(timer));
	}

	async dispose(): Promise<void> {
		await this.#started?.catch(() => {});
		await this.#client.dispose();
	}
}
