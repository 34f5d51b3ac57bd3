import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
	createMessageConnection,
	type MessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const schemaFile = new URL('../../schemas/rssv2.schema.json', import.meta.url);

/** A language server of others, and how it is told of our schema. */
export interface Peer {
	readonly name: string;
	readonly program: string;
	readonly languageId: string;
	readonly settings: Readonly<Record<string, unknown>>;
	/** Answers `textDocument/diagnostic`; else it publishes. */
	readonly pulls: boolean;
}

/**
 * The peers, from the node_modules of a folder that RSSV2_BENCH_PEERS names (`npm install vscode-langservers-extracted
 * yaml-language-server` there): they are too large for everyone's checkout. Undefined where they are not.
 */
export function peersWith(schema: boolean): { readonly json: Peer; readonly yaml: Peer } | undefined {
	const folder = process.env['RSSV2_BENCH_PEERS'];
	const json = join(
		folder ?? '',
		'node_modules/vscode-langservers-extracted/bin/vscode-json-language-server',
	);
	const yaml = join(folder ?? '', 'node_modules/yaml-language-server/bin/yaml-language-server');
	if (!folder || !existsSync(json) || !existsSync(yaml)) return undefined;
	const url = pathToFileURL(schemaFile.pathname).href;
	const schemas = schema
		? [{ url, fileMatch: ['*'], schema: JSON.parse(readFileSync(schemaFile, 'utf8')) }]
		: [];
	return {
		json: {
			name: `JSON server${schema ? ' with schema' : ''}`,
			program: json,
			languageId: 'jsonc',
			settings: { json: { validate: { enable: true }, schemas } },
			pulls: true,
		},
		yaml: {
			name: `yaml-language-server${schema ? ' with schema' : ''}`,
			program: yaml,
			languageId: 'yaml',
			settings: {
				yaml: { validate: true, schemas: schema ? { [url]: '*' } : {}, schemaStore: { enable: false } },
			},
			pulls: false,
		},
	};
}

/** A peer over stdio with one open document. */
export class PeerUnderTest {
	readonly uri: string;
	#version = 1;
	#published: (() => void) | undefined;

	private constructor(
		readonly child: ChildProcess,
		readonly connection: MessageConnection,
		readonly peer: Peer,
	) {
		this.uri = `file:///w/bench.${peer.languageId}`;
	}

	/** Starts it, opens a text and waits for its first diagnostics. */
	static async start(peer: Peer, text: string): Promise<PeerUnderTest> {
		const child = spawn(process.execPath, [peer.program, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
		const connection = createMessageConnection(
			new StreamMessageReader(child.stdout),
			new StreamMessageWriter(child.stdin),
		);
		const server = new PeerUnderTest(child, connection, peer);
		connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
			items.map(({ section }) => peer.settings[section] ?? null),
		);
		connection.onRequest('client/registerCapability', () => undefined);
		connection.onNotification('textDocument/publishDiagnostics', () => server.#published?.());
		connection.listen();
		await connection.sendRequest('initialize', {
			processId: process.pid,
			rootUri: null,
			initializationOptions: {},
			capabilities: {
				workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
				textDocument: peer.pulls ? { diagnostic: { dynamicRegistration: false } } : {},
			},
		});
		await connection.sendNotification('initialized', {});
		await connection.sendNotification('workspace/didChangeConfiguration', { settings: peer.settings });
		const { uri } = server;
		await server.#checked(() =>
			connection.sendNotification('textDocument/didOpen', {
				textDocument: { uri, languageId: peer.languageId, version: 1, text },
			}),
		);
		return server;
	}

	/** Makes an edit and waits for the diagnostics after it. */
	edit(contentChanges: readonly object[]): Promise<void> {
		const textDocument = { uri: this.uri, version: ++this.#version };
		return this.#checked(() =>
			this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges }),
		);
	}

	async #checked(change: () => Promise<void>): Promise<void> {
		const published = new Promise<void>((resolve) => {
			this.#published = resolve;
		});
		await change();
		if (!this.peer.pulls) return published;
		await this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: this.uri } });
	}

	async stop(): Promise<void> {
		const exited = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.kill();
		await exited;
		this.connection.dispose();
	}
}
