// Finds a Chromium for the tests in a browser.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of a Chromium, RSSV2_CHROMIUM before those on the PATH; undefined when there is none.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
	const named = process.env.RSSV2_CHROMIUM;
	if (named) return named;
	for (const name of names) {
		const found = await findOnPath(name);
		if (found !== undefined) return found;
	}
	return undefined;
}

/**
 * The full path of a program on the PATH.
 * @param {string} program
 * @returns {Promise<string | undefined>}
 */
export async function findOnPath(program) {
	const endings = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		for (const ending of endings) {
			const path = join(folder, program + ending);
			if (
				await access(path, constants.X_OK).then(
					() => true,
					() => false,
				)
			)
				return path;
		}
	}
	return undefined;
}

/** What Chromium needs to run as root and in small containers. */
export const chromiumArguments = ['--no-sandbox', '--disable-dev-shm-usage'];
