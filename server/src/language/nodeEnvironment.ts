import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.js';

/** The platform as Node gives it. */
export const nodeEnvironment: Environment = {
	variables: process.env,
	// mkdtemp makes the folder with mode 0700.
	makePrivateFolder: () => mkdtemp(join(tmpdir(), 'rssv2-')),
	removeFolder: (path) => rm(path, { recursive: true, force: true }),
};
