import { readFile, writeFile } from 'node:fs/promises';
import { CliError } from './exit.js';
import { displayName, fileError } from './files.js';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * Replaces the text of a file that was read before; a byte order mark stays.
 * @param before what was read: a file that says something else by now, or is not UTF-8, is left alone
 * @throws CliError when it cannot be written
 */
export async function rewriteFile(file: string, before: string, after: string): Promise<void> {
	try {
		const now = await readFile(file, 'utf8');
		const mark = now.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
		if (now !== mark + before) {
			throw new CliError(
				`${displayName(file)}: not written: it was changed meanwhile, or its text is not UTF-8.`,
			);
		}
		await writeFile(file, mark + after);
	} catch (error) {
		throw error instanceof CliError ? error : fileError(file, 'write', error);
	}
}
