import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import glob from 'fast-glob';
import { configurationFiles, searched } from '../files/configurationFiles.js';
import { usageError } from './exit.js';

/**
 * The files that arguments name, each once: a file or `-` as it stands; of a directory all configurations in and below it,
 * and what a pattern matches, in the order of their names.
 * @param directory where relative names and patterns begin
 * @throws CliError (usage) when a directory or a pattern has no file: a check of nothing would pass
 */
export async function checkedFiles(names: readonly string[], directory: string): Promise<string[]> {
	const files: string[] = [];
	for (const name of names) files.push(...(await filesOf(name, directory)));
	return [...new Set(files)];
}

async function filesOf(name: string, directory: string): Promise<readonly string[]> {
	if (name === '-') return [name];
	const found = await stat(resolve(directory, name)).catch(() => undefined);
	// A name that exists is no pattern, whatever characters it has.
	if (found && !found.isDirectory()) return [name];
	if (!found && !glob.isDynamicPattern(name)) return [name];
	const matches = found
		? (await configurationFiles(resolve(directory, name))).map((file) => join(name, file))
		: await glob(sep === '/' ? name : name.replaceAll(sep, '/'), { ...searched, cwd: directory });
	if (matches.length > 0) return matches.sort();
	throw usageError(
		found ? `${name}: there is no *.rssv2.* file in or below it.` : `No file matches ${name}.`,
	);
}
