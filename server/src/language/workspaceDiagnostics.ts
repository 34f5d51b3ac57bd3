import {
	type CancellationToken,
	DocumentDiagnosticReportKind as Kind,
	type WorkspaceDiagnosticParams,
	type WorkspaceDiagnosticReport,
	type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { CheckedText } from '../validation/hosts.js';
import { diagnosticsOf } from './diagnostics.js';
import type { AnalysisStore } from './documents.js';
import type { PushMarks } from './pushMarks.js';
import type { Workspace } from './workspace.js';
import { sameUri } from './workspaceFiles.js';

/** How long a client that knows all there is waits for news, in milliseconds: then it may ask again. */
const LONGEST_WAIT = 300_000;

/** After so many files it is the turn of other requests. */
const TURN = 10;

/** What the diagnostics of a workspace are made of. */
export interface WorkspaceDiagnosticsContext {
	readonly workspace: Workspace;
	readonly store: AnalysisStore;
	readonly marks: PushMarks;
	/** Whether problems of files that are not open are told at all. */
	wanted(): Promise<boolean>;
}

/**
 * Answers for all configuration files of the workspace at once, the open ones included. A client that has all answers
 * already gets the next one when something changes, as the protocol means it: it asks again and again.
 */
export class WorkspaceDiagnostics {
	readonly #waiting = new Set<() => void>();
	/** Of files that are not open: a number for each check. */
	readonly #ids = new WeakMap<object, number>();
	#made = 0;

	constructor(readonly context: WorkspaceDiagnosticsContext) {}

	/** Something may be otherwise: answers those who wait. */
	changed(): void {
		for (const wake of [...this.#waiting]) wake();
	}

	async answer(
		{ previousResultIds }: WorkspaceDiagnosticParams,
		token: CancellationToken,
	): Promise<WorkspaceDiagnosticReport> {
		const { workspace, wanted } = this.context;
		const known = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
		for (let asked = 0; ; asked++) {
			const items: WorkspaceDocumentDiagnosticReport[] = [];
			if (await wanted()) {
				await workspace.files.ready();
				items.push(...(await this.#reports(known, token)));
			}
			const told = new Set(items.map(({ uri }) => uri));
			for (const uri of known.keys())
				if (!told.has(uri)) items.push({ kind: Kind.Full, uri, version: null, items: [] });
			const news = items.some(({ kind }) => kind === Kind.Full);
			if (news || asked > 0 || token.isCancellationRequested) return { items };
			if (!(await this.#news(token))) return { items };
		}
	}

	async #reports(
		known: ReadonlyMap<string, string>,
		token: CancellationToken,
	): Promise<WorkspaceDocumentDiagnosticReport[]> {
		const { workspace } = this.context;
		const files = new Set(workspace.files.uris());
		const all = workspace.texts().filter(({ name }) => files.has(sameUri(name)));
		const reports: WorkspaceDocumentDiagnosticReport[] = [];
		for (const [i, text] of all.entries()) {
			// Others want answers too.
			if (i % TURN === 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
			if (token.isCancellationRequested) break;
			reports.push(this.#report(text, all, known.get(text.name)));
		}
		return reports;
	}

	#report(
		text: CheckedText,
		all: readonly CheckedText[],
		previous: string | undefined,
	): WorkspaceDocumentDiagnosticReport {
		const { workspace, store, marks } = this.context;
		const { name: uri, check } = text;
		const analysis = store.get(uri);
		const { findings, id } = workspace.findingsOf(text, all);
		const resultId = analysis
			? `${analysis.id}.${marks.idOf(analysis)}.${id}`
			: `file ${this.#idOf(check)}.${id}`;
		const version = analysis?.version ?? null;
		if (resultId === previous) return { kind: Kind.Unchanged, uri, version, resultId };
		const more = analysis ? [...marks.of(analysis), ...findings] : findings;
		return { kind: Kind.Full, uri, version, resultId, items: diagnosticsOf({ uri, check }, more) };
	}

	#idOf(check: object): number {
		const known = this.#ids.get(check);
		if (known !== undefined) return known;
		this.#ids.set(check, ++this.#made);
		return this.#made;
	}

	/** Waits for a change; false when the wait was cancelled or took too long. */
	#news(token: CancellationToken): Promise<boolean> {
		return new Promise((resolve) => {
			const settle = (changed: boolean) => {
				clearTimeout(timer);
				this.#waiting.delete(wake);
				cancelling.dispose();
				resolve(changed);
			};
			const wake = () => settle(true);
			const timer = setTimeout(() => settle(false), LONGEST_WAIT);
			const cancelling = token.onCancellationRequested(() => settle(false));
			this.#waiting.add(wake);
		});
	}
}
