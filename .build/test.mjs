// `npm test`: every check that this machine can run, what was left out and why, and one last line `N passed, N failed`.
// `npm test -- unit lsp` runs only those. With CI=true nothing may be left out.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { installCodeServer } from './code-server.mjs';
import { whyNoLab } from './nic-lab.mjs';
import { Unavailable } from './npm-cache.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ci = process.env.CI === 'true';
const suites = ['unit', 'lsp', 'cli', 'emulator', 'webview', 'web', 'editors', 'package'];
const all = ['lint', 'types', ...suites, 'nic', 'vscode'];

const wanted = process.argv.slice(2);
if (wanted.some((name) => !all.includes(name))) {
	console.error(`Usage: npm test -- [${all.join('|')}]…`);
	process.exit(2);
}
const chosen = wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));

const total = { passed: 0, failed: 0 };
/** What was not run, each with its reason. */
const leftOut = [];
const started = Date.now();

await step('build', () => build());
if (chosen.includes('lint'))
	await step('lint', () => run('biome', ['ci', '.', ...(process.stdout.isTTY ? [] : ['--colors=off'])]));
if (chosen.includes('types')) {
	await step('types', async () => {
		for (const project of ['server', 'client', 'client/webview', 'test']) await run('tsc', ['-p', project]);
	});
}
const inNode = suites.filter((suite) => chosen.includes(suite));
if (inNode.length > 0)
	await vitest(
		'test/vitest.config.ts',
		inNode.map((suite) => `test/${suite}/`),
	);
// A guest mostly waits, a VS Code mostly computes: the two together take little longer than one. The guest is heard after.
await Promise.all([
	suite('vscode', whyNoVSCode, () => vitest('test/vscode/vitest.config.ts', [])),
	suite('nic', whyNoLab, () =>
		vitest('test/nic/vitest.config.ts', ['test/nic/'], { aside: chosen.includes('vscode') }),
	),
]);

if (leftOut.length > 0) {
	console.log(`\nLeft out:\n${leftOut.map((line) => `  ${line}`).join('\n')}`);
	if (ci) {
		console.log('With CI=true everything must run: what is left out counts as failed.');
		total.failed += leftOut.length;
	}
}
console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** A check that is not a test: it counts as one. */
async function step(name, work) {
	console.log(`\n— ${name}`);
	try {
		await work();
		total.passed++;
	} catch (error) {
		console.error(error.message);
		total.failed++;
	}
}

/** Tests that need more than Node: run where `whyNot` has nothing against it, else left out with what it says. */
async function suite(name, whyNot, work) {
	if (!chosen.includes(name)) return;
	const reason = await whyNot();
	if (reason === undefined) await work();
	else leftOut.push(`test/${name}: ${reason}`);
}

/** Runs a program of node_modules in the project; throws unless it succeeds. `aside`: what it prints is shown at its end. */
async function run(program, args, { env = {}, aside = false } = {}) {
	const status = await new Promise((resolve, reject) => {
		const child = spawn(join(root, 'node_modules/.bin', program), args, {
			cwd: root,
			// The warning is about a default of some future vite.
			env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', ...env },
			stdio: aside ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
			shell: process.platform === 'win32',
		});
		const printed = [];
		for (const stream of aside ? [child.stdout, child.stderr] : [])
			stream.on('data', (chunk) => printed.push(chunk));
		child.once('close', () => process.stdout.write(Buffer.concat(printed)));
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? signal));
	});
	if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
}

/** Runs vitest and adds up its tests. A run that ends badly without a failed test is a failure. */
async function vitest(config, filters, { aside = false } = {}) {
	console.log(`\n— ${filters.join(' ') || 'test/vscode/'}`);
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-test-'));
	const file = join(folder, 'result.json');
	const reporters = ['--reporter=default', '--reporter=./.build/vitest-reporter.mjs'];
	const problem = await run('vitest', ['run', '--config', config, ...reporters, ...filters], {
		env: { RSSV2_TEST_RESULT: file },
		aside,
	}).catch((error) => error);
	const result = await readFile(file, 'utf8').then(JSON.parse, () => ({ passed: 0, failed: 0, skipped: [] }));
	await rm(folder, { recursive: true, force: true });
	total.passed += result.passed;
	total.failed += result.failed;
	leftOut.push(...result.skipped);
	if (problem && result.failed === 0) {
		console.error(problem.message);
		total.failed++;
	}
}

/** Why the tests in a real VS Code cannot run; undefined when they can. */
async function whyNoVSCode() {
	if ((await findChromium()) === undefined) {
		return 'no Chromium on the PATH: install it (Debian: apt-get install chromium), or name one in RSSV2_CHROMIUM';
	}
	try {
		await installCodeServer((line) => console.log(line));
		return undefined;
	} catch (error) {
		if (error instanceof Unavailable) return error.message;
		throw error;
	}
}
