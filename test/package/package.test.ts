import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withStage, writeTarball, writeVsix } from '../../.build/package.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const shell = process.platform === 'win32';
let folder: string;

interface Component {
	readonly name: string;
	readonly version: string;
	readonly purl: string;
	readonly licenses: readonly object[];
}
/** Two packages from two builds in two folders, and what is beside them. */
const made: { vsix: string; tarball: string; notices: string; components: Component[]; maps: string[] }[] =
	[];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-packages-'));
	for (const name of ['one', 'two']) {
		await withStage(async ({ folder: stage, maps }) => {
			const vsix = join(folder, `${name}.vsix`);
			await writeVsix(stage, vsix);
			const destination = await mkdtemp(join(folder, 'npm-'));
			const { components } = JSON.parse(await readFile(join(stage, 'sbom.cdx.json'), 'utf8')) as {
				components: Component[];
			};
			made.push({
				vsix,
				tarball: await writeTarball(stage, destination),
				notices: await readFile(join(stage, 'THIRD-PARTY-NOTICES.txt'), 'utf8'),
				components,
				maps: (await readdir(maps, { recursive: true })).filter((one) => one.endsWith('.map')),
			});
		});
	}
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the same sources give the same bytes', async () => {
	for (const which of ['vsix', 'tarball'] as const) {
		const hashes = await Promise.all(
			made.map(async (one) =>
				createHash('sha256')
					.update(await readFile(one[which]))
					.digest('hex'),
			),
		);
		expect(hashes[0]).toBe(hashes[1]);
	}
});

it('the .vsix is at most 1.5 MB, and has the source maps beside it', async () => {
	expect((await stat(made[0]?.vsix ?? '')).size).toBeLessThanOrEqual(1_500_000);
	expect(made[0]?.maps).toEqual(expect.arrayContaining(['extension.js.map', 'server.js.map', 'cli.js.map']));
});

it('says which libraries are in it, with version and licence', async () => {
	const [{ notices, components } = { notices: '', components: [] }] = made;
	const names = components.map(({ name }) => name);
	expect(names).toEqual(
		expect.arrayContaining([
			'ajv',
			'commander',
			'preact',
			'vscode-languageclient',
			'vscode-languageserver',
			'yaml',
		]),
	);
	for (const { name, version, purl, licenses } of components) {
		const installed = JSON.parse(
			await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'),
		) as {
			version: string;
		};
		// One of two versions may be below another package.
		expect(version.split('.')[0]).toMatch(/^\d+$/);
		if (installed.version === version) expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
		expect(licenses).toHaveLength(1);
		expect(notices).toContain(`\n${name} ${version} (`);
	}
	// Tools that build and test are in no bundle.
	expect(names).not.toContain('esbuild');
	expect(names).not.toContain('vitest');
});

it('the npm package runs from an empty folder, without the network', async () => {
	const empty = await mkdtemp(join(folder, 'empty-'));
	const env = {
		...process.env,
		npm_config_offline: 'true',
		npm_config_audit: 'false',
		npm_config_fund: 'false',
	};
	await run('npm', ['install', '--prefix', empty, made[0]?.tarball ?? ''], { cwd: empty, env, shell });
	expect(await readdir(join(empty, 'node_modules'))).toEqual(expect.arrayContaining(['rssv2']));
	await cp(join(root, 'examples'), join(empty, 'examples'), { recursive: true });
	const { stdout } = await run('npx', ['rssv2', 'check', 'examples'], { cwd: empty, env, shell });
	expect(stdout).toBe('2 files: no findings\n');
	const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
	expect((await run('npx', ['rssv2', '--version'], { cwd: empty, env, shell })).stdout).toBe(`${version}\n`);
}, 120_000);
