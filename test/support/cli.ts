import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, bundle } from './bundle.js';

/** What became of a run of the command line. */
export interface CliRun {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** The command line, bundled as it ships into a directory of its own, and run as a child process. */
export class CliUnderTest {
	private constructor(readonly bundle: Bundle) {}

	static async build(): Promise<CliUnderTest> {
		return new CliUnderTest(await bundle('cli'));
	}

	get directory(): string {
		return this.bundle.directory;
	}

	dispose(): Promise<void> {
		return this.bundle.dispose();
	}

	/** Writes a file into the directory; gives its path. */
	async file(name: string, content: string | Uint8Array): Promise<string> {
		const path = join(this.directory, name);
		await writeFile(path, content);
		return path;
	}

	/** Starts the command line; the caller ends it. */
	start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
		return spawn(process.execPath, [this.bundle.path, ...args], {
			cwd: this.directory,
			// What it keeps of pushes must not get among the user's own.
			env: { ...process.env, NO_COLOR: '', XDG_STATE_HOME: join(this.directory, 'state'), ...env },
		});
	}

	/** Runs the command line to its end. */
	async run(
		args: readonly string[],
		{ stdin = '', env = {} }: { stdin?: string | Uint8Array; env?: Readonly<Record<string, string>> } = {},
	): Promise<CliRun> {
		const child = this.start(args, env);
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];
		child.stdout.on('data', (chunk) => stdout.push(chunk));
		child.stderr.on('data', (chunk) => stderr.push(chunk));
		child.stdin.on('error', () => {}); // a command that does not read its input
		child.stdin.end(stdin);
		const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
		return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
	}
}
