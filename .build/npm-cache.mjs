// Programs that tests need, installed from npm into a cache folder when they are first asked for.
import { spawn } from 'node:child_process';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * In the project, not in the user's cache folder: whoever could run `npm ci` can write here, removing the clone removes
 * it too, and two clones never change one installation under each other. RSSV2_CACHE names another folder to share one.
 */
const cache = process.env.RSSV2_CACHE || fileURLToPath(new URL('../.cache', import.meta.url));

/** Something cannot be had here; the message says why and what to do. */
export class Unavailable extends Error {}

/**
 * Installs something unless it is there, and answers its folder. An installation becomes visible whole or not at all.
 * @param {string} name of the folder: with every version in it
 * @param {(folder: string) => Promise<void>} fill
 * @throws {Unavailable}
 */
export async function installOnce(name, fill) {
	const final = join(cache, name);
	if (await exists(final)) return final;
	await removeAbandoned();
	const partial = join(cache, `${name}.partial-${process.pid}`);
	try {
		await mkdir(partial, { recursive: true });
		await fill(partial);
		await rename(partial, final).catch(async (error) => {
			// Another process was faster: its installation is as good.
			if (!(await exists(final))) throw error;
		});
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
	return final;
}

/** Makes a folder with a package.json that wants one package, and answers it. */
export async function privatePackage(folder, dependency, version) {
	await mkdir(folder, { recursive: true });
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [dependency]: version } }),
	);
	return folder;
}

/** Runs `npm install` in `cwd`, with the Node of the folder `home` first on the PATH when that is given. @throws {Unavailable} */
export function npmInstall(cwd, more = [], home = undefined) {
	const env = cleanEnvironment();
	if (home !== undefined) {
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
		npm.once('error', (error) => reject(new Unavailable(`npm cannot be run: ${error.message}`)));
		npm.once('close', (code, signal) => {
			if (code === 0) resolve();
			else reject(new Unavailable(explain(output.trim(), code ?? signal)));
		});
	});
}

/** Says in one line why npm failed. */
function explain(output, status) {
	if (/EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(output)) {
		return `the npm registry cannot be reached\n${output}`;
	}
	if (output.includes('ENOSPC')) return `no space left in ${cache}`;
	return `npm could not install it (${status})\n${output}`;
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
