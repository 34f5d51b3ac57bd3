import type { RuleSeverities } from '../rules/severities.js';

/** The severities that a project gives to the lints of a document, over those given; the same where it gives none. */
export type ProjectSeverities = (uri: string, given: RuleSeverities) => RuleSeverities;

/** By which severities each document is judged: the user's setting, and over it the rules file of the project. */
export class Severities {
	#setting: RuleSeverities = {};
	readonly #known = new Map<string, RuleSeverities>();

	constructor(readonly project: ProjectSeverities) {}

	/** Those of a document: the same object for as long as nothing else holds. */
	of(uri: string): RuleSeverities {
		const known = this.#known.get(uri);
		if (known) return known;
		const made = this.project(uri, this.#setting);
		this.#known.set(uri, made);
		return made;
	}

	/** Judges by another setting from now on. Gives whether it is another one. */
	judgeBy(setting: RuleSeverities): boolean {
		if (JSON.stringify(setting) === JSON.stringify(this.#setting)) return false;
		this.#setting = setting;
		this.#known.clear();
		return true;
	}

	/** Rules files may be others from now on; severities that stay the same stay the same object. */
	refresh(): void {
		for (const [uri, before] of this.#known) {
			const now = this.project(uri, this.#setting);
			if (JSON.stringify(now) !== JSON.stringify(before)) this.#known.set(uri, now);
		}
	}

	/** Forgets a closed document. */
	forget(uri: string): void {
		this.#known.delete(uri);
	}
}
