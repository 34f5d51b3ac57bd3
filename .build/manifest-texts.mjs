// The texts of package.json, in English and other languages, lie in client/l10n. VS Code looks for them beside
// package.json: in a package, and in the folder that a development window loads.
import { copyFile, cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const texts = join(root, 'client/l10n');

/** Copies `package.nls.json` and its translations into a folder. @param {string} folder */
export async function copyManifestTexts(folder) {
	for (const name of await readdir(texts))
		if (/^package\.nls\..*json$|^package\.nls\.json$/.test(name))
			await copyFile(join(texts, name), join(folder, name));
}

/**
 * Makes a folder that VS Code can load as the extension under development: package.json with its texts beside it, and
 * links to the rest, so that a new build is there after a reload of the window.
 * @param {string} folder is made
 */
export async function linkDevelopmentFolder(folder) {
	await mkdir(folder, { recursive: true });
	await copyManifestTexts(folder);
	for (const name of ['package.json', 'README.md', 'LICENSE']) await cp(join(root, name), join(folder, name));
	// A junction needs no rights on Windows; elsewhere it is a link like any other.
	for (const name of ['dist', 'client', 'schemas', 'examples'])
		await symlink(join(root, name), join(folder, name), 'junction');
}

/**
 * package.json as VS Code reads it in a language. A key without a text stays as it is.
 * @param {string} language
 */
export async function manifestIn(language) {
	const name = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
	const messages = JSON.parse(await readFile(join(texts, name), 'utf8'));
	return JSON.parse(await readFile(join(root, 'package.json'), 'utf8'), (_, value) =>
		typeof value === 'string' ? (messages[/^%(.+)%$/.exec(value)?.[1] ?? ''] ?? value) : value,
	);
}
