import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Syntax } from '../config/tree.js';
import { type CheckResult, checkText } from '../validation/check.js';

/** What is known of a document at one version. Positions are made by `check.lines`, never by the changing document. */
export interface Analysis {
	readonly uri: string;
	readonly version: number;
	readonly text: string;
	readonly check: CheckResult;
	/** The latest analysis whose text could be parsed: this one, or an earlier one while the text is broken. */
	readonly lastGood: Analysis | undefined;
}

/** Where open documents are found. */
export interface OpenDocuments {
	get(uri: string): TextDocument | undefined;
}

/** Analyses each document once per version, and remembers the last version that could be parsed. */
export class AnalysisStore {
	readonly #analyses = new Map<string, Analysis>();

	constructor(readonly documents: OpenDocuments) {}

	/** The analysis of a document as it is now; undefined when it is not open. */
	get(uri: string): Analysis | undefined {
		const document = this.documents.get(uri);
		if (!document) return undefined;
		const known = this.#analyses.get(uri);
		if (known?.version === document.version) return known;
		const text = document.getText();
		const check = checkText(text, { syntax: syntaxOfDocument(document) });
		const analysis = { uri, version: document.version, text, check };
		const made = isBroken(check) ? { ...analysis, lastGood: known?.lastGood } : withItself(analysis);
		this.#analyses.set(uri, made);
		return made;
	}

	/** Forgets a closed document. */
	forget(uri: string): void {
		this.#analyses.delete(uri);
	}
}

function isBroken({ documents }: CheckResult): boolean {
	return documents.some(
		({ tree }) => !tree.root || tree.problems.some(({ code }) => code !== 'duplicate-key'),
	);
}

function withItself(analysis: Omit<Analysis, 'lastGood'>): Analysis {
	const made: Omit<Analysis, 'lastGood'> & { lastGood: Analysis | undefined } = {
		...analysis,
		lastGood: undefined,
	};
	made.lastGood = made;
	return made;
}

function syntaxOfDocument({ languageId, uri }: TextDocument): Syntax {
	if (/json/.test(languageId)) return 'json';
	return /yaml/.test(languageId) || !/\.jsonc?$/i.test(uri) ? 'yaml' : 'json';
}
