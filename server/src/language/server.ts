import {
	type ClientCapabilities,
	CodeLensRefreshRequest,
	type Connection,
	DiagnosticRefreshRequest,
	DidChangeConfigurationNotification,
	type InitializeResult,
	TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { PositionEncoding } from '../config/lines.js';
import { codeActionKinds, codeActionsFor } from './codeAction.js';
import { codeLensesOf } from './codeLens.js';
import { completionsAt } from './completion.js';
import { Debouncer } from './debouncer.js';
import { registerDeviceRequests } from './deviceRequests.js';
import { devicesOfSettings } from './devices.js';
import { registerDiagnostics } from './diagnosticRequests.js';
import { diagnosticsOf } from './diagnostics.js';
import { type Analysis, AnalysisStore } from './documents.js';
import { chooseEncoding, encodedDocuments } from './encodedDocuments.js';
import type { Environment } from './environment.js';
import { featureCapabilities, refreshHints, registerFeatures } from './features.js';
import { hoverAt } from './hover.js';
import { InterfaceNames } from './interfaceNames.js';
import { outlineOf } from './outline.js';
import { registerPreviewRequests } from './previewRequests.js';
import { PushMarks } from './pushMarks.js';
import { notify } from './requests.js';
import { RuleSettings } from './ruleSettings.js';
import { RulesFileWatch } from './rulesFiles.js';
import { safely } from './runner.js';
import { settingIn } from './settings.js';
import { Severities } from './severities.js';
import { Workspace } from './workspace.js';
import { WorkspaceFiles } from './workspaceFiles.js';
import { foldersOf, followFolders } from './workspaceFolders.js';

/** How long a document rests before it is checked anew for push diagnostics and the preview, in milliseconds. */
const REST = 40;

/** Wires the language server to a connection and starts it. All state lives in what is made here. */
export function startServer(connection: Connection, environment: Environment): void {
	let encoding: PositionEncoding = 'utf-16';
	const documents = encodedDocuments(() => encoding);
	const rulesFiles = new RulesFileWatch({
		connection,
		read: () => environment.projectRules(encoding),
		changed: () => {
			severities.refresh();
			checkAll();
		},
	});
	const severities = new Severities(rulesFiles.severitiesOf);
	const store = new AnalysisStore(
		documents,
		() => encoding,
		(uri) => severities.of(uri),
	);
	let client: ClientCapabilities = {};
	/** Of clients that send their settings instead of being asked. */
	let settings: unknown;
	const files = new WorkspaceFiles(environment, connection.console, () => encoding);
	const workspace = new Workspace(store, files, () => documents.keys());
	const interfaces = new InterfaceNames(environment, async () =>
		devicesOfSettings(await readSetting('rssv2.devices'), () => {}).map(({ uri }) => uri),
	);
	const pulls = () => client.textDocument?.diagnostic !== undefined;
	const snippets = () => client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
	const readSetting = async (section: string): Promise<unknown> =>
		client.workspace?.configuration
			? connection.workspace.getConfiguration(section)
			: settingIn(settings, section);

	connection.onInitialize((params): InitializeResult => {
		client = params.capabilities;
		settings = params.initializationOptions;
		files.open(foldersOf(params));
		encoding = chooseEncoding(client.general?.positionEncodings);
		return {
			serverInfo: { name: 'rssv2' },
			capabilities: {
				positionEncoding: encoding,
				textDocumentSync: {
					openClose: true,
					change: TextDocumentSyncKind.Incremental,
					save: { includeText: false },
				},
				hoverProvider: true,
				completionProvider: { triggerCharacters: ['"', "'", ':', ' ', '[', '{', ','] },
				documentSymbolProvider: true,
				codeLensProvider: {},
				...featureCapabilities,
				codeActionProvider: { codeActionKinds },
				diagnosticProvider: {
					identifier: 'rssv2',
					interFileDependencies: true,
					workspaceDiagnostics: true,
				},
				workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
			},
		};
	});
	connection.onInitialized(() => {
		ruleSettings.read();
		if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
			void connection.client.register(DidChangeConfigurationNotification.type, { section: 'rssv2' });
		}
		followFolders(connection, files, client, filesChanged);
	});
	connection.onDidChangeWatchedFiles(async ({ changes }) => {
		if (changes.some(({ uri }) => RulesFileWatch.isOne(uri))) rulesFiles.refresh();
		await readAnew(changes.map(({ uri }) => uri));
	});
	connection.onDidChangeConfiguration((change) => {
		settings = change.settings ?? settings;
		ruleSettings.read();
		ofWorkspace.changed();
		notify(connection, 'rssv2/devicesChanged', {});
		if (client.workspace?.codeLens?.refreshSupport) void connection.sendRequest(CodeLensRefreshRequest.type);
		if (client.workspace?.inlayHint?.refreshSupport) refreshHints(connection);
	});

	const settle = new Debouncer(
		REST,
		(uri) => {
			const analysis = store.get(uri);
			if (!analysis) return;
			if (!pulls()) void push(analysis);
			tellOthers(uri);
			notify(connection, 'rssv2/previewChanged', { uri, version: analysis.version });
		},
		(error) =>
			connection.console.error(
				`check: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
			),
	);
	const refreshes = () => client.workspace?.diagnostics?.refreshSupport ?? false;
	const recheck = (uris: readonly string[]) => {
		const open = uris.filter((uri) => store.has(uri));
		for (const uri of open) settle.touch(uri);
		if (open.length > 0 && refreshes())
			void connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => undefined);
	};
	const push = async (analysis: Analysis) => {
		const { uri, version, check } = analysis;
		await workspace.ready(analysis);
		if (store.get(uri) !== analysis) return; // there is a later one
		const { findings } = workspace.findingsOf({ name: uri, check });
		const diagnostics = diagnosticsOf(analysis, [...marks.of(analysis), ...findings]);
		await connection.sendDiagnostics({ uri, version, diagnostics });
	};
	/** What others are told depends on a document too: on what it says of its host, and on nothing else. */
	const tellOthers = (uri: string) => {
		if (workspace.affectsOthers(uri)) recheck(workspace.openOnHosts().filter((other) => other !== uri));
		ofWorkspace.changed();
	};
	const filesChanged = () => {
		recheck(workspace.openOnHosts());
		ofWorkspace.changed();
	};
	const readAnew = async (uris: readonly string[]) => {
		await files.changed(uris);
		filesChanged();
	};
	const marks = new PushMarks((uri) => recheck([uri]));
	const checkAll = () => {
		recheck(documents.keys());
		ofWorkspace.changed();
	};
	const ruleSettings = new RuleSettings({ connection, severities, readSetting, checkAll });
	documents.onDidChangeContent(({ document: { uri } }) => {
		if (store.has(uri)) {
			settle.touch(uri);
			return;
		}
		// Just opened: a client that does not tell of rules files may have others by now.
		if (!client.workspace?.didChangeWatchedFiles?.dynamicRegistration) rulesFiles.refresh();
		settle.now(uri);
	});
	documents.onDidSave(({ document }) => settle.now(document.uri));
	documents.onDidClose(({ document: { uri } }) => {
		settle.forget(uri);
		store.forget(uri);
		severities.forget(uri);
		marks.forget(uri);
		painted.forget(uri);
		workspace.forget(uri);
		void readAnew([uri]);
		if (!pulls()) void connection.sendDiagnostics({ uri, diagnostics: [] });
	});

	const ofWorkspace = registerDiagnostics({ connection, store, workspace, marks, ruleSettings, readSetting });
	connection.onHover(
		safely(connection.console, 'hover', ({ textDocument, position }) => {
			const analysis = store.get(textDocument.uri);
			return analysis ? hoverAt(analysis, position) : null;
		}),
	);
	connection.onCompletion(
		safely(connection.console, 'completion', ({ textDocument, position }) => {
			const analysis = store.get(textDocument.uri);
			return analysis ? completionsAt(analysis, position, snippets(), interfaces) : [];
		}),
	);
	connection.onDocumentSymbol(
		safely(connection.console, 'outline', ({ textDocument }) => {
			const analysis = store.get(textDocument.uri);
			return analysis ? outlineOf(analysis) : [];
		}),
	);
	connection.onCodeLens(
		safely(connection.console, 'code lens', async ({ textDocument }) => {
			const analysis = store.get(textDocument.uri);
			const wanted = analysis && (await readSetting('rssv2.codeLens')) !== false;
			return wanted ? codeLensesOf(analysis) : [];
		}),
	);
	connection.onCodeAction(
		safely(connection.console, 'code actions', ({ textDocument, range, context }) => {
			const analysis = store.get(textDocument.uri);
			if (!analysis) return [];
			const text = { name: textDocument.uri, check: analysis.check };
			const { findings } = workspace.findingsOf(text);
			return codeActionsFor(analysis, range, context, { findings, taken: workspace.takenBeside(text) });
		}),
	);
	registerFeatures({ connection, store, workspace, environment, readSetting });
	const painted = registerPreviewRequests(connection, store, environment);
	registerDeviceRequests(connection, store, environment, { readSetting, marks, recheck, interfaces });
	connection.onShutdown(async () => {
		settle.dispose();
		ofWorkspace.changed();
		await environment.dispose();
	});
	documents.listen(connection);
	connection.listen();
}
