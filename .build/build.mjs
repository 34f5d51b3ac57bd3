// Builds dist/: extension, server, cli and the webview, each bundled apart. `--watch` keeps building.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { compileSchemas } from './compile-schemas.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
	absWorkingDir: root,
	bundle: true,
	sourcemap: !production,
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

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
await compileSchemas();
const contexts = await Promise.all([
	context({
		...node,
		entryPoints: { extension: 'client/src/extension.ts' },
		outdir: 'dist',
		external: ['vscode'],
	}),
	context({
		...node,
		entryPoints: { server: 'server/src/main.ts', cli: 'server/src/cli.ts' },
		outdir: 'dist',
	}),
	context({
		...common,
		platform: 'browser',
		target: 'es2022',
		format: 'iife',
		jsx: 'automatic',
		jsxImportSource: 'preact',
		entryPoints: { 'webview/preview': 'client/webview/preview/main.tsx' },
		outdir: 'dist',
	}),
]);
if (watch) {
	await Promise.all(contexts.map((c) => c.watch()));
} else {
	await Promise.all(contexts.map((c) => c.rebuild()));
	await Promise.all(contexts.map((c) => c.dispose()));
}
