import {
	type CancellationToken,
	Disposable,
	EventEmitter,
	type LogOutputChannel,
	l10n,
	type WorkspaceEdit,
} from 'vscode';
import {
	type BaseLanguageClient,
	type LanguageClientOptions,
	type WorkspaceEdit as LspWorkspaceEdit,
	RevealOutputChannelOn,
	State,
	WorkDoneProgress,
} from 'vscode-languageclient';
import type { Notifications, Requests } from '../../../server/src/protocol.js';
import { selector } from './documents.js';

/** Makes the client of a server, not yet started. */
export type MakeClient = (options: LanguageClientOptions) => BaseLanguageClient;

/** How long a request waits for a server that is still starting, in milliseconds. */
const START_LIMIT = 20_000;

/** The language server as the features see it: typed requests and notifications of server/src/protocol.ts. */
export class Server {
	readonly #client: BaseLanguageClient;
	readonly #notifications = new Map<string, EventEmitter<unknown>>();

	/** @param makeClient makes the client, which knows where the server runs: a process or a worker */
	constructor(makeClient: MakeClient, log: LogOutputChannel) {
		this.#client = makeClient({
			documentSelector: selector,
			outputChannel: log,
			revealOutputChannelOn: RevealOutputChannelOn.Never,
		});
	}

	/** Starts it and returns at once: requests wait for it. The client itself tells the user when it cannot start. */
	start(): void {
		this.#client.start().catch(() => {});
	}

	/**
	 * Asks the server.
	 * @throws Error with a sentence for the user; the error of a cancelled request passes `isCancellation`
	 */
	async request<K extends keyof Requests>(
		method: K,
		params: Requests[K]['params'],
		token?: CancellationToken,
	): Promise<Requests[K]['result']> {
		await this.#running();
		// An absent token must not be passed on: it would travel as a second parameter.
		return token
			? this.#client.sendRequest<Requests[K]['result']>(method, params, token)
			: this.#client.sendRequest<Requests[K]['result']>(method, params);
	}

	/** Calls back on a notification. */
	onNotification<K extends keyof Notifications>(
		method: K,
		handler: (params: Notifications[K]) => void,
	): Disposable {
		let emitter = this.#notifications.get(method);
		if (!emitter) {
			const created = new EventEmitter<unknown>();
			emitter = created;
			this.#notifications.set(method, created);
			// The client knows one handler a method.
			this.#client.onNotification(method, (params: unknown) => created.fire(params));
		}
		return emitter.event((params) => handler(params as Notifications[K]));
	}

	/** Calls back whenever the server runs: at first, and again after it crashed. */
	onDidStart(handler: () => void): Disposable {
		return this.#client.onDidChangeState(({ newState }) => {
			if (newState === State.Running) handler();
		});
	}

	/** Reports of a workDoneToken; dispose when the request is answered. `percentage` is 0..100. */
	onProgress(
		token: string,
		handler: (report: { message?: string; percentage?: number }) => void,
	): Disposable {
		return this.#client.onProgress(WorkDoneProgress.type, token, handler);
	}

	/** An edit of the server as VS Code applies it. */
	asWorkspaceEdit(edit: LspWorkspaceEdit): Promise<WorkspaceEdit> {
		return this.#client.protocol2CodeConverter.asWorkspaceEdit(edit);
	}

	/** Waits for a server that starts, the first time or again. */
	#running(): Promise<void> {
		return new Promise((resolve, reject) => {
			const settle = (state: State) => {
				if (state === State.Running) resolve();
				else if (state === State.Starting) return;
				else reject(new Error(l10n.t('The RSSv2 language server does not run. The log says why.')));
				done.dispose();
			};
			const timer = setTimeout(() => {
				done.dispose();
				reject(
					new Error(
						l10n.t('The RSSv2 language server did not start within {0} seconds.', START_LIMIT / 1000),
					),
				);
			}, START_LIMIT);
			const listener = this.#client.onDidChangeState(({ newState }) => settle(newState));
			const done = new Disposable(() => {
				clearTimeout(timer);
				listener.dispose();
			});
			settle(this.#client.state);
		});
	}

	/** Shuts the server down, and with it the emulators that run in it. */
	async dispose(): Promise<void> {
		await this.#client.dispose();
	}
}
