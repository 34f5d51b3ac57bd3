import { URI } from 'vscode-uri';
import type { PositionEncoding } from '../config/lines.js';
import type { RuleSeverities } from '../rules/severities.js';
import { type CheckResult, checkText } from '../validation/check.js';
import type { CheckedText } from '../validation/hosts.js';
import type { Environment } from './environment.js';
import type { ErrorLog } from './runner.js';

/** More files than this are not a workspace of configurations: the rest are checked when they are opened. */
export const MOST_FILES = 1000;

/** A URI as it is compared: clients write some characters in two ways. */
export function sameUri(uri: string): string {
	return URI.parse(uri).toString();
}

/**
 * The configuration files of the folders that are open, as they are on disk. They are looked for when they are first
 * asked for, read once, and again when they are told to have changed.
 */
export class WorkspaceFiles {
	#folders: readonly string[] = [];
	/** By {@link sameUri}. */
	readonly #texts = new Map<string, string>();
	readonly #checks = new Map<string, CheckResult>();
	#search: Promise<void> | undefined;
	/** How many files there are beyond {@link MOST_FILES}. */
	passedOver = 0;

	/** @param encoding what the positions of checks count; agreed upon before there are any */
	constructor(
		readonly environment: Pick<Environment, 'findConfigurations' | 'readText'>,
		readonly log: ErrorLog,
		readonly encoding: () => PositionEncoding,
	) {}

	/** Looks into these folders (URIs) from now on. */
	open(folders: readonly string[]): void {
		this.#folders = folders;
		this.#search = undefined;
	}

	/** Folders are closed, others opened. */
	replace(closed: readonly string[], opened: readonly string[]): void {
		const gone = new Set(closed.map(sameUri));
		this.open([...this.#folders.filter((folder) => !gone.has(sameUri(folder))), ...opened]);
	}

	/** Settles when the folders have been looked into, and what is known to have changed was read; never rejects. */
	ready(): Promise<void> {
		this.#search ??= this.#find(this.#folders);
		return this.#search;
	}

	/** Reads files anew, or forgets those that are gone. Files of other folders are left out. */
	async changed(uris: readonly string[]): Promise<void> {
		if (!this.#search) return; // nothing was read yet
		this.#search = this.#search.then(() => this.#readAnew(uris));
		await this.#search;
	}

	async #readAnew(uris: readonly string[]): Promise<void> {
		const within = this.#folders.map((folder) => `${sameUri(folder)}/`);
		const own = uris.map(sameUri).filter((uri) => within.some((folder) => uri.startsWith(folder)));
		const texts = await Promise.all(own.map((uri) => this.#textOf(uri)));
		for (const [i, uri] of own.entries()) this.#keep(uri, texts[i]);
	}

	/** The files that were read so far, each checked by its severities. */
	*checked(rulesOf: (uri: string) => RuleSeverities): Iterable<CheckedText> {
		for (const uri of this.#texts.keys()) {
			const check = this.check(uri, rulesOf(uri));
			if (check) yield { name: uri, check };
		}
	}

	/** Names of the files that were read so far. */
	uris(): string[] {
		return [...this.#texts.keys()];
	}

	/** One of them, checked. */
	check(uri: string, rules: RuleSeverities): CheckResult | undefined {
		const text = this.#texts.get(uri);
		const known = this.#checks.get(uri);
		if (text === undefined || known?.rules === rules) return known;
		const check = checkText(text, { fileName: uri, encoding: this.encoding() }, rules);
		this.#checks.set(uri, check);
		return check;
	}

	async #find(folders: readonly string[]): Promise<void> {
		this.passedOver = 0;
		this.#texts.clear();
		this.#checks.clear();
		for (const folder of folders) {
			try {
				const found = await this.environment.findConfigurations(folder);
				const room = Math.max(0, MOST_FILES - this.#texts.size);
				this.passedOver += Math.max(0, found.length - room);
				for (const uri of found.slice(0, room)) this.#keep(sameUri(uri), await this.#textOf(uri));
			} catch (error) {
				this.log.error(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
	}

	/** Undefined for a file that is gone or cannot be read. */
	#textOf(uri: string): Promise<string | undefined> {
		return this.environment.readText(uri).catch(() => undefined);
	}

	#keep(uri: string, text: string | undefined): void {
		if (text === this.#texts.get(uri)) return;
		this.#checks.delete(uri);
		if (text === undefined) this.#texts.delete(uri);
		else this.#texts.set(uri, text);
	}
}
