import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { PositionEncoding } from '../config/lines.js';
import type { Syntax } from '../config/tree.js';
import type { RuleSeverities } from '../rules/severities.js';
import { type CheckResult, checkText, type Target } from '../validation/check.js';
import { TextMemory } from '../validation/textMemory.js';

/** What is known of a document at one version. Positions are made by `check.lines`, never by the changing document. */
export interface Analysis {
	readonly uri: string;
	readonly version: number;
	readonly text: string;
	readonly check: CheckResult;
	/** Names this analysis among all of this server: a version alone comes again when a document is opened again. */
	readonly id: string;
	/** The latest analysis whose text could be parsed: this one, or an earlier one while the text is broken. */
	readonly lastGood: Analysis | undefined;
	/** The latest of those that described an adapter: while its lines are being typed it is an earlier one. */
	readonly lastComplete: Analysis | undefined;
}

/** Where open documents are found. */
export interface OpenDocuments {
	get(uri: string): TextDocument | undefined;
}

const NO_CHOICE: RuleSeverities = {};

class DocumentAnalysis implements Analysis {
	lastGood: Analysis | undefined;
	lastComplete: Analysis | undefined;

	constructor(
		readonly uri: string,
		readonly version: number,
		readonly text: string,
		readonly check: CheckResult,
		readonly id: string,
	) {}
}

/** Analyses each document once per version, and remembers the last version that could be parsed. */
export class AnalysisStore {
	readonly #analyses = new Map<string, Analysis>();
	readonly #memories = new Map<string, TextMemory>();
	#made = 0;
	#targets: ReadonlyMap<string, Target> = new Map();

	/**
	 * @param encoding what the positions of analyses count; agreed upon before there are any
	 * @param severitiesOf those that a text is judged by: the same object for as long as they are the same
	 */
	constructor(
		readonly documents: OpenDocuments,
		readonly encoding: () => PositionEncoding = () => 'utf-16',
		readonly severitiesOf: (uri: string) => RuleSeverities = () => NO_CHOICE,
	) {}

	/** The analysis of a document as it is now; undefined when it is not open. */
	get(uri: string): Analysis | undefined {
		const document = this.documents.get(uri);
		if (!document) return undefined;
		const known = this.#analyses.get(uri);
		const target = this.#targets.get(uri);
		const rules = this.severitiesOf(uri);
		if (known?.version === document.version && known.check.rules === rules && known.check.target === target)
			return known;
		const text = document.getText();
		const memory = this.#memories.get(uri) ?? new TextMemory();
		this.#memories.set(uri, memory);
		const given = { syntax: syntaxOfDocument(document), encoding: this.encoding() };
		const check = checkText(text, given, rules, target, memory);
		const good = !isBroken(check);
		const made = new DocumentAnalysis(uri, document.version, text, check, String(++this.#made));
		made.lastGood = good ? made : known?.lastGood;
		made.lastComplete = good && check.configuration ? made : known?.lastComplete;
		this.#analyses.set(uri, made);
		return made;
	}

	/** Judges documents by these devices from now on. Gives those that are for another one than before. */
	aimAt(targets: ReadonlyMap<string, Target>): string[] {
		const all = new Set([...targets.keys(), ...this.#targets.keys()]);
		const changed = [...all].filter((uri) => targets.get(uri) !== this.#targets.get(uri));
		this.#targets = targets;
		return changed;
	}

	/** Whether a document was analysed since it was opened. */
	has(uri: string): boolean {
		return this.#analyses.has(uri);
	}

	/** Forgets a closed document. */
	forget(uri: string): void {
		this.#analyses.delete(uri);
		this.#memories.delete(uri);
	}
}

function isBroken({ documents }: CheckResult): boolean {
	return documents.some(
		({ tree }) => !tree.root || tree.problems.some(({ code }) => code !== 'duplicate-key'),
	);
}

function syntaxOfDocument({ languageId, uri }: TextDocument): Syntax {
	if (/json/.test(languageId)) return 'json';
	return /yaml/.test(languageId) || !/\.jsonc?$/i.test(uri) ? 'yaml' : 'json';
}
