import type { Finding } from '../config/finding.js';
import type { Processor } from '../rss/processor.js';
import {
	type CheckedText,
	hostFindings,
	hostSignature,
	namesHost,
	processorsBeside,
} from '../validation/hosts.js';
import type { Analysis, AnalysisStore } from './documents.js';
import { sameUri, type WorkspaceFiles } from './workspaceFiles.js';

/** How long diagnostics wait for the folders to be looked into, in milliseconds. */
const LONGEST_WAIT = 500;

/** The documents that are open and the files that are not, as one. */
export class Workspace {
	readonly #told = new Map<string, { readonly key: string; readonly id: number }>();
	readonly #signatures = new Map<string, string>();
	#ids = 0;

	/** @param openUris of all open documents */
	constructor(
		readonly store: AnalysisStore,
		readonly files: WorkspaceFiles,
		readonly openUris: () => Iterable<string>,
	) {}

	/** Every text, checked by itself: open documents as they are, the other files as they are on disk. */
	texts(): CheckedText[] {
		const open = [...this.openUris()].flatMap((uri) => {
			const analysis = this.store.get(uri);
			return analysis ? [{ name: uri, check: analysis.check }] : [];
		});
		const taken = new Set(open.map(({ name }) => sameUri(name)));
		return [
			...open,
			...[...this.files.checked(this.store.severitiesOf)].filter(({ name }) => !taken.has(name)),
		];
	}

	/** Waits for the folders, where a text has to do with others, but not for long. */
	async ready({ check }: Pick<Analysis, 'check'>): Promise<void> {
		if (!namesHost(check)) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const limit = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, LONGEST_WAIT);
		});
		await Promise.race([this.files.ready(), limit]);
		clearTimeout(timer);
	}

	/**
	 * What is to be said of a text because of the others, and a number that is another one whenever that changes.
	 * @param all what {@link texts} gives, for those who ask for many
	 */
	findingsOf(
		text: CheckedText,
		all?: readonly CheckedText[],
	): { readonly findings: Finding[]; readonly id: number } {
		const findings = namesHost(text.check) ? hostFindings(text, all ?? this.texts()) : [];
		const key = JSON.stringify(findings.map(keyOf));
		const before = this.#told.get(text.name);
		const told = before?.key === key ? before : { key, id: findings.length === 0 ? 0 : ++this.#ids };
		this.#told.set(text.name, told);
		return { findings, id: told.id };
	}

	/** Processors that other adapters of the hosts of a text use. */
	takenBeside(text: CheckedText): Set<Processor> {
		if (!namesHost(text.check)) return new Set();
		return processorsBeside(text, this.texts());
	}

	/** Whether what others are told may be otherwise than when this was last asked about a document. */
	affectsOthers(uri: string): boolean {
		const analysis = this.store.get(uri);
		const signature = analysis ? hostSignature(analysis.check) : '';
		const before = this.#signatures.get(uri) ?? '';
		this.#signatures.set(uri, signature);
		return signature !== before;
	}

	/** The open documents that another one has to do with. */
	openOnHosts(): string[] {
		return [...this.openUris()].filter((uri) => {
			const analysis = this.store.get(uri);
			return analysis && namesHost(analysis.check);
		});
	}

	/** Forgets a closed document. */
	forget(uri: string): void {
		this.#told.delete(uri);
		this.#signatures.delete(uri);
	}
}

function keyOf({ code, severity, message, span, related = [] }: Finding) {
	const places = related.map((one) => [one.message, one.file?.name, one.file?.lines.rangeOf(one.span)]);
	return [code, severity, message, span, places];
}
