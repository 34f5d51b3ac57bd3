// Builds dist/: extension and server (for Node and for the web), cli and the webview, each bundled apart. `--watch` keeps building.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { compileSchemas } from './compile-schemas.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const standIn = (name) => join(root, `server/src/web/standIns/${name}.ts`);
/** What of Node the server asks for by itself, not its environment, in a browser. Anything else of Node fails the build. */
export const standIns = {
	'node:crypto': standIn('crypto'),
	'node:os': standIn('os'),
	'node:path': standIn('path'),
	'node:timers/promises': standIn('timersPromises'),
	'node:util': standIn('util'),
	'node:worker_threads': standIn('workerThreads'),
	'node:zlib': standIn('zlib'),
};

/** The command line runs the server as it lies beside it: a second copy in it would be as large as all the rest. */
export const serverBeside = {
	name: 'server-beside',
	setup(build) {
		build.onResolve({ filter: /\/main\.js$/ }, ({ path, importer }) =>
			path === '../main.js' && importer.endsWith('lsp.ts')
				? { path: './server.js', external: true }
				: undefined,
		);
	},
};

/**
 * Builds everything into `outdir`, which is emptied first.
 * @param {{ outdir?: string, production?: boolean, watch?: boolean }} options
 *   `production`: minified, with source maps that nothing in it refers to; `watch`: keeps building until the process ends
 * @returns {Promise<import('esbuild').Metafile[]>} what each bundle is made of
 */
export async function build({ outdir = join(root, 'dist'), production = false, watch = false } = {}) {
	const common = {
		absWorkingDir: root,
		outdir,
		bundle: true,
		sourcemap: production ? 'external' : true,
		metafile: true,
		minify: production,
		legalComments: 'none',
		logLevel: 'warning',
	};
	const node = {
		...common,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		// vscode-jsonrpc and friends ship ESM beside CommonJS: `import` keeps one copy of each.
		mainFields: ['module', 'main'],
	};
	const browser = {
		...common,
		platform: 'browser',
		target: 'es2022',
		mainFields: ['browser', 'module', 'main'],
		conditions: ['browser'],
	};
	await rm(outdir, { recursive: true, force: true });
	await compileSchemas();
	const contexts = await Promise.all([
		context({ ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] }),
		context({
			...node,
			entryPoints: {
				server: 'server/src/main.ts',
				cli: 'server/src/cli.ts',
				// Server and command line start it from beside them.
				spreadWorker: 'server/src/traffic/workers/spreadWorker.ts',
			},
			plugins: [serverBeside],
		}),
		context({
			...browser,
			format: 'cjs',
			entryPoints: { 'web/extension': 'client/src/webExtension.ts' },
			external: ['vscode'],
		}),
		context({
			...browser,
			format: 'iife',
			entryPoints: { 'web/server': 'server/src/web/main.ts' },
			alias: standIns,
		}),
		context({
			...common,
			platform: 'browser',
			target: 'es2022',
			format: 'iife',
			jsx: 'automatic',
			jsxImportSource: 'preact',
			entryPoints: { 'webview/preview': 'client/webview/preview/main.tsx' },
		}),
	]);
	if (watch) {
		await Promise.all(contexts.map((c) => c.watch()));
		return [];
	}
	try {
		const results = await Promise.all(contexts.map((c) => c.rebuild()));
		return results.map(({ metafile }) => metafile);
	} finally {
		await Promise.all(contexts.map((c) => c.dispose()));
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await build({ production: process.argv.includes('--production'), watch: process.argv.includes('--watch') });
}
