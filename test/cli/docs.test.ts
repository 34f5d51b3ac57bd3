import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';
import { whyNoAnsible } from '../support/fleet.js';

// Every command of the README and of server/docs is run as it stands there, in order, page by page.
const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
	'README.md',
	...(await readdir(join(root, 'server/docs')))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `server/docs/${name}`),
];

/** Milliseconds that one command may take. */
const LIMIT = 120_000;
/** Commands that go on until they are ended, and what they say once they are ready. */
const LASTING: readonly (readonly [RegExp, RegExp])[] = [
	[/^rssv2 emulator /, /listening on /],
	[/^rssv2 trace /, /^/],
];

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

/** The lines after `$ ` in blocks marked `console`; a line that ends with `\` goes on. */
function commandsOf(markdown: string): string[] {
	return [...markdown.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
		[...block.replace(/\\\n\s*/g, '').matchAll(/^\$ (.*)$/gm)].map(([, line = '']) =>
			line.replace(/\s{2,}# .*$/, ''),
		),
	);
}

describe.skipIf(process.platform === 'win32')('the commands of', () => {
	for (const page of pages) {
		const reason = page === 'server/docs/fleet.md' ? whyNoAnsible() : undefined;
		it.skipIf(reason !== undefined)(`${page}${reason === undefined ? '' : ` (${reason})`}`, async () => {
			const commands = commandsOf(await readFile(join(root, page), 'utf8'));
			const shell = await Shell.open(cli.bundle.path);
			try {
				for (const command of commands) await shell.run(command);
			} finally {
				await shell.close();
			}
		});
	}

	it('the page on devices and the README are among them', async () => {
		for (const page of ['README.md', 'server/docs/devices.md'])
			expect(commandsOf(await readFile(join(root, page), 'utf8')).length).toBeGreaterThan(5);
	});
});

/** A folder with what a reader of the pages has, and a shell in it. */
class Shell {
	readonly #lasting: ChildProcessWithoutNullStreams[] = [];

	private constructor(
		readonly folder: string,
		readonly environment: NodeJS.ProcessEnv,
	) {}

	static async open(program: string): Promise<Shell> {
		const folder = await mkdtemp(join(tmpdir(), 'rssv2-docs-'));
		for (const part of ['examples', 'test/fixtures/conformance', 'test/fixtures/ethtool'])
			await cp(join(root, part), join(folder, part), { recursive: true });
		const bin = join(folder, 'bin');
		await mkdir(bin);
		const programs = {
			rssv2: `exec '${process.execPath}' '${program}' "$@"`,
			// A machine with an adapter; most that run this have none.
			ethtool: `exec cat '${join(folder, 'test/fixtures/ethtool/table-virtio.txt')}'`,
		};
		for (const [name, script] of Object.entries(programs)) {
			await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
			await chmod(join(bin, name), 0o755);
		}
		const PATH = `${bin}:${process.env['PATH']}`;
		return new Shell(folder, { ...process.env, PATH, XDG_STATE_HOME: join(folder, 'state') });
	}

	/** Runs a command line; what the pages put into /tmp goes into the folder. */
	async run(line: string): Promise<void> {
		const here = line.replaceAll('/tmp/', `${this.folder}/`);
		const child = spawn('sh', ['-c', here], {
			cwd: this.folder,
			env: this.environment,
			detached: true,
			timeout: LIMIT,
		});
		child.stdin.end();
		let said = '';
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding('utf8').on('data', (chunk: string) => {
				said += chunk;
			});
		const code = new Promise<number | null>((resolve) => child.once('close', resolve));
		const lasting = LASTING.find(([command]) => command.test(line));
		if (lasting) {
			this.#lasting.push(child);
			await expect.poll(() => said, { timeout: LIMIT }).toMatch(lasting[1]);
			return;
		}
		// 1 is an answer too: a check with findings. 2 and more are commands that are wrong.
		expect([0, 1], `${line}\n${said}`).toContain(await code);
		if (/^rssv2 (plan|push|rollback|pull|emulator|replay|export|fleet)/.test(line))
			expect(await code, `${line}\n${said}`).toBe(0);
	}

	async close(): Promise<void> {
		for (const child of this.#lasting) {
			if (child.exitCode !== null || child.pid === undefined) continue;
			const closed = new Promise((resolve) => child.once('close', resolve));
			process.kill(-child.pid, 'SIGTERM');
			await closed;
		}
		await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
