import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkDevelopmentFolder } from '../../.build/manifest-texts.mjs';
import { manifestTexts } from '../support/manifest.js';

test('the folder that npm start loads in VS Code has the texts of the manifest beside it, and all that it names', async () => {
	const parent = await mkdtemp(join(tmpdir(), 'rssv2-development-'));
	try {
		const folder = join(parent, 'extension');
		await linkDevelopmentFolder(folder);
		const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
		const texts: unknown = JSON.parse(await readFile(join(folder, 'package.nls.json'), 'utf8'));
		expect(texts).toEqual(manifestTexts('en'));
		expect(await readdir(folder)).toEqual(
			expect.arrayContaining(['package.nls.de.json', 'examples', 'schemas']),
		);
		const named = [...JSON.stringify(manifest).matchAll(/"(\.?\/?client\/[^"*]+)"/g)].map(
			([, path = '']) => path,
		);
		expect(named.length).toBeGreaterThan(10);
		for (const path of named) await access(join(folder, path));
	} finally {
		await rm(parent, { recursive: true, force: true });
	}
});
