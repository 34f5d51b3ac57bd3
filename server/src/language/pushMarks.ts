import type { Finding } from '../config/finding.js';
import { letPass } from '../validation/suppressions.js';
import type { Analysis } from './documents.js';

interface Marks {
	/** Of the text that was pushed. */
	readonly version: number;
	readonly findings: readonly Finding[];
	/** Names them among all that were ever made. */
	readonly id: number;
}

/** What the last push of each document has to say of its lines, until the next edit or push. */
export class PushMarks {
	readonly #marks = new Map<string, Marks>();
	readonly #changed: (uri: string) => void;
	#made = 0;

	/** @param changed called when other marks are to be shown in a document */
	constructor(changed: (uri: string) => void) {
		this.#changed = changed;
	}

	/** What is to be shown in place of what the push before had to say. */
	set(uri: string, version: number, findings: readonly Finding[]): void {
		if (findings.length === 0 && !this.#marks.has(uri)) return;
		if (findings.length === 0) this.#marks.delete(uri);
		else this.#marks.set(uri, { version, findings, id: ++this.#made });
		this.#changed(uri);
	}

	/** What is to be shown beside the findings of a text: nothing that its comments let pass, or that they say already. */
	of({ uri, version, check }: Analysis): readonly Finding[] {
		const marks = this.#marks.get(uri);
		if (marks?.version !== version) return [];
		const known = new Set(check.findings.map(keyOf));
		const fresh = marks.findings.filter((finding) => !known.has(keyOf(finding)));
		return letPass(fresh, check.suppressions, [check.tree.root]).kept;
	}

	/** Names what is to be shown: another name, another content. */
	idOf({ uri, version }: Pick<Analysis, 'uri' | 'version'>): string {
		const marks = this.#marks.get(uri);
		return marks?.version === version ? String(marks.id) : '';
	}

	/** Forgets a closed document. */
	forget(uri: string): void {
		this.#marks.delete(uri);
	}
}

function keyOf({ code, message, span }: Finding): string {
	return `${span.start} ${span.end} ${code} ${message}`;
}
