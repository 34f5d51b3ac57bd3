import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	root: fileURLToPath(new URL('..', import.meta.url)),
	test: {
		include: [
			'test/unit/**/*.test.ts',
			'test/lsp/**/*.test.ts',
			'test/cli/**/*.test.ts',
			'test/emulator/**/*.test.ts',
			'test/webview/**/*.test.ts',
		],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
});
