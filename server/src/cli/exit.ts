/** Exit codes of every command. */
export const Exit = {
	/** Done, and nothing to complain of. */
	clean: 0,
	/** Findings, a refusal, a failed step. */
	findings: 1,
	/** The command line, or a file named on it, cannot be used. */
	usage: 2,
	/** A fault of this program (sysexits EX_SOFTWARE). */
	internal: 70,
	/** Stopped by Ctrl+C: 128 + SIGINT. */
	cancelled: 130,
} as const;
export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** Ends a command with a sentence for the user on standard error. */
export class CliError extends Error {
	override readonly name = 'CliError';
	readonly exitCode: ExitCode;

	constructor(message: string, exitCode: ExitCode = Exit.findings) {
		super(message);
		this.exitCode = exitCode;
	}
}

/** The command line cannot be used as it is. */
export function usageError(message: string): CliError {
	return new CliError(message, Exit.usage);
}
