import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
	createMessageConnection,
	type MessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const schemaFile = new URL('../../schemas/rssv2.schema.json', import.meta.url);

/** With all they bring along they are too large for everyone's checkout (120 MB): a run of the benchmark installs them. */
const versions = { 'vscode-langservers-extracted': '4.10.0', 'yaml-language-server': '1.25.0' };

/** A language server of others, and how it is told of our schema. */
export interface Peer {
	readonly name: string;
	readonly program: string;
	readonly languageId: string;
	readonly settings: Readonly<Record<string, unknown>>;
	/** Answers `textDocument/diagnostic`; else it publishes. */
	readonly pulls: boolean;
}

/** Installs the peers, once, and answers where: in the cache of the project, or where RSSV2_CACHE says. */
export async function installPeers(): Promise<string> {
	const cache = process.env['RSSV2_CACHE'] ?? fileURLToPath(new URL('../../.cache', import.meta.url));
	const name = Object.values(versions).join('-');
	const folder = join(cache, `bench-peers-${name}`);
	if (existsSync(join(folder, 'installed'))) return folder;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
	const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts'];
	await promisify(execFile)('npm', args, { cwd: folder, shell: process.platform === 'win32' });
	await writeFile(join(folder, 'installed'), '');
	return folder;
}

/**
 * The peers of a folder that {@link installPeers} made.
 * @param schema whether they are told of our schema: without it all that they look for is syntax
 */
export function peersIn(folder: string, schema: boolean): { readonly json: Peer; readonly yaml: Peer } {
	const program = (path: string) => join(folder, 'node_modules', path);
	const url = pathToFileURL(fileURLToPath(schemaFile)).href;
	const schemas = schema
		? [{ url, fileMatch: ['*'], schema: JSON.parse(readFileSync(schemaFile, 'utf8')) }]
		: [];
	return {
		json: {
			name: `JSON server${schema ? ' with schema' : ''}`,
			program: program('vscode-langservers-extracted/bin/vscode-json-language-server'),
			languageId: 'jsonc',
			settings: { json: { validate: { enable: true }, schemas } },
			pulls: true,
		},
		yaml: {
			name: `yaml-language-server${schema ? ' with schema' : ''}`,
			program: program('yaml-language-server/bin/yaml-language-server'),
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
		const server = await PeerUnderTest.initialize(peer);
		await server.connection.sendNotification('initialized', {});
		await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: peer.settings });
		await server.#checked(() =>
			server.connection.sendNotification('textDocument/didOpen', {
				textDocument: { uri: server.uri, languageId: peer.languageId, version: 1, text },
			}),
		);
		return server;
	}

	/** Starts it and waits until it is initialized. */
	static async initialize(peer: Peer): Promise<PeerUnderTest> {
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
		return server;
	}

	/** Makes an edit and waits for the diagnostics after it. */
	edit(contentChanges: readonly object[]): Promise<void> {
		return this.#checked(() => this.#change(contentChanges));
	}

	/** Makes an edit and asks for a hover right after it. */
	async editAndHover(contentChanges: readonly object[], position: object): Promise<void> {
		await this.#change(contentChanges);
		const textDocument = { uri: this.uri };
		await this.connection.sendRequest('textDocument/hover', { textDocument, position });
	}

	#change(contentChanges: readonly object[]): Promise<void> {
		const textDocument = { uri: this.uri, version: ++this.#version };
		return this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
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
