import { Command, Option } from 'commander';
import { Exit, type ExitCode } from './exit.js';
import type { ProcessLike, Terminal } from './terminal.js';

export type Format = 'text' | 'json';
const FORMATS: readonly Format[] = ['text', 'json'];

/** What every command works with. */
export interface CliContext {
	readonly terminal: Terminal;
	readonly process: ProcessLike;
	/** Aborted by Ctrl+C or SIGTERM. A second signal ends the process at once, unless {@link impatience} was asked for. */
	interruption(): AbortSignal;
	/** Aborts that signal, as a first Ctrl+C does. */
	interrupt(): void;
	/** Aborted by a second Ctrl+C or SIGTERM, which then does not end the process; a third one does. */
	impatience(): AbortSignal;
	/** What the process will exit with; set by {@link command}. */
	exitCode: ExitCode;
}

/** A context; signals are caught only once a command asks for {@link CliContext.interruption}. */
export function createContext(process: ProcessLike, terminal: Terminal): CliContext {
	let controller: AbortController | undefined;
	let impatient: AbortController | undefined;
	const interruption = () => {
		if (controller) return controller.signal;
		const created = new AbortController();
		controller = created;
		for (const name of ['SIGINT', 'SIGTERM'] as const) {
			process.on(name, () => {
				if (!created.signal.aborted) created.abort();
				else if (impatient && !impatient.signal.aborted) impatient.abort();
				else process.exit(Exit.cancelled);
			});
		}
		return created.signal;
	};
	const interrupt = () => {
		interruption();
		controller?.abort();
	};
	const impatience = () => {
		impatient ??= new AbortController();
		return impatient.signal;
	};
	return { terminal, process, interruption, interrupt, impatience, exitCode: Exit.clean };
}

/** A subcommand with `--format`. Its exit code is what `run` gives. */
export function command<Options extends { format: string }>(
	context: CliContext,
	{
		name,
		description,
		configure,
		formats = FORMATS,
	}: {
		name: string;
		description: string;
		configure: (command: Command) => Command;
		/** What `--format` takes; the first is the default. Text and JSON when not said. */
		formats?: readonly Options['format'][];
	},
	run: (args: readonly string[], options: Options) => Promise<ExitCode>,
): Command {
	const format = new Option('--format <format>', 'how to print').choices(formats).default(formats[0]);
	return configure(new Command(name).description(description))
		.addOption(format)
		.action(async (...given: unknown[]) => {
			// commander hands over the arguments, then the options, then the command itself.
			const args = given.slice(0, -2).flat() as string[];
			context.exitCode = await run(args, given.at(-2) as Options);
		});
}
