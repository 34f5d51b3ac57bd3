import glob from 'fast-glob';
import { CONFIGURATION_FILES } from './names.js';

const NEVER = ['**/node_modules/**', '**/.git/**'];

/**
 * The configuration files in and below a directory, by name, relative to it. Nothing is looked for in node_modules and .git.
 * @throws the error of the file system when the directory cannot be read
 */
export async function configurationFiles(directory: string): Promise<string[]> {
	return (await glob(CONFIGURATION_FILES, { ...searched, cwd: directory })).sort();
}

/** How files are searched for, whatever the pattern. */
export const searched = { ignore: NEVER, dot: true };
