import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A program of the server, bundled as it ships into a folder of its own. */
export interface Bundle {
	readonly directory: string;
	readonly path: string;
	dispose(): Promise<void>;
}

/**
 * Bundles `server/src/<name>.ts` and the worker thread beside it: tests run what ships, and do not depend on dist/.
 * @param production minified as it is published
 */
export async function bundle(name: 'cli' | 'main', { production = false } = {}): Promise<Bundle> {
	const directory = await mkdtemp(join(tmpdir(), `rssv2-${name}-`));
	await build({
		absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
		entryPoints: {
			[name]: `server/src/${name}.ts`,
			spreadWorker: 'server/src/traffic/workers/spreadWorker.ts',
		},
		outdir: directory,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		mainFields: ['module', 'main'],
		minify: production,
		logLevel: 'error',
	});
	const dispose = () => rm(directory, { recursive: true, force: true });
	return { directory, path: join(directory, `${name}.js`), dispose };
}
