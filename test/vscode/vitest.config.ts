import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One real VS Code at a time, and no second chances: a test that fails now and then is a defect of test or product.
export default defineConfig({
	root: fileURLToPath(new URL('../..', import.meta.url)),
	test: {
		include: ['test/vscode/**/*.test.ts'],
		globalSetup: ['test/vscode/support/globalSetup.ts'],
		pool: 'forks',
		fileParallelism: false,
		retry: 0,
		testTimeout: 180_000,
		hookTimeout: 180_000,
	},
});
