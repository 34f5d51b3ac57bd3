import { resolve } from 'node:path';
import { type FoundRules, RulesFiles, severitiesUnder } from '../projectRules/findRulesFile.js';
import type { RuleSeverities } from '../rules/severities.js';
import { CliError, Exit } from './exit.js';
import { fileError } from './files.js';

/** A rules file that is wrong: nothing can be checked by it. */
export class RulesFileError extends CliError {}

/**
 * The severities that a project gives to the lints of a file; standard input counts as a file of the directory.
 * @param config a rules file in place of those that are found; false for none
 * @throws CliError (usage) from what it gives, when the rules file of a file is wrong
 */
export function projectRules(
	config: string | false | undefined,
	directory: string,
): (file: string) => RuleSeverities {
	if (config === false) return () => ({});
	const files = new RulesFiles();
	const given = typeof config === 'string' ? named(files, resolve(directory, config)) : undefined;
	return (file) => {
		const path = resolve(directory, file === '-' ? '<stdin>' : file);
		const found = given ?? files.of(path);
		return found ? severitiesUnder(sound(found), path, {}) : {};
	};
}

function named(files: RulesFiles, path: string): FoundRules {
	try {
		return files.at(path);
	} catch (error) {
		throw fileError(path, 'read', error);
	}
}

function sound(found: FoundRules): FoundRules {
	const [problem] = found.problems;
	if (!problem) return found;
	const { line, character } = found.lines.positionAt(problem.span.start);
	throw new RulesFileError(`${found.path}:${line + 1}:${character + 1}: ${problem.message}`, Exit.usage);
}
