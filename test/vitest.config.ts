import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	root: fileURLToPath(new URL('..', import.meta.url)),
	// Words of the client are tested outside of VS Code.
	resolve: { alias: { vscode: fileURLToPath(new URL('support/vscode.ts', import.meta.url)) } },
	test: {
		include: [
			'test/unit/**/*.test.ts',
			'test/lsp/**/*.test.ts',
			'test/cli/**/*.test.ts',
			'test/emulator/**/*.test.ts',
			'test/webview/**/*.test.ts',
			'test/web/**/*.test.ts',
			'test/editors/**/*.test.ts',
			'test/package/**/*.test.ts',
		],
		globalSetup: ['test/support/bundles.ts'],
		// Many tests wait for a process, a socket or a browser: one more at a time than there are cores.
		maxWorkers: availableParallelism() + 1,
		// Properties of thousands of runs take a third of it on two cores that do nothing else.
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
