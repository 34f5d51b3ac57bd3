// The npm package: the command line and the language server, without what only VS Code needs.
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { bundledPackages, writeNotices } from './notices.mjs';

/** What only the extension needs, of the files of its package. */
const OF_EDITOR = /^(client|dist\/(extension|webview|web)|package\.|THIRD-PARTY|sbom)/;
/** What package.json says of the npm package too. */
const FIELDS = ['name', 'version', 'license', 'bin', 'keywords', 'repository', 'bugs', 'homepage'];

/**
 * Puts the npm package together out of the staged extension.
 * @param {string} extension the folder of the staged extension
 * @param {string} folder is made
 * @param {Record<string, any>} manifest package.json of the project
 * @param {readonly import('esbuild').Metafile[]} metafiles of the bundles
 */
export async function stageNpmPackage(extension, folder, manifest, metafiles) {
	const kept = (path) => !OF_EDITOR.test(relative(extension, path).split(sep).join('/'));
	await cp(extension, folder, { recursive: true, filter: kept });
	const programs = new Set(await readdir(join(folder, 'dist')));
	const bundled = await bundledPackages(metafiles, (output) => programs.has(basename(output)));
	await writeNotices(folder, bundled, manifest);
	const texts = JSON.parse(await readFile(join(extension, 'package.nls.json'), 'utf8'));
	const shipped = {
		...Object.fromEntries(FIELDS.map((field) => [field, manifest[field]])),
		description: texts.description,
		engines: { node: manifest.engines.node },
		files: (await readdir(folder)).sort(),
	};
	await writeFile(join(folder, 'package.json'), `${JSON.stringify(shipped, undefined, '\t')}\n`);
}
