import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
	readonly version?: string;
	readonly resolved?: string;
	readonly integrity?: string;
	readonly link?: boolean;
	readonly hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
	packages: Record<string, Locked>;
};
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

it('every dependency is held by a hash of its bytes, and comes from the registry', () => {
	expect(packages.length).toBeGreaterThan(100);
	for (const [path, { version, resolved, integrity, link }] of packages) {
		expect(version, path).toMatch(/^\d/);
		expect(integrity, path).toMatch(/^sha512-/);
		expect(resolved ?? '', path).not.toMatch(/^(?:git|file|http:)/);
		expect(link, path).toBeUndefined();
	}
});

it('a dependency that runs something when it is installed was looked at first', () => {
	const known = ['@vscode/vsce-sign', 'esbuild', 'keytar', 'tree-sitter-powershell'];
	const running = packages
		.filter(([, { hasInstallScript }]) => hasInstallScript)
		.map(([path]) => path.replace(/^.*node_modules\//, ''));
	// Of macOS alone, and locked only where the lock file knows of it.
	expect(running.filter((name) => name !== 'fsevents').sort()).toEqual(known);
});
