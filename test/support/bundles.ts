import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleInto } from './bundle.js';

declare module 'vitest' {
	interface ProvidedContext {
		/** A folder with the programs of the server, bundled once for all files of the run; absent where nobody did. */
		bundles?: string;
	}
}

/** Bundles the programs of the server once a run, not once a file. */
export default async function setup(project: TestProject) {
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-bundles-'));
	await bundleInto(folder, ['cli', 'main']);
	project.provide('bundles', folder);
	return () => rm(folder, { recursive: true, force: true });
}
