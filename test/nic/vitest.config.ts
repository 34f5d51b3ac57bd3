import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A real guest each, one at a time: no second chances.
export default defineConfig({
	root: fileURLToPath(new URL('../..', import.meta.url)),
	test: {
		include: ['test/nic/**/*.test.ts'],
		pool: 'forks',
		fileParallelism: false,
		retry: 0,
		testTimeout: 240_000,
		hookTimeout: 400_000,
	},
});
