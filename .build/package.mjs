// Packages the extension: a production build, then vsce, with the files that package.json allows and no others.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the .vsix and answers its path. It is put together in a folder of its own: dist/ keeps the development build,
 * and a test that runs from dist/ is not disturbed.
 * @param {string} [target] default: `rssv2-<version>.vsix` in the project
 */
export async function packageExtension(target) {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const path = resolve(target ?? join(root, `${manifest.name}-${manifest.version}.vsix`));
	const stage = await mkdtemp(join(tmpdir(), 'rssv2-package-'));
	try {
		await build({ outdir: join(stage, 'dist'), production: true });
		for (const part of partsOf([...manifest.files, 'README.md']))
			await cp(join(root, part), join(stage, part), { recursive: true });
		const { scripts, devDependencies, ...shipped } = manifest;
		await writeFile(join(stage, 'package.json'), `${JSON.stringify(shipped, undefined, '\t')}\n`);
		// Everything is bundled: no dependencies. Links of the README stay as they are, for its images are in the package.
		await createVSIX({ cwd: stage, packagePath: path, dependencies: false, rewriteRelativeLinks: false });
	} finally {
		await rm(stage, { recursive: true, force: true });
	}
	return path;
}

/** The files and folders that hold what the patterns of `files` allow; vsce applies the patterns themselves. */
function partsOf(patterns) {
	const parts = patterns
		.filter((pattern) => !pattern.startsWith('dist/'))
		.map((pattern) => {
			const segments = pattern.split('/');
			const wild = segments.findIndex((segment) => segment.includes('*'));
			return (wild === -1 ? segments : segments.slice(0, wild)).join('/');
		});
	return new Set(parts);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await packageExtension(process.argv[2]);
