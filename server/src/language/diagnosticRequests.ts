import {
	type Connection,
	type DocumentDiagnosticParams,
	type DocumentDiagnosticReport,
	DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import { diagnosticsOf } from './diagnostics.js';
import type { AnalysisStore } from './documents.js';
import type { PushMarks } from './pushMarks.js';
import type { RuleSettings } from './ruleSettings.js';
import { safely } from './runner.js';
import type { Workspace } from './workspace.js';
import { WorkspaceDiagnostics } from './workspaceDiagnostics.js';

/** What diagnostics are answered from. */
export interface DiagnosticContext {
	readonly connection: Connection;
	readonly store: AnalysisStore;
	readonly workspace: Workspace;
	readonly marks: PushMarks;
	readonly ruleSettings: RuleSettings;
	readSetting(section: string): Promise<unknown>;
}

/** Answers clients that ask for diagnostics: of a document, or of all files of the workspace. */
export function registerDiagnostics({
	connection,
	store,
	workspace,
	marks,
	ruleSettings,
	readSetting,
}: DiagnosticContext): WorkspaceDiagnostics {
	connection.languages.diagnostics.on(
		safely(
			connection.console,
			'diagnostics',
			async ({
				textDocument: { uri },
				previousResultId,
			}: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> => {
				await ruleSettings.ready();
				const opened = store.get(uri);
				if (opened) await workspace.ready(opened);
				const analysis = store.get(uri);
				if (!analysis) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
				const { findings, id } = workspace.findingsOf({ name: uri, check: analysis.check });
				const resultId = `${analysis.id}.${marks.idOf(analysis)}.${id}`;
				if (previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
				return {
					kind: DocumentDiagnosticReportKind.Full,
					resultId,
					items: diagnosticsOf(analysis, [...marks.of(analysis), ...findings]),
				};
			},
		),
	);
	const ofWorkspace = new WorkspaceDiagnostics({
		workspace,
		store,
		marks,
		async wanted() {
			await ruleSettings.ready();
			return (await readSetting('rssv2.workspaceDiagnostics')) !== false;
		},
	});
	connection.languages.diagnostics.onWorkspace(
		safely(connection.console, 'workspace diagnostics', (params, token) => ofWorkspace.answer(params, token)),
	);
	return ofWorkspace;
}
