import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles `test/support/<name>.ts`, a program that says when it has begun, into a directory; where it lies then. */
export async function bundleProgram(
	name: 'daemonProcess' | 'echoProcess' | 'pushProcess',
	directory: string,
): Promise<string> {
	const outfile = join(directory, `${name}.mjs`);
	await build({
		entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		banner: {
			js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
		},
		logLevel: 'silent',
	});
	return outfile;
}

/** A running one; `ended` gives exit code and signal. */
export interface ChildDaemon {
	readonly process: ChildProcess;
	readonly ended: Promise<[number | null, string | null]>;
}

/** Starts such a program and waits until it has begun. */
export async function startProgram(program: string, ...args: readonly string[]): Promise<ChildDaemon> {
	const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
	await Promise.race([
		once(child.stdout, 'data'),
		ended.then(() => Promise.reject(new Error(`${program} did not start`))),
	]);
	return { process: child, ended };
}
