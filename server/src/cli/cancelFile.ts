import { existsSync } from 'node:fs';
import { Option } from 'commander';
import type { CliContext } from './context.js';
import { CliError, Exit } from './exit.js';

/** How often it is looked for, in milliseconds. */
const LOOK_EVERY = 100;

/** Where a program can ask for an end that cannot send us a signal. */
export interface CancelFileOptions {
	readonly cancelFile?: string;
}

/** `--cancel-file FILE` */
export function cancelFileOption(): Option {
	return new Option('--cancel-file <file>', 'cancel, as Ctrl+C does, once there is such a file');
}

/**
 * Cancels what the context runs once the file is there; looking ends with the process.
 * @throws CliError (cancelled) when it is there already: nothing was begun
 */
export function cancelWith(context: CliContext, { cancelFile }: CancelFileOptions): void {
	if (cancelFile === undefined) return;
	if (existsSync(cancelFile)) throw new CliError('Cancelled before anything was changed.', Exit.cancelled);
	const signal = context.interruption();
	const looking = setInterval(() => {
		if (!signal.aborted && existsSync(cancelFile)) context.interrupt();
	}, LOOK_EVERY);
	looking.unref();
}
