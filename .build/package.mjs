// `npm run package`: the .vsix and the npm package, their checksums, and source maps beside them. A production build with
// the files that package.json allows and no others; the same sources give the same bytes.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';
import { copyManifestTexts } from './manifest-texts.mjs';
import { bundledPackages, writeNotices } from './notices.mjs';
import { stageNpmPackage } from './npm-package.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Files that are made here, or put elsewhere; the others are copied as they lie. */
const MADE = ['THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json', 'package.nls*.json'];
/** The time of every file in the .vsix, in seconds since 1970: the first that a zip can have. */
const TIME = Date.UTC(1980, 0, 1) / 1000;

/**
 * Puts the packages together in folders of their own, hands these on, and removes them: dist/ keeps the development build,
 * and a test that runs from dist/ is not disturbed.
 * @template T
 * @param {(stage: { folder: string, npm: string, maps: string }) => Promise<T>} use `folder`: the extension; `npm`: the
 *   command line and the server
 * @returns {Promise<T>}
 */
export async function withStage(use) {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const parent = await mkdtemp(join(tmpdir(), 'rssv2-package-'));
	const [folder, npm, maps] = ['package', 'npm', 'maps'].map((name) => join(parent, name));
	try {
		const metafiles = await build({ outdir: join(folder, 'dist'), production: true });
		await moveMaps(join(folder, 'dist'), maps);
		for (const part of partsOf([...manifest.files, 'README.md']))
			await cp(join(root, part), join(folder, part), { recursive: true });
		await copyManifestTexts(folder);
		await writeNotices(folder, await bundledPackages(metafiles), manifest);
		const { scripts, devDependencies, ...shipped } = manifest;
		await writeFile(join(folder, 'package.json'), `${JSON.stringify(shipped, undefined, '\t')}\n`);
		await stageNpmPackage(folder, npm, manifest, metafiles);
		return await use({ folder, npm, maps });
	} finally {
		await rm(parent, { recursive: true, force: true });
	}
}

/**
 * Writes the .vsix and answers its path.
 * @param {string} [target] default: `rssv2-<version>.vsix` in the project
 */
export async function packageExtension(target) {
	const path = resolve(target ?? join(root, await fileName('vsix')));
	await withStage(({ folder }) => writeVsix(folder, path));
	return path;
}

/** @param {string} folder @param {string} packagePath */
export async function writeVsix(folder, packagePath) {
	const before = process.env.SOURCE_DATE_EPOCH;
	process.env.SOURCE_DATE_EPOCH = String(TIME);
	try {
		// Everything is bundled: no dependencies. What the README links to and shows is in the repository, not in the package.
		await createVSIX({ cwd: folder, packagePath, dependencies: false, gitHubIssueLinking: false });
	} finally {
		if (before === undefined) delete process.env.SOURCE_DATE_EPOCH;
		else process.env.SOURCE_DATE_EPOCH = before;
	}
}

/** Writes the npm package into a folder and answers its path. @param {string} folder @param {string} destination */
export async function writeTarball(folder, destination) {
	const args = ['pack', folder, '--pack-destination', destination, '--ignore-scripts', '--json'];
	const shell = process.platform === 'win32';
	const { stdout } = await promisify(execFile)('npm', args, { cwd: destination, shell });
	const [packed] = Object.values(JSON.parse(stdout));
	return join(destination, packed.filename);
}

async function fileName(ending) {
	const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	return `${name}-${version}${ending === 'vsix' ? '.' : '-'}${ending}`;
}

async function moveMaps(dist, maps) {
	for (const name of await readdir(dist, { recursive: true })) {
		if (!name.endsWith('.map')) continue;
		await mkdir(dirname(join(maps, name)), { recursive: true });
		await rename(join(dist, name), join(maps, name));
	}
}

/** The files and folders that hold what the patterns of `files` allow; vsce applies the patterns themselves. */
function partsOf(patterns) {
	const parts = patterns
		.filter((pattern) => !pattern.startsWith('dist/') && !MADE.includes(pattern))
		.map((pattern) => {
			const segments = pattern.split('/');
			const wild = segments.findIndex((segment) => segment.includes('*'));
			return (wild === -1 ? segments : segments.slice(0, wild)).join('/');
		});
	return new Set(parts);
}

/** Everything that is published, in the project. */
async function packageAll() {
	await withStage(async ({ folder, npm, maps }) => {
		const vsix = join(root, await fileName('vsix'));
		await writeVsix(folder, vsix);
		const files = [vsix, await writeTarball(npm, root)];
		const published = join(root, await fileName('maps'));
		await rm(published, { recursive: true, force: true });
		await cp(maps, published, { recursive: true });
		const sums = await Promise.all(
			files.map(async (file) => {
				const hash = createHash('sha256')
					.update(await readFile(file))
					.digest('hex');
				return `${hash}  ${basename(file)}\n`;
			}),
		);
		await writeFile(join(root, 'SHA256SUMS'), sums.join(''));
		console.log(sums.join(''));
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [, , target] = process.argv;
	await (target === undefined ? packageAll() : packageExtension(target));
}
