import { createInterface } from 'node:readline/promises';

/** What of a process the command line uses. */
export type ProcessLike = Pick<
	NodeJS.Process,
	'argv' | 'execPath' | 'env' | 'platform' | 'stdin' | 'stdout' | 'stderr' | 'on' | 'emit' | 'exit' | 'cwd'
>;

/** How a piece of text stands out where colours are on. */
export type Style = 'red' | 'yellow' | 'blue' | 'green' | 'dim' | 'bold';
const codes: Readonly<Record<Style, readonly [number, number]>> = {
	red: [31, 39],
	yellow: [33, 39],
	blue: [34, 39],
	green: [32, 39],
	dim: [2, 22],
	bold: [1, 22],
};

/** Standard streams: lines out, errors apart, colours only where somebody looks. */
export class Terminal {
	readonly #process: ProcessLike;
	readonly #colours: boolean;

	constructor(process: ProcessLike) {
		this.#process = process;
		const { NO_COLOR, TERM } = process.env;
		this.#colours = process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb';
		// A reader that has seen enough (`| head`) is no fault: what is written after it goes nowhere.
		for (const stream of [process.stdout, process.stderr]) {
			stream.on('error', (error: NodeJS.ErrnoException) => {
				if (error.code !== 'EPIPE') throw error;
			});
		}
	}

	/** Somebody can be asked. */
	get interactive(): boolean {
		return this.#process.stdin.isTTY === true && this.#process.stdout.isTTY === true;
	}

	/** Progress can be shown without getting into anybody's log. */
	get showsProgress(): boolean {
		return this.#process.stderr.isTTY === true;
	}

	/** Writes a text to standard output, ended by a line break. */
	print(text: string): void {
		this.#process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
	}

	/** Writes a value to standard output as JSON. */
	printJson(value: unknown): void {
		this.print(JSON.stringify(value, undefined, 2));
	}

	/** Writes a text to standard error, ended by a line break. */
	complain(text: string): void {
		this.#process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
	}

	styled(style: Style, text: string): string {
		const [on, off] = codes[style];
		return this.#colours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
	}

	/** Asks for yes or no; anything but yes is no. */
	async confirm(question: string, signal: AbortSignal): Promise<boolean> {
		const { stdin, stdout } = this.#process;
		const reader = createInterface({ input: stdin, output: stdout });
		// The reader takes Ctrl+C for itself: hand it on.
		reader.on('SIGINT', () => this.#process.emit('SIGINT'));
		try {
			return /^\s*y(es)?\s*$/i.test(await reader.question(`${question} [y/N] `, { signal }));
		} finally {
			reader.close();
		}
	}
}
