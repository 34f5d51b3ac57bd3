import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installNode, nodeVersions } from '../../.build/node-versions.mjs';
import { Unavailable } from '../../.build/npm-cache.mjs';
import { withStage, writeTarball, writeVsix } from '../../.build/package.mjs';
import { LanguageServerUnderTest } from '../support/languageServer.js';

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
		await withStage(async ({ folder: stage, npm, maps }) => {
			const vsix = join(folder, `${name}.vsix`);
			await writeVsix(stage, vsix);
			const destination = await mkdtemp(join(folder, 'npm-'));
			const { components } = JSON.parse(await readFile(join(stage, 'sbom.cdx.json'), 'utf8')) as {
				components: Component[];
			};
			made.push({
				vsix,
				tarball: await writeTarball(npm, destination),
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
		expect.arrayContaining(['ajv', 'preact', 'vscode-languageclient', 'vscode-languageserver', 'yaml']),
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

/** An empty folder in which the npm package was installed, without the network. */
async function install(tarball: string): Promise<{ empty: string; env: NodeJS.ProcessEnv }> {
	const empty = await mkdtemp(join(folder, 'empty-'));
	const env = {
		...process.env,
		npm_config_offline: 'true',
		npm_config_audit: 'false',
		npm_config_fund: 'false',
		XDG_STATE_HOME: join(empty, 'state'),
	};
	await run('npm', ['install', '--prefix', empty, tarball], { cwd: empty, env, shell });
	await cp(join(root, 'examples'), join(empty, 'examples'), { recursive: true });
	return { empty, env };
}

describe('the npm package', () => {
	let place: Awaited<ReturnType<typeof install>>;
	beforeAll(async () => {
		place = await install(made[0]?.tarball ?? '');
	}, 120_000);

	it('has what the command line needs, and nothing of the editor', async () => {
		const installed = join(place.empty, 'node_modules/rssv2');
		const files = (await readdir(installed, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
		for (const file of ['dist/cli.js', 'dist/server.js', 'dist/spreadWorker.js', 'schemas/rssv2.schema.json'])
			expect(files).toContain(file);
		expect(files.filter((name) => /webview|extension|^client|nls|\.map$|\.ts$/.test(name))).toEqual([]);
		const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as object;
		expect(manifest).not.toHaveProperty('contributes');
		expect(manifest).toMatchObject({ description: expect.stringContaining('Receive Side Scaling') });
		// Its libraries are those of the command line and the server, not of the page.
		const sbom = await readFile(join(installed, 'sbom.cdx.json'), 'utf8');
		expect(sbom).toContain('"commander"');
		expect(sbom).not.toContain('"preact"');
	});

	it('runs by npx from an empty folder, without the network', async () => {
		const { empty: cwd, env } = place;
		const { stdout } = await run('npx', ['rssv2', 'check', 'examples'], { cwd, env, shell });
		expect(stdout).toBe('2 files: no findings\n');
		const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
		expect((await run('npx', ['rssv2', '--version'], { cwd, env, shell })).stdout).toBe(`${version}\n`);
	}, 120_000);

	it.for(nodeVersions)(
		'runs on Node %s: check, spread in workers, lsp',
		{ timeout: 240_000 },
		async (version, { skip }) => {
			const node = await installNode(version).catch((error: unknown) => {
				if (error instanceof Unavailable) return skip(error.message);
				throw error;
			});
			expect((await run(node, ['--version'])).stdout).toBe(`v${version}\n`);
			const program = join(place.empty, 'node_modules/rssv2/dist/cli.js');
			const cli = async (...args: string[]) =>
				(await run(node, [program, ...args], { cwd: place.empty, env: place.env })).stdout;
			expect(await cli('check', 'examples')).toBe('2 files: no findings\n');
			const spread = JSON.parse(
				await cli('spread', 'examples/hyper-v-host.rssv2.yaml', '--flows', '200000', '--format', 'json'),
			) as object;
			expect(JSON.stringify(spread)).toContain('0:8');
			const server = await LanguageServerUnderTest.start(program, { node, args: ['lsp', '--stdio'] });
			try {
				const text = await readFile(join(root, 'examples/hyper-v-host.rssv2.yaml'), 'utf8');
				const uri = await server.open('a.rssv2.yaml', text.replace('numberOfQueues: 4', 'numberOfQueues: 3'));
				expect((await server.diagnostics(uri)).map(({ code }) => code)).toEqual(['NDIS_STATUS_NO_QUEUES']);
			} finally {
				await server.stop();
			}
		},
	);
});
