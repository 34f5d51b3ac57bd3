import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinuxDevice, type LinuxUri } from '../../../server/src/devices/linux/linuxDevice.js';
import { nicOf } from '../../../server/src/devices/linux/nic.js';
import { readNic } from '../../../server/src/devices/linux/readNic.js';
import type { LinuxRequest } from '../../../server/src/devices/linux/request.js';
import { canWrite, tableInvocation } from '../../../server/src/devices/linux/tableWriter.js';
import { quoted, sshArguments } from '../../../server/src/devices/programs/ssh.js';
import { parseDeviceUri } from '../../../server/src/devices/uri.js';
import { fixture, keyText } from './linuxSupport.js';

/** A folder that comes first on the PATH of a device: programs that stand for those of a machine with an adapter. */
let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-linux-'));
	await program('ethtool', `echo "$@" >>${folder}/calls\n[ ! -e ${folder}/say ] || . ${folder}/say`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, script: string): Promise<void> {
	await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
	await chmod(join(folder, name), 0o755);
}

const calls = (): string[] =>
	readFileSync(join(folder, 'calls'), { encoding: 'utf8', flag: 'a+' }).trimEnd().split('\n');

function device(uri: string, limits = { connect: 2_000, request: 20_000 }): LinuxDevice {
	const environment = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
	return new LinuxDevice(parseDeviceUri(uri) as LinuxUri, limits, environment);
}

async function failure(work: () => Promise<unknown>): Promise<{ code: string; message: string }> {
	try {
		await work();
	} catch (error) {
		return error as { code: string; message: string };
	}
	throw new Error('It should have failed.');
}

describe.skipIf(process.platform !== 'linux')('an interface of this machine', () => {
	it('is read with what the machine says of itself', async () => {
		await writeFile(
			join(folder, 'say'),
			`case "$*" in "-x lo") cat <<'E'\n${fixture('table-virtio.txt')}E\n;; "-l lo") cat <<'E'\n${fixture('channels-virtio.txt')}E\n;; "-n lo") printf '2 RX rings available\\nTotal 3 rules\\n' ;; esac\n`,
		);
		const { native } = await device('linux:///lo').read();
		const nic = nicOf({ entities: [], native });
		expect(nic).toMatchObject({
			interface: 'lo',
			queues: 2,
			maxQueues: 4,
			flowRules: 3,
			vectors: [],
			ethtool: join(folder, 'ethtool'),
		});
		expect(nic.table).toHaveLength(128);
		expect(nic.root).toBe(process.getuid?.() === 0);
	});

	it.each<[LinuxRequest, string]>([
		[{ kind: 'linuxChannels', channel: 'combined', count: 3 }, '-L lo combined 3'],
		[{ kind: 'linuxKey', key: '6d:5a' }, '-X lo hkey 6d:5a'],
		[{ kind: 'linuxFlowHash', flow: 'udp4', fields: 'sdfn' }, '-N lo rx-flow-hash udp4 sdfn'],
		[{ kind: 'linuxReceiveHash', on: true }, '-K lo rxhash on'],
	])('carries out %o', async (request, call) => {
		expect(await device('linux:///lo').apply(request)).toEqual({ accepted: true });
		expect(calls().at(-1)).toBe(call);
	});

	it('a step that fails is refused in the words of ethtool, also when it ends with 0', async () => {
		const lo = device('linux:///lo');
		await lo.read();
		await writeFile(join(folder, 'say'), 'echo "netlink error: Invalid argument" >&2; exit 1');
		expect(await lo.apply({ kind: 'linuxChannels', channel: 'rx', count: 9 })).toEqual({
			accepted: false,
			message: 'netlink error: Invalid argument',
		});
		await writeFile(
			join(folder, 'say'),
			'echo "Cannot change RX network flow hashing options: Invalid argument" >&2',
		);
		expect(await lo.apply({ kind: 'linuxFlowHash', flow: 'tcp4', fields: 'sd' })).toMatchObject({
			accepted: false,
		});
		expect(await lo.apply({ kind: 'linuxAffinity', queues: [{ queue: 0, processors: '0' }] })).toEqual({
			accepted: false,
			message: 'the interrupt of queue 0 is not to be found',
		});
	});

	it('there must be such an interface', async () => {
		expect(await failure(() => device('linux:///nosuch0').read())).toMatchObject({
			code: 'not-available',
			message: 'There is no network interface nosuch0 on this machine.',
		});
	});

	it.each(['python3', 'perl'] as const)('%s says what the kernel refuses', async (writer) => {
		const { argv, stdin = '' } = tableInvocation(
			writer,
			{ ethtool: 'ethtool', interface: 'nosuch0' },
			[0, 1],
		);
		const [first = '', ...args] = argv;
		let said = '';
		try {
			execFileSync(first, args, { input: stdin, encoding: 'utf8', stdio: 'pipe' });
		} catch (error) {
			said = (error as { stderr: string }).stderr;
		}
		expect(said).toMatch(/^No such device\n$/);
	});

	it('a program that hangs is ended', async () => {
		const lo = device('linux:///lo', { connect: 100, request: 300 });
		await writeFile(join(folder, 'say'), 'exec sleep 60');
		expect(await failure(() => lo.read())).toMatchObject({ code: 'timeout' });
	});

	it('a step that is cancelled beforehand is not begun, a reading at any time', async () => {
		const lo = device('linux:///lo');
		expect(
			await failure(() => lo.apply({ kind: 'linuxReceiveHash', on: true }, AbortSignal.abort())),
		).toMatchObject({ code: 'cancelled' });
		await writeFile(join(folder, 'say'), 'exec sleep 60');
		const stop = new AbortController();
		const reading = failure(() => lo.read(stop.signal));
		await expect.poll(calls, { timeout: 20_000 }).toContain('-l lo');
		stop.abort();
		expect(await reading).toMatchObject({ code: 'cancelled' });
	});
});

describe.skipIf(process.platform !== 'linux')('an interface that ssh reaches', () => {
	it("is asked through the user's own ssh, without questions", async () => {
		// The other end of ssh is a shell that gets one line: here, this machine's.
		await program('ssh', `printf '%s\\n' "$@" >${folder}/ssh-args\nfor line; do :; done\nexec sh -c "$line"`);
		const { native } = await device('linux+ssh://admin@nic.example:2022/lo').read();
		expect(nicOf({ entities: [], native }).interface).toBe('lo');
		const args = readFileSync(join(folder, 'ssh-args'), 'utf8').split('\n');
		expect(args).toEqual(expect.arrayContaining(['BatchMode=yes', 'ConnectTimeout=2', '2022', 'admin']));
		expect(args.slice(args.indexOf('--'))).toEqual(['--', 'nic.example', 'sh -s -- lo', '']);
	});

	it('commands that change something go through sudo -n when the URI says so', async () => {
		await program('ssh', `for line; do :; done\nexec sh -c "$line"`);
		await program(
			'sudo',
			`echo "sudo $@" >>${folder}/calls\n[ "$1" = -n ] || exit 9\nshift\n[ "$1" != -- ] || shift\nexec "$@"`,
		);
		const lo = device('linux+ssh://nic.example/lo?sudo');
		await lo.apply({ kind: 'linuxReceiveHash', on: false });
		expect(calls().filter((call) => call.startsWith('sudo'))).toEqual([
			'sudo -n id -u',
			`sudo -n -- ${join(folder, 'ethtool')} -K lo rxhash off`,
		]);
		expect(calls().at(-1)).toBe('-K lo rxhash off');
	});

	it('the key is in no argument of ssh', async () => {
		await program('ssh', `echo "$@" >>${folder}/lines\nfor line; do :; done\nexec sh -c "$line"`);
		await device('linux+ssh://h/lo').apply({ kind: 'linuxKey', key: '6d:5a:ab' });
		expect(calls().at(-1)).toBe('-X lo hkey 6d:5a:ab');
		expect(readFileSync(join(folder, 'lines'), 'utf8')).not.toContain('6d:5a');
	});

	it.each<[string, string, RegExp]>([
		['Permission denied (publickey).', 'unauthorized', /failed: .*publickey\)\. Nothing is asked here/],
		['Host key verification failed.', 'unauthorized', /Nothing is asked here/],
		[
			'ssh: connect to host h port 22: Connection refused',
			'connect-failed',
			/^ssh to h failed: .*refused\.$/,
		],
		['Connection to h closed by remote host.', 'connection-lost', /closed by remote host\.$/],
		['', 'connection-lost', /the connection ended\.$/],
	])('a connection that fails is told apart from a step that is refused: %s', async (said, code, message) => {
		await program('ssh', `echo '${said}' >&2; exit 255`);
		const error = await failure(() => device('linux+ssh://h/lo').read());
		expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
	});

	it('is waited for when it was there before, and not when it never was', async () => {
		await program('ssh', `echo 'Connection refused' >&2; exit 255`);
		const lo = device('linux+ssh://h/lo', { connect: 10_000, request: 10_000 });
		expect(await failure(() => lo.reconnect())).toMatchObject({ code: 'connect-failed' });
		await program('ssh', 'exit 0');
		await lo.reconnect();
		// Refuses twice, then lets in.
		await program(
			'ssh',
			`echo x >>${folder}/tries; [ $(wc -l <${folder}/tries) -gt 2 ] && exit 0; echo 'Connection refused' >&2; exit 255`,
		);
		await lo.reconnect();
		expect(execFileSync('wc', ['-l', join(folder, 'tries')], { encoding: 'utf8' })).toMatch(/^3 /);
	});

	/** An ssh whose other end is this machine, and whose configuration is this; gives the lines it was called with. */
	async function configured(...lines: string[]): Promise<() => string[]> {
		await writeFile(join(folder, 'configuration'), lines.map((line) => `${line}\n`).join(''));
		await program(
			'ssh',
			`[ "$1" != -G ] || exec cat ${folder}/configuration
(printf '%s ' "$@" | tr '\\n' ' '; echo) >>${folder}/lines
for line; do :; done
exec sh -c "$line"`,
		);
		return () => readFileSync(join(folder, 'lines'), 'utf8').trimEnd().split('\n');
	}

	it('is reached over one connection, that ends with the device', async () => {
		const lines = await configured('user ann', 'controlmaster false');
		const lo = device('linux+ssh://h/lo');
		await lo.reconnect();
		await lo.read();
		expect(lines()).toHaveLength(2);
		const [offered = '', used = ''] = lines();
		const socket = /ControlMaster=yes .*ControlPath=(\S+) /.exec(offered)?.[1] ?? '';
		expect(used).toContain(`ControlMaster=no -o ControlPersist=no -o ControlPath=${socket} `);
		expect(existsSync(dirname(socket))).toBe(true);
		// A new connection has a new socket.
		await lo.reconnect();
		expect(existsSync(dirname(socket))).toBe(false);
		const again = /ControlPath=(\S+) /.exec(lines().at(-1) ?? '')?.[1] ?? '';
		await lo.close();
		expect(existsSync(dirname(again))).toBe(false);
	});

	it.each([
		['controlmaster auto', 'controlpath /run/x'],
		['controlmaster false', 'controlpath /run/x'],
		['controlmaster autoask'],
	])('is reached as the user has it where they say how connections are shared: %s', async (...said) => {
		const lines = await configured(...said);
		const lo = device('linux+ssh://h/lo');
		await lo.reconnect();
		await lo.read();
		expect(lines()).toHaveLength(2);
		expect(lines().join()).not.toContain('Control');
	});

	it('is reached over connections of their own where ssh cannot share one', async () => {
		await program(
			'ssh',
			`case "$*" in -G*) exit ;; *ControlMaster=yes*) echo 'unix_listener: cannot bind to path' >&2; exit 255 ;; esac
echo x >>${folder}/own
for line; do :; done
exec sh -c "$line"`,
		);
		const lo = device('linux+ssh://h/lo');
		await lo.reconnect();
		await lo.read();
		expect(readFileSync(join(folder, 'own'), 'utf8')).toBe('x\nx\n');
	});

	it('is read although ssh leaves something behind that keeps its standard error', async () => {
		await program(
			'ssh',
			`[ "$1" != -G ] || exit 1
sleep 90 >/dev/null </dev/null & echo $! >>${folder}/left
for line; do :; done
exec sh -c "$line"`,
		);
		const lo = device('linux+ssh://h/lo', { connect: 2_000, request: 40_000 });
		await lo.reconnect();
		await lo.read();
		const left = readFileSync(join(folder, 'left'), 'utf8').trimEnd().split('\n').map(Number);
		for (const id of left) process.kill(id);
	});

	it('any word reaches the other end as it is', () => {
		const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
				const line =
					sshArguments({ host: 'h' }, ['printf', '%s\\0', ...words], { connectLimit: 1000 }).at(-1) ?? '';
				const got = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
				expect(got.split('\0').slice(0, -1)).toEqual(words);
			}),
			{ numRuns: 30 },
		);
		expect(quoted('eth1')).toBe('eth1');
	});
});

describe.skipIf(process.platform !== 'linux')('an RSS context', () => {
	/** Stands for an ethtool and a driver with one context, 1: its table is what was written last. */
	async function adapterWithContext(): Promise<void> {
		await program(
			'ethtool',
			`echo "$@" >>${folder}/calls
case "$*" in
--json*) exit 1 ;;
-x*context\\ 1)
	[ -e ${folder}/table ] || echo 0 0 0 0 >${folder}/table
	echo "RX flow hash indirection table for lo with 4 RX ring(s):"
	echo "    0:      $(cat ${folder}/table)"
	echo "RSS hash key:"; echo "${keyText(1)}" ;;
-x*context*) echo "Cannot get RX flow hash configuration: Invalid argument" >&2; exit 1 ;;
-x*) echo "RX flow hash indirection table for lo with 4 RX ring(s):"; echo "    0:      0 1 2 3" ;;
-l*) printf 'Channel parameters for lo:\\nPre-set maximums:\\nCombined: 4\\nCurrent hardware settings:\\nCombined: 4\\n' ;;
esac`.replaceAll('\\\\', '\\'),
		);
		await program(
			'python3',
			`cat >/dev/null; echo "python3 $*" >>${folder}/calls; shift 5; echo "$@" >${folder}/table`,
		);
	}

	it('has a table, key and hash fields of its own; the interface and its queues stay', async () => {
		await adapterWithContext();
		const context = device('linux:///lo?context=1');
		const nic = nicOf(await context.read());
		expect(nic).toMatchObject({ context: 1, queues: 4, table: [0, 0, 0, 0], key: keyText(1) });
		expect(await context.apply({ kind: 'linuxTable', queues: [3, 1, 3, 1] })).toEqual({ accepted: true });
		expect(calls().at(-1)).toBe('python3 -I -S - lo 1 3 1 3 1');
		expect(nicOf(await context.read()).table).toEqual([3, 1, 3, 1]);
		await context.apply({ kind: 'linuxKey', key: '6d:5a' });
		expect(calls().at(-1)).toBe('-X lo hkey 6d:5a context 1');
		await context.apply({ kind: 'linuxFlowHash', flow: 'udp4', fields: 'sdfn' });
		expect(calls().at(-1)).toBe('-N lo rx-flow-hash udp4 sdfn context 1');
		expect(nicOf(await device('linux:///lo').read()).table).toEqual([0, 1, 2, 3]);
	});

	it('must be there', async () => {
		await adapterWithContext();
		const error = await failure(() => device('linux:///lo?context=2').read());
		expect(error).toMatchObject({ code: 'not-available' });
		expect(error.message).toMatch(/^lo on this machine has no RSS context 2 .*ethtool -X lo context new/);
	});
});

describe('what a machine answers', () => {
	it('must be whole', () => {
		for (const answer of ['', 'Welcome!\n', '\u001elink\n\u001f0\n'])
			expect(() => readNic('eth1', answer, 'host')).toThrow(/POSIX shell/);
	});

	it('needs ethtool', () => {
		const answer = '\u001elink\n\u001f0\n\u001etool\n\u001f127\n\u001eend\n\u001f0\n';
		expect(() => readNic('eth1', answer, 'host')).toThrow('ethtool is not installed on host');
	});
});

describe('tables that ethtool alone can write', () => {
	const eth1 = { ethtool: 'ethtool', interface: 'eth1' };
	/** ethtool's own rule: entry i goes to the first queue whose share of the weights ends above it. */
	function byWeights(size: number, weights: readonly number[]): number[] {
		const sum = weights.reduce((all, weight) => all + weight, 0);
		return Array.from({ length: size }, (_, i) => {
			let upTo = 0;
			return weights.findIndex((weight) => {
				upTo += weight;
				return i < Math.floor((size * upTo) / sum);
			});
		});
	}

	function written(queues: readonly number[]): number[] {
		const { argv } = tableInvocation('ethtool', eth1, queues);
		const words = argv.slice(3);
		if (words[0] === 'weight') return byWeights(queues.length, words.slice(1).map(Number));
		const start = words[0] === 'start' ? Number(words[1]) : 0;
		return queues.map((_, i) => start + (i % Number(words.at(-1))));
	}

	it('are those in the order of the queues, and round robin', () => {
		const queue = fc.nat(7);
		fc.assert(
			fc.property(fc.array(queue, { minLength: 128, maxLength: 128 }), (queues) => {
				const ordered = [...queues].sort((a, b) => a - b);
				expect(written(ordered)).toEqual(ordered);
			}),
		);
		fc.assert(
			fc.property(queue, fc.integer({ min: 1, max: 8 }), (start, count) => {
				const robin = Array.from({ length: 128 }, (_, i) => start + (i % count));
				expect(written(robin)).toEqual(robin);
			}),
		);
	});

	it('and no others', () => {
		const queues = Array.from({ length: 128 }, (_, i) => (i * i) % 3);
		expect(canWrite('ethtool', queues)).toBe(false);
		expect(canWrite('perl', queues)).toBe(true);
		expect(() => tableInvocation('ethtool', eth1, queues)).toThrow(RangeError);
	});
});
