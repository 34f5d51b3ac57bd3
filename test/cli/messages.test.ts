import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastGlob from 'fast-glob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';

// The messages on the page of troubleshooting are those of the product: as they stand in its sources, or, where a message is
// put together from pieces, as a command says it.
const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const example = join(root, 'examples/hyper-v-host.rssv2.yaml');

/** First cells of the tables that are one piece of code and nothing else. */
const messages = [...read('server/docs/troubleshooting.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
	([, message = '']) => message,
);

/** What a source says, whatever its line breaks and quotes. */
const sources = fastGlob
	.sync(['server/src/**/*.ts', 'client/src/**/*.ts', 'client/webview/**/*.{ts,tsx}'], { cwd: root })
	.map((path) =>
		read(path)
			.replace(/['"`] \+\s+['"`]/g, '')
			.replaceAll("\\'", "'")
			.replace(/\s+/g, ' '),
	);

/** Commands that say a message which no source has in one piece. */
const commands: Readonly<Record<string, readonly string[]>> = {
	'…: cannot read it: there is no such file.': ['check', 'nowhere.rssv2.yaml'],
	'…: has no VPort ….': ['spread', example, '--vport', '9'],
	'…: neither pcap nor pcapng: it begins with …': [
		'spread',
		example,
		'--capture',
		join(root, 'package.json'),
	],
	'Cannot connect to …: there is no such socket (is the emulator running?).': [
		...['plan', example, '--device', 'emulator:///nowhere/nic.sock'],
	],
	'Cannot listen on …: there is no such directory.': [
		...['emulator', '--adapter', example, '--listen', 'emulator:///nowhere/nic.sock'],
	],
	'pwsh cannot be run: it is not installed on this machine.': [
		'plan',
		example,
		'--device',
		'windows:///Ethernet',
	],
	'ssh to … failed: …': ['plan', example, '--device', 'linux+ssh://host/eth1'],
};

it('there are messages on the page', () => {
	expect(messages.length).toBeGreaterThan(40);
	expect(messages).toEqual(expect.arrayContaining(Object.keys(commands)));
});

it.each(messages.filter((message) => !Object.hasOwn(commands, message)))('a source says: %s', (message) => {
	const fragments = message
		.split('…')
		.map((text) => text.trim())
		.filter((text) => /[a-z]{2}/i.test(text));
	expect(fragments.length).toBeGreaterThan(0);
	const saying = sources.filter((text) => fragments.every((fragment) => text.includes(fragment)));
	expect(saying.length, fragments.join(' … ')).toBeGreaterThan(0);
});

describe.skipIf(process.platform === 'win32')('a command says', () => {
	let cli: CliUnderTest;
	beforeAll(async () => {
		cli = await CliUnderTest.build();
		const ssh = await cli.file('ssh', '#!/bin/sh\necho "Host key verification failed." >&2\nexit 255\n');
		await chmod(ssh, 0o755);
	});
	afterAll(() => cli.dispose());

	it.each(Object.entries(commands))('%s', async (message, args) => {
		// Where no program is but our ssh.
		const { code, stderr } = await cli.run(args, { env: { PATH: cli.directory } });
		const pieces = message.split('…').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
		expect(stderr).toMatch(new RegExp(pieces.join('.+')));
		expect(code).not.toBe(0);
	});
});
