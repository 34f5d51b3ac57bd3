// `npm install` builds dist/. Installed globally from git (`npm install -g git+https://…`, which pre-commit does too), npm
// prepares a clone without its development dependencies: they are installed there first.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
try {
	await import('esbuild');
} catch (error) {
	if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
	const environment = { ...process.env };
	for (const name of ['npm_config_global', 'npm_config_location', 'npm_config_prefix'])
		delete environment[name];
	execFileSync('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: root,
		env: environment,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
}
const { build } = await import('./build.mjs');
await build();
