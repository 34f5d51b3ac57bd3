import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invocationFor } from '../../../server/src/devices/linux/commands.js';
import type { LinuxRequest } from '../../../server/src/devices/linux/request.js';
import { openDevice } from '../../../server/src/devices/open.js';
import { type Runner, runHere } from '../../../server/src/devices/programs/runner.js';
import { runnerOf } from '../../../server/src/devices/programs/ssh.js';
import { formatDeviceUri, parseDeviceUri } from '../../../server/src/devices/uri.js';
import { keyText, nicWith } from './linuxSupport.js';

/** Each would leave a file behind if any shell on the way read it. Linux has no objection to these as names. */
const interfaces = [
	'$(>pwned)',
	'`>pwned`',
	';>pwned;',
	'a&&>pwned',
	'|>pwned',
	"'$(>pwned)'",
	'"$(>pwned)"',
	"';>pwned;'",
	'";>pwned;"',
	'\\";>pwned;',
	'a>pwned',
	'$IFS*?[a]~#%',
];
const windowsNames = [
	...interfaces,
	"'; New-Item pwned; '",
	'$(New-Item pwned)',
	'" & echo x > pwned & "',
	'%COMSPEC% /c echo x > pwned',
	'a\n>pwned\n',
	'\u2019; New-Item pwned; \u2019',
];
const linuxRequests: LinuxRequest[] = [
	{ kind: 'linuxChannels', channel: 'combined', count: 4 },
	{ kind: 'linuxKey', key: keyText(1) },
	{ kind: 'linuxFlowHash', flow: 'tcp4', fields: 'sdfn' },
	{ kind: 'linuxReceiveHash', on: true },
	{ kind: 'linuxTable', queues: [0, 1, 2, 3] },
];
const LIMITS = { limit: 20_000 };

describe.skipIf(process.platform === 'win32')('a name is a name, whoever reads it', () => {
	let folder: string;
	let environment: Record<string, string | undefined>;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rssv2-names-'));
		environment = { PATH: `${folder}:${process.env['PATH']}`, LOG: join(folder, 'log') };
		// As ssh does it: the last argument is a line for the other end's shell.
		await program(
			'ssh',
			'cd $(dirname "$0")\nwhile [ "$1" != -- ]; do shift; done\n[ $# = 3 ] && exec sh -c "$3"',
		);
		for (const name of ['ethtool', 'python3', 'perl', 'pwsh', 'powershell', 'sudo']) {
			await program(name, `for one in ${name} "$@"; do printf '%s\\0' "$one"; done >>"$LOG"\nexit 3`);
		}
	});
	afterEach(async () => {
		await rm(folder, { recursive: true, force: true });
	});

	async function program(name: string, script: string): Promise<void> {
		await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
		await chmod(join(folder, name), 0o755);
	}

	/** The words that the stand-ins were run with since the last call. */
	async function words(): Promise<string[]> {
		const text = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
		await rm(join(folder, 'log'), { force: true });
		return text.split('\0');
	}

	const nothingRan = async () => {
		for (const where of [folder, process.cwd()]) expect(await readdir(where)).not.toContain('pwned');
	};
	const inFolder: Runner = (invocation, limits) =>
		runHere({ ...invocation, argv: ['env', '-C', folder, ...invocation.argv] }, limits, environment);
	const runners = (): [string, Runner][] => [
		['here', inFolder],
		['through ssh', runnerOf({ host: 'host' }, environment, 1_000)],
	];

	it.each(interfaces)('a shell line made of %j would be noticed', async (name) => {
		await inFolder({ argv: ['sh', '-c', `ethtool ${name}`] }, LIMITS);
		const ran = (await readdir(folder)).includes('pwned');
		expect([ran, (await words()).includes(name)]).not.toEqual([false, true]);
	});

	it.each(interfaces)('ethtool and the table writers get the interface %j as one word', async (name) => {
		for (const [, run] of runners()) {
			for (const request of linuxRequests) {
				const nic = nicWith({ interface: name, ethtool: 'ethtool' });
				for (const tableWriters of [['python3'], ['perl'], ['ethtool']] as const) {
					const invocation = invocationFor(request, { ...nic, tableWriters });
					if ('refused' in invocation) throw new Error(invocation.refused);
					expect((await run(invocation, LIMITS)).code).toBe(3);
					expect(await words()).toContain(name);
					if (request.kind !== 'linuxTable') break;
				}
			}
		}
		await nothingRan();
	});

	it.each(interfaces)('reading the interface %j runs nothing', async (name) => {
		const uri = parseDeviceUri(
			formatDeviceUri({ kind: 'linux', interface: name, ssh: { host: 'host' }, sudo: true }),
		);
		expect(uri).toMatchObject({ interface: name });
		const device = await openDevice(uri, { environment });
		await expect(device.read()).rejects.toThrow(name);
		expect(await words()).toContain(name);
		await nothingRan();
	});

	it('no name of a Windows adapter is on a command line, whatever it is', async () => {
		const seen = new Set<string>();
		for (const name of windowsNames) {
			for (const ssh of [{ ssh: { host: 'host' } }, {}]) {
				const uri = parseDeviceUri(formatDeviceUri({ kind: 'windows', adapter: name, ...ssh }));
				expect(uri).toMatchObject({ adapter: name });
				await expect(openDevice(uri, { environment }).then((device) => device.read())).rejects.toThrow();
			}
			seen.add((await words()).join(' '));
		}
		expect(seen.size).toBe(1);
		expect([...seen][0]).toContain('-EncodedCommand');
		await nothingRan();
	});

	it.each(['-oProxyCommand=>pwned', '-F/dev/null'])('%s is neither a host nor a user', (word) => {
		const encoded = encodeURIComponent(word);
		expect(() => parseDeviceUri(`linux+ssh://${encoded}@host/eth1`)).toThrow(/cannot start with "-"/);
		expect(() => parseDeviceUri(`linux+ssh://${encoded}/eth1`)).toThrow();
		expect(() => parseDeviceUri(`linux:///${encoded}`)).toThrow(/names no network interface/);
	});
});
