import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import {
	createMessageConnection,
	type MessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { InitializeResult, ServerCapabilities } from 'vscode-languageserver';
import type {
	CompletionItem,
	Diagnostic,
	DocumentSymbol,
	Hover,
	Position,
} from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { Notifications, Requests } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';

/** What a client says of itself; the default pulls diagnostics and has settings, as VS Code does. */
export interface ClientOptions {
	readonly pull?: boolean;
	readonly snippets?: boolean;
	/** False: the server cannot ask for settings. */
	readonly configuration?: boolean;
	readonly settings?: Readonly<Record<string, unknown>>;
	/** The folder that it opens, as a URI. */
	readonly folder?: string;
	/** Of positions, the dearest first; none: the client does not say. */
	readonly positionEncodings?: readonly string[];
	/** The Node that runs the server; default: the one that runs this. */
	readonly node?: string;
	/** What the program is given. */
	readonly args?: readonly string[];
}

/** The real server over stdio, as an editor sees it. */
export class LanguageServerUnderTest {
	readonly pushed = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
	readonly previewChanges: Notifications['rssv2/previewChanged'][] = [];
	readonly #versions = new Map<string, number>();
	readonly #progress = new Map<string | number, object[]>();
	#capabilities: ServerCapabilities = {};

	private constructor(
		readonly child: ChildProcess,
		readonly connection: MessageConnection,
	) {}

	static async start(
		path: string,
		{
			pull = true,
			snippets = true,
			configuration = true,
			settings = {},
			folder,
			positionEncodings,
			node = process.execPath,
			args = ['--stdio'],
		}: ClientOptions = {},
	): Promise<LanguageServerUnderTest> {
		const child = spawn(node, [path, ...args], {
			stdio: ['pipe', 'pipe', 'inherit'],
			// What it keeps of pushes must not get among the user's own.
			env: { ...process.env, XDG_STATE_HOME: join(dirname(path), 'state') },
		});
		const connection = createMessageConnection(
			new StreamMessageReader(child.stdout),
			new StreamMessageWriter(child.stdin),
		);
		const server = new LanguageServerUnderTest(child, connection);
		connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
			server.pushed.set(uri, { version, diagnostics });
		});
		connection.onNotification('rssv2/previewChanged', (params) => {
			server.previewChanges.push(params);
		});
		connection.onNotification('$/progress', ({ token, value }) => {
			server.#progress.set(token, [...(server.#progress.get(token) ?? []), value]);
		});
		connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
			items.map(({ section }) => settings[section] ?? null),
		);
		connection.onRequest('client/registerCapability', () => undefined);
		connection.listen();
		const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
			processId: process.pid,
			rootUri: null,
			workspaceFolders: folder === undefined ? null : [{ uri: folder, name: 'w' }],
			capabilities: {
				...(positionEncodings && { general: { positionEncodings } }),
				workspace: {
					configuration,
					didChangeConfiguration: { dynamicRegistration: true },
					didChangeWatchedFiles: { dynamicRegistration: true },
					workspaceFolders: true,
				},
				textDocument: {
					completion: { completionItem: { snippetSupport: snippets } },
					...(pull && { diagnostic: { dynamicRegistration: false } }),
				},
			},
		});
		server.#capabilities = capabilities;
		await connection.sendNotification('initialized', {});
		return server;
	}

	/** What it said that it can. */
	get capabilities(): ServerCapabilities {
		return this.#capabilities;
	}

	/** Opens a text; its name decides the language. Gives its URI. */
	async open(name: string, text: string, folder = '/w'): Promise<string> {
		const uri = URI.file(`${folder}/${name}`).toString();
		const languageId = /\.jsonc?$/.test(name) ? 'rssv2-json' : 'rssv2-yaml';
		this.#versions.set(uri, 1);
		await this.connection.sendNotification('textDocument/didOpen', {
			textDocument: { uri, languageId, version: 1, text },
		});
		return uri;
	}

	/** Replaces the whole text. */
	async change(uri: string, text: string): Promise<number> {
		return this.edit(uri, [{ text }]);
	}

	async edit(uri: string, contentChanges: object[]): Promise<number> {
		const version = (this.#versions.get(uri) ?? 0) + 1;
		this.#versions.set(uri, version);
		await this.connection.sendNotification('textDocument/didChange', {
			textDocument: { uri, version },
			contentChanges,
		});
		return version;
	}

	async diagnostics(uri: string): Promise<Diagnostic[]> {
		const report = await this.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
			textDocument: { uri },
		});
		return report.items;
	}

	hover(uri: string, position: Position): Promise<Hover | null> {
		return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
	}

	completion(uri: string, position: Position): Promise<CompletionItem[]> {
		return this.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
	}

	outline(uri: string): Promise<DocumentSymbol[]> {
		return this.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
	}

	request<K extends keyof Requests>(
		method: K,
		params: Requests[K]['params'],
	): Promise<Requests[K]['result']> {
		return this.connection.sendRequest(method, params);
	}

	progress(token: string): object[] {
		return this.#progress.get(token) ?? [];
	}

	/** Shuts the server down as an editor does; gives its exit code. */
	async stop(): Promise<number | null> {
		const exited = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
		await this.connection.sendRequest('shutdown');
		await this.connection.sendNotification('exit');
		const code = await exited;
		this.connection.dispose();
		return code;
	}
}

/** A text with the cursor marked by `|`, taken apart. */
export function caret(marked: string): { text: string; position: Position } {
	const at = marked.indexOf('|');
	const before = marked.slice(0, at);
	const line = before.split('\n').length - 1;
	return {
		text: before + marked.slice(at + 1),
		position: { line, character: at - (before.lastIndexOf('\n') + 1) },
	};
}

/** Polls until the answer is there; fails after a limit, saying what was waited for. */
export async function eventually<T>(
	what: string,
	answer: () => T | undefined | Promise<T | undefined>,
	limit = 10_000,
): Promise<T> {
	const end = performance.now() + limit;
	for (;;) {
		const found = await answer();
		if (found !== undefined) return found;
		if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 15));
	}
}

/** A server for all tests of a file: it ends with them, and well. */
export async function serverOfFile(options: ClientOptions = {}): Promise<LanguageServerUnderTest> {
	const program = await bundle('main');
	const server = await LanguageServerUnderTest.start(program.path, options);
	afterAll(async () => {
		expect(await server.stop()).toBe(0);
		await program.dispose();
	});
	return server;
}
