import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { LineIndex, type PositionEncoding } from '../config/lines.js';
import type { RuleSeverities } from '../rules/severities.js';
import { RULES_FILES } from './names.js';
import { parseRulesFile, type RulesFile, type RulesProblem, severitiesFor } from './rulesFile.js';

/** A rules file on the disk. */
export interface FoundRules {
	readonly path: string;
	/** What it says; nothing while there is a problem with it. */
	readonly file: RulesFile;
	readonly problems: readonly RulesProblem[];
	readonly lines: LineIndex;
}

/** Rules files as they are on the disk, each read once. */
export class RulesFiles {
	readonly #byFolder = new Map<string, FoundRules | undefined>();

	/** @param encoding what the positions of problems count */
	constructor(readonly encoding: PositionEncoding = 'utf-16') {}

	/** The nearest rules file of a configuration: in its folder, or else in the nearest folder above that has one. */
	of(configuration: string): FoundRules | undefined {
		return this.#in(dirname(configuration));
	}

	/** The rules file at a path. @throws the error of the file system */
	at(path: string): FoundRules {
		return readRules(path, this.encoding);
	}

	#in(folder: string): FoundRules | undefined {
		if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
		const name = RULES_FILES.find((one) => existsSync(join(folder, one)));
		const above = dirname(folder);
		const found =
			name === undefined
				? above === folder
					? undefined
					: this.#in(above)
				: tryRead(join(folder, name), this.encoding);
		this.#byFolder.set(folder, found);
		return found;
	}
}

/** The severities that hold for a configuration under a rules file. */
export function severitiesUnder(
	{ path, file }: FoundRules,
	configuration: string,
	given: RuleSeverities,
): RuleSeverities {
	return severitiesFor(file, relative(dirname(path), configuration).split(sep).join('/'), given);
}

/** One that cannot be read is told of, like one that is wrong. */
function tryRead(path: string, encoding: PositionEncoding): FoundRules {
	try {
		return readRules(path, encoding);
	} catch (error) {
		const message = `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
		const problems = [{ span: { start: 0, end: 0 }, message }];
		return { path, file: NOTHING, problems, lines: new LineIndex('') };
	}
}

function readRules(path: string, encoding: PositionEncoding): FoundRules {
	const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
	const { file, problems } = parseRulesFile(text, path);
	return { path, file: problems.length > 0 ? NOTHING : file, problems, lines: new LineIndex(text, encoding) };
}

const NOTHING: RulesFile = { rules: {}, overrides: [] };
