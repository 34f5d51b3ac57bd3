import type { Configuration } from '../config/model.js';
import { type CheckResult, checkText } from '../validation/check.js';
import type { CliContext } from './context.js';
import { CliError, usageError } from './exit.js';
import { displayName, readText } from './files.js';
import { findingText, tally, tallyText } from './findings.js';

/**
 * The one configuration of a file that must be free of errors; they are printed on standard error.
 * @param purpose what cannot be done else: `push it`
 * @throws CliError when there are any, or when the file holds more than one configuration
 */
export async function requireConfiguration(
	context: CliContext,
	file: string,
	purpose: string,
): Promise<Configuration> {
	const result = await checkFile(context, file);
	const [only, ...more] = result.documents;
	if (more.length > 0) {
		throw usageError(
			`${displayName(file)}: holds ${result.documents.length} configurations; to ${purpose}, name a file with one.`,
		);
	}
	refuseErrors(context, file, result, purpose);
	if (!only?.configuration)
		throw new CliError(`${displayName(file)}: cannot ${purpose}: it describes no adapter.`);
	return only.configuration;
}

/** Reads and checks a file. */
export async function checkFile(context: CliContext, file: string): Promise<CheckResult> {
	return checkText(await readText(context, file), { fileName: displayName(file) });
}

/** Prints the errors among the findings to standard error, and throws when there are any. */
export function refuseErrors(
	{ terminal }: CliContext,
	file: string,
	result: CheckResult,
	purpose: string,
): void {
	const errors = result.findings.filter(({ severity }) => severity === 'error');
	if (errors.length === 0) return;
	for (const line of findingText(displayName(file), { lines: result.lines, findings: errors }, terminal))
		terminal.complain(line);
	throw new CliError(`${displayName(file)}: cannot ${purpose}: ${tallyText(tally(errors))}.`);
}
