import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Benchmarks print figures and ratios; they assert that the work was done, never how fast.
export default defineConfig({
	root: fileURLToPath(new URL('../..', import.meta.url)),
	test: {
		include: ['test/bench/**/*.bench.ts'],
		testTimeout: 120_000,
		hookTimeout: 60_000,
		fileParallelism: false,
	},
});
