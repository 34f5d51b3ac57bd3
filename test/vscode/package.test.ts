import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

const folder = inject('extensionFolder');

test('the package holds what it needs and nothing of the sources', async () => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
	for (const needed of [
		'dist/extension.js',
		'dist/server.js',
		'dist/cli.js',
		'dist/spreadWorker.js',
		'dist/web/extension.js',
		'dist/web/server.js',
		'dist/webview/preview.js',
		'dist/webview/preview.css',
		'schemas/rssv2.schema.json',
		'schemas/presets/vmmq-64.json',
		'examples/hyper-v-host.rssv2.yaml',
		'LICENSE.txt',
		'changelog.md',
		'readme.md',
	]) {
		expect(files).toContain(needed);
	}
	const stray = files.filter((file) =>
		/\.(ts|tsx|map|mjs)$|tsconfig|node_modules|^(server|test|\.)/.test(file),
	);
	expect(stray.filter((file) => file !== '.vsixmanifest')).toEqual([]);
});

test('every file that the manifest names is in the package', async () => {
	const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	const named = paths(manifest);
	expect(named.length).toBeGreaterThan(5);
	for (const path of named) await access(join(folder, path));
});

/** Every string of a JSON value that is a path of the extension. */
function paths(value: unknown): string[] {
	if (typeof value === 'string') return /^(\.\/|client\/)[^*]+$/.test(value) ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(paths);
}
