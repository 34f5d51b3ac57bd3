import { type Connection, DiagnosticSeverity } from 'vscode-languageserver';
import type { FoundRules } from '../projectRules/findRulesFile.js';
import { RULES_FILES } from '../projectRules/names.js';
import type { RuleSeverities } from '../rules/severities.js';
import type { ProjectRules } from './environment.js';

/** What the keeping of rules files needs. */
export interface RulesFilesContext {
	readonly connection: Pick<Connection, 'sendDiagnostics'>;
	/** The rules files as they are on the disk now. */
	readonly read: () => ProjectRules;
	/** Called when they may be others. */
	readonly changed: () => void;
}

/** Keeps the rules files of projects as they are on the disk, and tells what is wrong with them where they lie. */
export class RulesFileWatch {
	#rules: ProjectRules | undefined;
	/** Rules files that are told to be wrong. */
	readonly #told = new Set<string>();

	constructor(readonly context: RulesFilesContext) {}

	/** Whether a changed file is one of them. */
	static isOne(uri: string): boolean {
		return RULES_FILES.some((name) => uri.endsWith(`/${name}`));
	}

	/** Reads them anew when they are next asked for. */
	refresh(): void {
		this.#rules = undefined;
		for (const uri of this.#told) void this.context.connection.sendDiagnostics({ uri, diagnostics: [] });
		this.#told.clear();
		this.context.changed();
	}

	/** The severities of a document; those given where its project says nothing, or nothing that can be used. */
	readonly severitiesOf = (uri: string, given: RuleSeverities): RuleSeverities => {
		this.#rules ??= this.context.read();
		const found = this.#rules.of(uri);
		if (!found) return given;
		if (found.rules.problems.length > 0 && !this.#told.has(found.uri)) {
			this.#told.add(found.uri);
			this.#tell(found.uri, found.rules);
		}
		return found.severities(given);
	};

	#tell(uri: string, { problems, lines }: FoundRules): void {
		const diagnostics = problems.map(({ span, message }) => ({
			range: lines.rangeOf(span),
			severity: DiagnosticSeverity.Error,
			source: 'rssv2',
			code: 'rules-file',
			message,
		}));
		void this.context.connection.sendDiagnostics({ uri, diagnostics });
	}
}
