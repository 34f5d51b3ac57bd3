// `npm start`: the extension with the examples and a running emulator, in VS Code or in a browser. `--check` starts it
// all, asks whether it answers, and ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { build } from './build.mjs';
import { findOnPath } from './chromium.mjs';
import { installCodeServer } from './code-server.mjs';
import { linkDevelopmentFolder } from './manifest-texts.mjs';
import { Unavailable } from './npm-cache.mjs';
import { packageExtension } from './package.mjs';
import { installExtension, startCodeServer } from './run-code-server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `Usage: npm start -- [--code-server] [--check]
  --code-server  opens in the browser even when VS Code's command "code" is installed
  --check        starts everything in code-server, checks that it answers, and ends`;
const emulatedExample = 'hyper-v-host.rssv2.yaml';

const options = new Set(process.argv.slice(2));
const check = options.has('--check');
if ([...options].some((option) => !['--check', '--code-server'].includes(option))) {
	console.error(usage);
	process.exit(2);
}

const stopping = new AbortController();
const stopped = once(stopping.signal, 'abort');
process.on('SIGINT', () => stopping.abort());
process.on('SIGTERM', () => stopping.abort());

/** What runs, latest last; stopped from the end. */
const cleanups = [];
let status = 0;
try {
	await Promise.race([start(), stopped]);
} catch (error) {
	// Ctrl+C reaches the children too: that they end then is no failure.
	if (!stopping.signal.aborted) {
		console.error(error instanceof Unavailable ? error.message : error);
		status = 1;
	}
}
for (const cleanup of cleanups.reverse()) await cleanup();
// A start that was stopped halfway may still wait for something.
process.exit(status);

async function start() {
	await build();
	const home = await mkdtemp(join(tmpdir(), 'rssv2-start-'));
	const workspace = join(home, 'rssv2-examples');
	cleanups.push(() => removeUnlessEdited(home, workspace));
	await cp(join(root, 'examples'), workspace, { recursive: true });
	const emulator = await startEmulator(home, workspace);
	await mkdir(join(workspace, '.vscode'), { recursive: true });
	await writeFile(
		join(workspace, '.vscode/settings.json'),
		`${JSON.stringify({ 'rssv2.devices': [{ name: 'Example emulator', uri: emulator.uri }] }, undefined, '\t')}\n`,
	);
	const code = check || options.has('--code-server') ? undefined : await findOnPath('code');
	const opened =
		code === undefined ? await openCodeServer(home, workspace) : await openCode(code, home, workspace);
	if (check) {
		const adapter = await describe(emulator.socket);
		console.log(`The emulator answers: ${adapter.name}, ${adapter.mode} mode.`);
		return;
	}
	console.log(`Emulator: ${emulator.uri} (RSSv2: Push to Device… offers it)\nCtrl+C stops everything.`);
	const what = await Promise.race([
		emulator.ended.then(() => 'The emulator ended.'),
		...(opened ? [opened.ended.then(() => 'code-server ended.')] : []),
	]);
	throw new Error(what);
}

/** Runs the command line's emulator on a Unix socket with the adapter of an example. */
async function startEmulator(home, workspace) {
	const socket = join(home, 'nic.sock');
	const uri = `emulator://${socket}`;
	const adapter = join(workspace, emulatedExample);
	const child = spawn(
		process.execPath,
		[join(root, 'dist/cli.js'), 'emulator', '--adapter', adapter, '--listen', uri],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const ended = once(child, 'close');
	cleanups.push(async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGTERM');
		await ended;
	});
	let output = '';
	const listening = (async () => {
		for await (const chunk of child.stdout.setEncoding('utf8')) {
			output += chunk;
			if (output.includes('listening on')) break;
		}
	})();
	await Promise.race([listening, ended]);
	if (!output.includes('listening on')) throw new Error('The emulator did not start.');
	return { uri, socket, ended };
}

/** Asks the emulator on `socket` for its adapter. */
async function describe(socket) {
	const stream = createConnection(socket);
	await once(stream, 'connect');
	const connection = createMessageConnection(
		new StreamMessageReader(stream),
		new StreamMessageWriter(stream),
	);
	connection.listen();
	try {
		return await connection.sendRequest('adapter/describe', {});
	} finally {
		connection.dispose();
		stream.destroy();
	}
}

/** Opens the workspace in an installed VS Code, with the extension as it is built here. */
async function openCode(code, home, workspace) {
	const extension = join(home, 'extension');
	await linkDevelopmentFolder(extension);
	const child = spawn(code, ['--new-window', `--extensionDevelopmentPath=${extension}`, workspace], {
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	const [status] = await once(child, 'close');
	if (status !== 0)
		throw new Error(`${code} ended with ${status}. In a browser instead: npm start -- --code-server`);
	console.log(`Opened in VS Code: ${workspace}`);
	return undefined;
}

/** Packages the extension, opens the workspace in code-server, and prints where. */
async function openCodeServer(home, workspace) {
	const programs = await installCodeServer((line) => console.log(line));
	const serverHome = join(home, 'code-server');
	const extensionsDir = join(serverHome, 'extensions');
	const vsix = join(home, 'rssv2.vsix');
	await packageExtension(vsix);
	await installExtension(programs, { home: serverHome, extensionsDir, vsix });
	await mkdir(join(serverHome, 'user/User'), { recursive: true });
	await writeFile(
		join(serverHome, 'user/User/settings.json'),
		JSON.stringify({
			'workbench.startupEditor': 'none',
			'chat.disableAIFeatures': true,
			'workbench.secondarySideBar.defaultVisibility': 'hidden',
			'git.enabled': false,
		}),
	);
	const server = await startCodeServer(programs, { home: serverHome, extensionsDir });
	cleanups.push(server.stop);
	const file = `vscode-remote://${new URL(server.url).host}${join(workspace, emulatedExample)}`;
	const payload = JSON.stringify([['openFile', file]]);
	const query = new URLSearchParams({ folder: workspace, payload });
	console.log(`\nOpen ${server.url}?${query}\n(on this machine only, and open to its users)\n`);
	// Not the promise itself: an async function would wait for it.
	return { ended: server.ended };
}

/** Removes what was started with; a workspace that somebody edited stays. */
async function removeUnlessEdited(home, workspace) {
	for (const name of await readdir(workspace)) {
		if (name === '.vscode') continue;
		const [now, before] = await Promise.all(
			[join(workspace, name), join(root, 'examples', name)].map((path) =>
				readFile(path).catch(() => undefined),
			),
		);
		if (before === undefined || now === undefined || !now.equals(before)) {
			console.log(`Your changes are kept in ${workspace}`);
			for (const entry of await readdir(home)) {
				if (join(home, entry) !== workspace) await rm(join(home, entry), { recursive: true, force: true });
			}
			return;
		}
	}
	await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
