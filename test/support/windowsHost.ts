import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the stand-in for a Windows host has, and does wrong. */
export interface HostState {
	rss: Record<string, string | number | boolean>;
	text: string;
	hostVPorts: string[];
	adapters: Record<string, string | number | boolean>[];
	/** Calls of Set- cmdlets so far, and which of them fails (from 0). */
	calls: string[];
	failAt?: number;
}

/**
 * A stand-in for a Windows host, for there is none here: a program `pwsh` that takes our two kinds of scripts (read, set),
 * keeps what it is told in a file, and knows nothing else. It says how our side talks and undoes, not how Windows behaves.
 */
export class WindowsHostStandIn {
	private constructor(readonly directory: string) {}

	static async create(state: HostState): Promise<WindowsHostStandIn> {
		const host = new WindowsHostStandIn(await mkdtemp(join(tmpdir(), 'rssv2-windows-')));
		await host.put(state);
		const program = join(host.directory, 'pwsh');
		await writeFile(program, PROGRAM);
		await chmod(program, 0o755);
		return host;
	}

	/** Environment in which `pwsh` is this one. */
	get environment(): Record<string, string | undefined> {
		return { ...process.env, PATH: `${this.directory}:${process.env['PATH']}`, STAND_IN: this.#file };
	}

	get #file(): string {
		return join(this.directory, 'host.json');
	}

	async state(): Promise<HostState> {
		return JSON.parse(await readFile(this.#file, 'utf8')) as HostState;
	}

	async put(state: HostState): Promise<void> {
		await writeFile(this.#file, JSON.stringify(state));
	}

	dispose(): Promise<void> {
		return rm(this.directory, { recursive: true, force: true });
	}
}

const PROGRAM = `#!/usr/bin/env node
const fs = require('node:fs');
const boot = Buffer.from(process.argv[process.argv.indexOf('-EncodedCommand') + 1], 'base64').toString('utf16le');
const script = Buffer.from(fs.readFileSync(0, 'utf8'), 'base64').toString('utf8');
const file = process.env.STAND_IN;
const host = JSON.parse(fs.readFileSync(file, 'utf8'));
const literal = (text) => text === '$true' ? true : text === '$false' ? false
	: text.startsWith("'") ? text.slice(1, -1).replace(/(['\\u2018-\\u201b])\\1/g, '$1') : Number(text);
function run() {
	if (!boot.includes('[Console]::In.ReadToEnd()')) throw new Error('no bootstrap');
	if (script.startsWith('$PSVersionTable')) return 7;
	if (script.startsWith('$name = ')) {
		const name = literal(/^\\$name = (.*)$/m.exec(script)[1]);
		const { rss, text, hostVPorts, adapters } = host;
		return { rss: rss.Name === name ? [rss] : [], text, hostVPorts, adapters };
	}
	const [, body, cmdlet] = /^\\$parameters = @\\{\\n([^]*)\\n\\}\\n(Set-\\w+) @parameters\\n$/.exec(script);
	const given = Object.fromEntries(body.split('\\n').map((line) => {
		const [, name, value] = /^\\t(\\w+) = (.*)$/.exec(line);
		return [name, literal(value)];
	}));
	host.calls.push(cmdlet);
	const fails = host.failAt === host.calls.length - 1;
	fs.writeFileSync(file, JSON.stringify(host));
	if (fails) throw new Error('The device is busy.');
	if (cmdlet === 'Set-NetAdapterRss') Object.assign(host.rss, given);
	else if (cmdlet === 'Set-NetAdapterAdvancedProperty') host.hostVPorts = [given.RegistryValue];
	else {
		const own = host.adapters.find((one) => one.Name === given.Name && (given.ManagementOS ? one.IsManagementOs : one.VMName === given.VMName));
		for (const [name, value] of Object.entries(given)) own[name in own || name.startsWith('Iov') ? name : name + 'Requested'] = value;
	}
	fs.writeFileSync(file, JSON.stringify(host));
	return null;
}
let answer;
try { answer = { ok: true, result: run() }; } catch (error) { answer = { ok: false, error: error.message }; }
process.stdout.write(JSON.stringify(answer));
`;
