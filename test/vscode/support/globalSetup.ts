import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findChromium } from '../../../.build/chromium.mjs';
import { installCodeServer } from '../../../.build/code-server.mjs';
import { packageExtension } from '../../../.build/package.mjs';
import { installExtension } from '../../../.build/run-code-server.mjs';
import { bundleInto } from '../../support/bundle.js';
import { freePort } from '../../support/freePort.js';

declare module 'vitest' {
	interface ProvidedContext {
		/** The Node and the script of code-server. */
		programs: { node: string; entry: string };
		chromium: string;
		/** A folder with the packaged extension installed, for code-server's --extensions-dir. */
		extensionsDir: string;
		/** The folder of the packaged extension in it. */
		extensionFolder: string;
		/** The command line, which is not in that package: it runs emulators beside the editor. */
		commandLine: string;
		/** The profile of the browser and the port of code-server: both the same for all files, so that VS Code's scripts are
		 * fetched and compiled once. */
		profile: string;
		port: number;
	}
}

/**
 * Packages the extension (RSSV2_VSIX names one that is packaged already) and installs it once for all tests. What is
 * tested is what users get, not the source tree.
 */
export default async function setup(project: TestProject) {
	const chromium = await findChromium();
	if (chromium === undefined) throw new Error('no Chromium: install it, or name one in RSSV2_CHROMIUM');
	await rm(join(project.config.root, 'test-results'), { recursive: true, force: true });
	const programs = await installCodeServer((line: string) => console.log(line));
	const home = await mkdtemp(join(tmpdir(), 'rssv2-e2e-'));
	const extensionsDir = join(home, 'extensions');
	const vsix = process.env['RSSV2_VSIX'] ?? (await packageExtension(join(home, 'rssv2.vsix')));
	await installExtension(programs, { home, extensionsDir, vsix });
	const folder = (await readdir(extensionsDir)).find((name) => name.startsWith('rssv2-tools.rssv2-'));
	if (folder === undefined)
		throw new Error(`the extension is not in ${extensionsDir} after its installation`);
	project.provide('programs', programs);
	project.provide('chromium', chromium);
	project.provide('extensionsDir', extensionsDir);
	project.provide('extensionFolder', join(extensionsDir, folder));
	const programsFolder = join(home, 'programs');
	await bundleInto(programsFolder, ['cli']);
	project.provide('commandLine', join(programsFolder, 'cli.js'));
	project.provide('profile', join(home, 'browser'));
	project.provide('port', await freePort());
	return () => rm(home, { recursive: true, force: true });
}
