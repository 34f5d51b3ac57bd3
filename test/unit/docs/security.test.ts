import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastGlob from 'fast-glob';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(`${root}/server/docs/security.md`, 'utf8');

it('every test that is to hold a promise is there', () => {
	const tests = fastGlob.sync('test/**/*.test.ts', { cwd: root });
	const named = [...page.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(15);
	for (const name of named) {
		const found = tests.filter((path) => path === name || path.endsWith(`/${name}`));
		expect(found, name).toHaveLength(1);
	}
});
