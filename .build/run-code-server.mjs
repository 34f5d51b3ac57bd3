// Starts and stops an installed code-server.
import { execFile, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from './npm-cache.mjs';

/** How long code-server may take to answer; it needs under a second on an idle machine. */
const startLimit = 60_000;

/**
 * Installs a packaged extension into `extensionsDir`.
 * @param {{ node: string, entry: string }} programs
 * @param {{ home: string, extensionsDir: string, vsix: string }} options `home` takes everything else it writes
 */
export async function installExtension(programs, { home, extensionsDir, vsix }) {
	await mkdir(extensionsDir, { recursive: true });
	const folders = ['--user-data-dir', join(home, 'user'), '--extensions-dir', extensionsDir];
	await promisify(execFile)(
		programs.node,
		[programs.entry, ...folders, '--install-extension', vsix, '--force'],
		{
			env: environment(home),
			timeout: startLimit,
		},
	).catch((error) => {
		throw new Error(`code-server did not install ${vsix}: ${error.stderr || error.stdout || error.message}`);
	});
}

/**
 * Starts code-server on a loopback port, a free one unless `port` names it, and waits until it answers. The settings belong in
 * `<home>/user/User/settings.json` beforehand. `log` gets its output by line.
 * @param {{ node: string, entry: string }} programs
 * @param {{ home: string, extensionsDir: string, port?: number, log?: (line: string) => void, trust?: boolean, brief?: boolean, locale?: string }} options
 *   `trust`: every folder is trusted; `brief`: a closed window's extensions end after three seconds; `locale`: a language
 *   whose language pack is installed
 * @returns {Promise<{ url: string, ended: Promise<void>, stop: () => Promise<void> }>} `url` ends with a slash
 */
export async function startCodeServer(
	programs,
	{ home, extensionsDir, port = 0, log = () => {}, trust = true, brief = false, locale },
) {
	const server = spawn(
		programs.node,
		[
			programs.entry,
			...['--user-data-dir', join(home, 'user'), '--extensions-dir', extensionsDir],
			...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
			...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
			...(trust ? ['--disable-workspace-trust'] : []),
			...(brief ? ['--reconnection-grace-time', '3'] : []),
			...(locale === undefined ? [] : ['--locale', locale]),
		],
		{ env: environment(home), stdio: ['ignore', 'pipe', 'pipe'] },
	);
	const ended = new Promise((resolve) => {
		server.once('close', resolve);
		server.once('error', resolve);
	});
	const stop = async () => {
		if (server.exitCode === null && server.signalCode === null) {
			server.kill('SIGTERM');
			const force = setTimeout(() => server.kill('SIGKILL'), 10_000);
			await ended;
			clearTimeout(force);
		}
	};
	try {
		const url = await announcedUrl(server, log);
		await answers(new URL('healthz', url), ended);
		return { url, ended, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The address that code-server prints once it listens. */
function announcedUrl(server, log) {
	return new Promise((resolve, reject) => {
		let output = '';
		const limit = setTimeout(() => reject(new Error(`code-server is silent:\n${output}`)), startLimit);
		const fail = (why) => {
			clearTimeout(limit);
			reject(new Error(`code-server did not start: ${why}\n${output}`));
		};
		server.once('error', (error) => fail(error.message));
		server.once('close', (code, signal) => fail(`it ended with ${code ?? signal}`));
		for (const stream of [server.stdout, server.stderr]) {
			stream.setEncoding('utf8').on('data', (chunk) => {
				for (const line of chunk.split('\n')) if (line.trim() !== '') log(line);
				output = `${output}${chunk}`.slice(-20_000);
				const url = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(output)?.[1];
				if (url !== undefined) {
					clearTimeout(limit);
					resolve(url);
				}
			});
		}
	});
}

/** Waits until `url` answers with success. */
async function answers(url, ended) {
	const limit = AbortSignal.timeout(startLimit);
	let over = false;
	ended.then(() => {
		over = true;
	});
	while (!over && !limit.aborted) {
		const ok = await fetch(url, { signal: limit }).then(
			(response) => response.ok,
			() => false,
		);
		if (ok) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`${url} does not answer`);
}

function environment(home) {
	return {
		...cleanEnvironment(),
		EXTENSIONS_GALLERY: '{}',
		XDG_DATA_HOME: join(home, 'data'),
		XDG_CONFIG_HOME: join(home, 'config'),
		XDG_STATE_HOME: join(home, 'state'),
	};
}
