import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asRoot } from '../../../.build/nic-lab.mjs';
import { freePort } from '../../support/freePort.js';
import { type GuestImage, guestImage } from './image.js';

const run = promisify(execFile);
/** Milliseconds for the guest to start, on a machine that does other work too. */
const START_LIMIT = 120_000;

export interface GuestOutput {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/**
 * A Linux machine with a virtio-net adapter that does RSS in the device: `eth1`, 4 queues, 4 processors, kernel 6.1. The
 * host's end of its cable is a tap.
 */
export class Guest {
	readonly port: number;
	/** How tests reach it whatever they do to the other port: one connection, over a server of its own. */
	readonly #control: readonly string[];
	/** The environment of a user whose `ssh 127.0.0.1` reaches the guest: an own `ssh` with its configuration comes first. */
	readonly environment: Readonly<Record<string, string>>;
	readonly #image: GuestImage;
	readonly #folder: string;
	readonly #tap: string;
	readonly #machine: ChildProcess;

	private constructor(
		image: GuestImage,
		folder: string,
		tap: string,
		ports: GuestPorts,
		machine: ChildProcess,
	) {
		this.#image = image;
		this.#folder = folder;
		this.#tap = tap;
		this.#machine = machine;
		this.port = ports.ssh;
		const share = { ControlMaster: 'auto', ControlPath: join(folder, 'control'), ControlPersist: 'yes' };
		this.#control = [
			'-p',
			String(ports.control),
			...Object.entries(share).flatMap(([option, value]) => ['-o', `${option}=${value}`]),
			'root@127.0.0.1',
		];
		this.environment = { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
	}

	/** `linux+ssh://root@127.0.0.1:PORT/eth1` */
	get uri(): string {
		return `linux+ssh://root@127.0.0.1:${this.port}/eth1`;
	}

	/** The adapter as another of its users reaches it: `ann` may use sudo without a password, `bob` may not. */
	uriOf(user: string, parameters = ''): string {
		return `linux+ssh://${user}@127.0.0.1:${this.port}/eth1${parameters}`;
	}

	/** Starts a guest and waits until it can be logged into. */
	static async start(): Promise<Guest> {
		const image = await guestImage();
		const folder = await mkdtemp(join(tmpdir(), 'rssv2-nic-'));
		const [ssh, control] = await Promise.all([freePort(), freePort()]);
		const ports = { ssh, control };
		const tap = `rss${process.pid}`;
		const user = ['user', String(process.getuid?.() ?? 0)];
		await rootly('ip', 'tuntap', 'add', tap, 'mode', 'tap', 'multi_queue', 'vnet_hdr', ...user);
		// What the host says by itself would be packets that nobody sent.
		await rootly('sysctl', '-qw', `net.ipv6.conf.${tap}.disable_ipv6=1`).catch(() => undefined);
		await rootly('ip', 'link', 'set', tap, 'up');
		await writeSsh(folder, image, Object.values(ports));
		const machine = spawn(
			'qemu-system-x86_64',
			machineArguments(image, tap, ports, join(folder, 'console')),
			{
				stdio: ['ignore', 'ignore', 'pipe'],
			},
		);
		const guest = new Guest(image, folder, tap, ports, machine);
		let complaint = '';
		machine.stderr?.on('data', (chunk) => {
			complaint += chunk;
		});
		try {
			await guest.#until(
				() => guest.sh('true', 10_000),
				() => complaint,
			);
			await guest.reachable();
		} catch (error) {
			await guest.stop();
			throw error;
		}
		return guest;
	}

	/** Runs a command line of the guest's shell. */
	async sh(line: string, limit = 30_000): Promise<GuestOutput> {
		return this.#ssh([...this.#control, line], limit);
	}

	/** As {@link sh}, for what must not fail. @returns its standard output */
	async must(line: string, limit?: number): Promise<string> {
		const { code, stdout, stderr } = await this.sh(line, limit);
		if (code !== 0) throw new Error(`${line} ended with ${code}: ${stderr}`);
		return stdout;
	}

	/** How often somebody has logged in so far. */
	async logins(): Promise<number> {
		const said = await readFile(join(this.#folder, 'console'), 'utf8');
		return said.split('Pubkey auth succeeded').length - 1;
	}

	/** Sends frames into the cable, some thousand a second. */
	async send(frames: readonly Uint8Array[]): Promise<void> {
		const [program, ...args] = asRoot(this.#image.sendFrames, this.#tap);
		const sender = spawn(program, args, {
			timeout: 120_000,
			stdio: ['pipe', 'ignore', 'inherit'],
		});
		const sent = once(sender, 'close');
		for (const frame of frames) {
			const length = Buffer.alloc(4);
			length.writeUInt32BE(frame.length);
			sender.stdin.write(length);
			sender.stdin.write(frame);
		}
		sender.stdin.end();
		await sent;
	}

	/** Waits until devices reach it (again). */
	reachable(): Promise<void> {
		return this.#until(() => this.#ssh(['-p', String(this.port), 'root@127.0.0.1', 'true'], 10_000));
	}

	/** Runs a script of the guest's shell before every `ethtool`, with its arguments; none any more when undefined. */
	async onEthtool(script: string | undefined): Promise<void> {
		if (script === undefined) {
			await this.must('ln -sf /usr/libexec/ethtool /usr/sbin/ethtool');
			return;
		}
		const text = Buffer.from(`#!/bin/sh\n${script}\n`).toString('base64');
		await this.must(
			`echo ${text} | base64 -d >/run/on-ethtool; chmod 755 /run/on-ethtool; ln -sf /usr/libexec/ethtool-watched /usr/sbin/ethtool`,
		);
	}

	/**
	 * Sends frames into the cable and tells where each arrived, by its mark: the last four bytes, in hexadecimal.
	 * @param frames each with a mark of its own
	 */
	async arrivals(frames: readonly Uint8Array[]): Promise<Map<string, { queue: number; processor: number }>> {
		const { env, timeout } = { env: { ...process.env, ...this.environment }, timeout: 120_000 };
		const listener = spawn('ssh', [...this.#control, `arrivals eth1 4 ${frames.length} 5`], {
			env,
			timeout,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const closed = once(listener, 'close');
		let text = '';
		listener.stdout.on('data', (chunk) => {
			text += chunk;
		});
		await once(listener.stderr, 'data');
		await this.send(frames);
		await closed;
		const lines = text.split('\n').filter((line) => line !== '');
		return new Map(
			lines.map((line) => {
				const [queue = '', processor = '', mark = ''] = line.split(' ');
				return [mark, { queue: Number(queue), processor: Number(processor) }];
			}),
		);
	}

	async stop(): Promise<void> {
		const env = { ...process.env, ...this.environment };
		await run('ssh', ['-O', 'exit', ...this.#control], { env }).catch(() => undefined);
		if (this.#machine.exitCode === null && this.#machine.signalCode === null) {
			const closed = once(this.#machine, 'close');
			this.#machine.kill('SIGKILL');
			await closed;
		}
		await rootly('ip', 'link', 'del', this.#tap).catch(() => undefined);
		await rm(this.#folder, { recursive: true, force: true });
	}

	#ssh(args: readonly string[], timeout: number): Promise<GuestOutput> {
		return output('ssh', args, { env: { ...process.env, ...this.environment }, timeout });
	}

	/** Tries again and again until it can be logged into. */
	async #until(login: () => Promise<GuestOutput>, complaint: () => string = () => ''): Promise<void> {
		const end = Date.now() + START_LIMIT;
		for (;;) {
			if ((await login()).code === 0) return;
			const gone = this.#machine.exitCode !== null || this.#machine.signalCode !== null;
			if (gone || Date.now() > end) {
				const said = await readFile(join(this.#folder, 'console'), 'utf8').catch(() => '');
				throw new Error(
					`The guest ${gone ? 'ended' : 'did not start'}: ${complaint()}\n${said.split('\n').slice(-20).join('\n')}`,
				);
			}
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
	}
}

/** Ports of this machine that lead to the guest's ssh servers. */
interface GuestPorts {
	readonly ssh: number;
	readonly control: number;
}

function machineArguments(image: GuestImage, tap: string, ports: GuestPorts, console: string): string[] {
	return [
		...[
			'-machine',
			'q35',
			'-cpu',
			'max',
			'-smp',
			'4',
			'-m',
			'512',
			'-display',
			'none',
			'-nodefaults',
			'-no-reboot',
		],
		// Plain emulation: /dev/kvm may be there and not work.
		...['-accel', process.env['ACCEL'] ?? 'tcg,thread=multi'],
		...['-kernel', image.kernel, '-initrd', image.root],
		// Programs at the same addresses every time: what QEMU has translated of them once serves again, and each starts in half
		// the time.
		...[
			'-append',
			'console=ttyS0 panic=-1 quiet tsc=unstable mitigations=off norandmaps',
			'-serial',
			`file:${console}`,
		],
		...[
			'-netdev',
			`user,id=management,hostfwd=tcp:127.0.0.1:${ports.ssh}-:22,hostfwd=tcp:127.0.0.1:${ports.control}-:2222`,
		],
		...['-device', 'virtio-net-pci,netdev=management,mac=02:00:00:00:00:01,romfile='],
		...['-netdev', `tap,id=cable,ifname=${tap},queues=4,vhost=off,script=no,downscript=no`],
		'-device',
		// A longer ring than the usual 256: bursts for one queue stall on that.
		'virtio-net-pci,netdev=cable,mac=02:00:00:00:00:02,romfile=,mq=on,vectors=10,rss=on,hash=on,rx_queue_size=1024',
	];
}

/** An `ssh` that uses a configuration of its own, as a user's ~/.ssh/config would be. */
async function writeSsh(folder: string, image: GuestImage, ports: readonly number[]): Promise<void> {
	const config = join(folder, 'config');
	const knownHosts = join(folder, 'known_hosts');
	await writeFile(knownHosts, ports.map((port) => `[127.0.0.1]:${port} ${image.hostKey}\n`).join(''));
	await writeFile(
		config,
		[
			'Host 127.0.0.1',
			`\tIdentityFile ${image.key}`,
			'\tIdentitiesOnly yes',
			'\tIdentityAgent none',
			`\tUserKnownHostsFile ${knownHosts}`,
			'\tStrictHostKeyChecking yes',
			'\tLogLevel ERROR',
			'',
		].join('\n'),
	);
	await mkdir(join(folder, 'bin'));
	const program = join(folder, 'bin/ssh');
	await writeFile(program, `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`);
	await chmod(program, 0o755);
}

async function rootly(program: string, ...args: string[]): Promise<void> {
	const [first, ...rest] = asRoot(program, ...args);
	await run(first, rest);
}

async function output(
	program: string,
	args: readonly string[],
	options: { env: NodeJS.ProcessEnv; timeout: number },
): Promise<GuestOutput> {
	const child = spawn(program, args, {
		...options,
		killSignal: 'SIGKILL',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk) => {
		stdout += chunk;
	});
	child.stderr.on('data', (chunk) => {
		stderr += chunk;
	});
	const [code] = await once(child, 'close');
	return { code: code ?? 255, stdout, stderr };
}
