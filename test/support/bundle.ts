import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inject } from 'vitest';
import { serverBeside } from '../../.build/build.mjs';

/** A program of the server, bundled as it ships, and a folder of its own for what its tests write. */
export interface Bundle {
	readonly directory: string;
	readonly path: string;
	dispose(): Promise<void>;
}

/**
 * `server/src/<name>.ts` as it ships: tests run that, and do not depend on dist/. Each file gets a copy of what the run has
 * bundled for all (bundles.ts), for programs keep things beside themselves; else it is bundled here.
 * @param production minified as it is published, for figures
 */
export async function bundle(name: 'cli' | 'main', { production = false } = {}): Promise<Bundle> {
	const directory = await mkdtemp(join(tmpdir(), `rssv2-${name}-`));
	const shared = production ? undefined : inject('bundles');
	if (shared === undefined) await bundleInto(directory, [name], production);
	else await cp(shared, directory, { recursive: true });
	const dispose = () => rm(directory, { recursive: true, force: true });
	return { directory, path: join(directory, `${name}.js`), dispose };
}

/** Bundles programs of the server, and the worker thread beside them, into a folder. */
export async function bundleInto(
	directory: string,
	names: readonly ('cli' | 'main')[],
	production = false,
): Promise<void> {
	await build({
		absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
		entryPoints: {
			...Object.fromEntries(names.map((name) => [name, `server/src/${name}.ts`])),
			...(names.includes('cli') && { server: 'server/src/main.ts' }),
			spreadWorker: 'server/src/traffic/workers/spreadWorker.ts',
		},
		outdir: directory,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		mainFields: ['module', 'main'],
		minify: production,
		plugins: [serverBeside],
		logLevel: 'error',
	});
}
