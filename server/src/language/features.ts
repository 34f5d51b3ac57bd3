import {
	type Connection,
	type DocumentOnTypeFormattingParams,
	InlayHintRefreshRequest,
	type Position,
	type SemanticTokens,
	type SemanticTokensParams,
	type SemanticTokensRangeParams,
	type ServerCapabilities,
	type TextEdit,
} from 'vscode-languageserver';
import { commandNames, runCommand } from './commands.js';
import type { Analysis, AnalysisStore } from './documents.js';
import type { Environment } from './environment.js';
import { formatJson } from './formatting/json.js';
import { formatOnType, onTypeTriggers } from './formatting/onType.js';
import { formatYaml } from './formatting/yaml.js';
import { limitsOf } from './limits.js';
import { definitionAt } from './navigation/definition.js';
import { documentLinksOf } from './navigation/documentLinks.js';
import { highlightsAt, referencesAt } from './navigation/references.js';
import { prepareRenameAt, renameAt } from './navigation/rename.js';
import { workspaceSymbols } from './navigation/workspaceSymbols.js';
import { foldingRangesOf } from './reading/folding.js';
import { inlayHintsOf } from './reading/inlayHints.js';
import { selectionRangesAt } from './reading/selectionRanges.js';
import { semanticTokensLegend, semanticTokensOf } from './reading/semanticTokens.js';
import { onCustomRequest, signalOf } from './requests.js';
import { failure, safely } from './runner.js';
import { signatureHelpAt, signatureTriggers } from './signatureHelp.js';
import { upgradeOf } from './upgradeRequest.js';
import type { Workspace } from './workspace.js';

/** What {@link registerFeatures} answers. */
export const featureCapabilities: ServerCapabilities = {
	definitionProvider: true,
	referencesProvider: true,
	renameProvider: { prepareProvider: true },
	documentHighlightProvider: true,
	documentLinkProvider: {},
	workspaceSymbolProvider: true,
	foldingRangeProvider: true,
	selectionRangeProvider: true,
	inlayHintProvider: true,
	semanticTokensProvider: { legend: semanticTokensLegend, full: true, range: true },
	documentFormattingProvider: true,
	documentRangeFormattingProvider: true,
	executeCommandProvider: { commands: commandNames },
	documentOnTypeFormattingProvider: {
		firstTriggerCharacter: onTypeTriggers.first,
		moreTriggerCharacter: onTypeTriggers.more,
	},
	signatureHelpProvider: { triggerCharacters: signatureTriggers },
};

/** Where the features find what they need of the server. */
export interface FeatureContext {
	readonly connection: Connection;
	readonly store: AnalysisStore;
	readonly workspace: Workspace;
	readonly environment: Environment;
	readSetting(section: string): Promise<unknown>;
}

/** Parameters of a request about one document. */
interface InDocument {
	readonly textDocument: { readonly uri: string };
}

/** Answers navigation, reading aids and formatting, each cancellable. A document that is not open gets no answer. */
export function registerFeatures({
	connection,
	store,
	workspace,
	environment,
	readSetting,
}: FeatureContext): void {
	const on = <P extends InDocument, R>(
		name: string,
		answer: (analysis: Analysis, params: P) => R | Promise<R>,
	) =>
		safely(connection.console, name, (params: P) => {
			const analysis = store.get(params.textDocument.uri);
			return analysis ? answer(analysis, params) : null;
		});
	const at = <R>(name: string, answer: (analysis: Analysis, position: Position) => R) =>
		on(name, (analysis, { position }: InDocument & { position: Position }) => answer(analysis, position));
	const open = () => [...workspace.openUris()].flatMap((uri) => store.get(uri) ?? []);

	connection.onDefinition(at('definition', (a, p) => definitionAt(a, p, environment.shippedFile)));
	connection.onReferences(
		on('references', (analysis, { position, context }) =>
			referencesAt(analysis, position, open(), context.includeDeclaration),
		),
	);
	connection.onDocumentHighlight(at('highlights', highlightsAt));
	connection.onPrepareRename(at('prepare rename', prepareRenameAt));
	connection.onRenameRequest(
		on('rename', (analysis, { position, newName }) => renameAt(analysis, position, newName)),
	);
	connection.onDocumentLinks(on('links', (analysis) => documentLinksOf(analysis, environment.shippedFile)));
	connection.onWorkspaceSymbol(
		safely(connection.console, 'workspace symbols', async ({ query }) => {
			await workspace.files.ready();
			// A text that is being typed has the symbols that it had.
			const texts = workspace
				.texts()
				.map(({ name, check }) => ({ name, check: store.get(name)?.lastGood?.check ?? check }));
			return workspaceSymbols(texts, query);
		}),
	);
	connection.onFoldingRanges(on('folding', foldingRangesOf));
	connection.onSelectionRanges(
		on('selection', (analysis, { positions }) => selectionRangesAt(analysis, positions)),
	);
	connection.languages.inlayHint.on(
		on('inlay hints', async (analysis, { range }) =>
			(await readSetting('rssv2.inlayHints')) === false ? [] : inlayHintsOf(analysis, range),
		),
	);
	connection.languages.semanticTokens.on(
		safely<SemanticTokensParams, SemanticTokens>(
			connection.console,
			'semantic tokens',
			({ textDocument: { uri } }) => {
				const analysis = store.get(uri);
				return analysis ? semanticTokensOf(analysis) : { data: [] };
			},
		),
	);
	connection.languages.semanticTokens.onRange(
		safely<SemanticTokensRangeParams, SemanticTokens>(
			connection.console,
			'semantic tokens',
			({ textDocument: { uri }, range }) => {
				const analysis = store.get(uri);
				return analysis ? semanticTokensOf(analysis, range) : { data: [] };
			},
		),
	);
	connection.onExecuteCommand(
		safely(connection.console, 'command', async ({ command, arguments: given }, token) => {
			const analysisOf = (uri: string) => {
				const analysis = store.get(uri);
				if (!analysis) throw failure('The file is not open.');
				return analysis;
			};
			const { edit, result } = await runCommand(command, given, {
				environment,
				analysisOf,
				signal: signalOf(token),
			});
			if (edit && !token.isCancellationRequested) {
				const { applied, failureReason } = await connection.workspace.applyEdit(edit);
				if (!applied) throw failure(failureReason ?? 'The editor did not make the change.');
			}
			return result;
		}),
	);
	connection.onDocumentFormatting(
		on('format', (analysis, { options }) => formatterOf(analysis)(analysis, options)),
	);
	connection.onDocumentRangeFormatting(
		on('format range', (analysis, { options, range }) => formatterOf(analysis)(analysis, options, range)),
	);
	connection.onDocumentOnTypeFormatting(
		on<DocumentOnTypeFormattingParams, TextEdit[]>('format on type', formatOnType),
	);
	connection.onSignatureHelp(at('signature help', signatureHelpAt));
	onCustomRequest(connection, 'rssv2/upgrade', ({ uri }) => {
		const analysis = store.get(uri);
		if (!analysis) throw failure('The file is not open.');
		return upgradeOf(analysis);
	});
	onCustomRequest(connection, 'rssv2/limits', ({ uri }) => {
		const analysis = store.get(uri);
		return analysis ? limitsOf(analysis, workspace.files.passedOver) : [];
	});
}

/** Hints depend on settings: the client asks for them again. */
export function refreshHints(connection: Connection): void {
	void connection.sendRequest(InlayHintRefreshRequest.type);
}

function formatterOf({ check }: Analysis): typeof formatJson {
	return check.syntax === 'json' ? formatJson : formatYaml;
}
