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
		write(this.#process.stdout, text);
	}

	/** Writes a value to standard output as JSON. */
	printJson(value: unknown): void {
		this.print(JSON.stringify(value, undefined, 2));
	}

	/** Writes a text to standard error, ended by a line break. */
	complain(text: string): void {
		write(this.#process.stderr, text);
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
			return /^\s*y(es)?\s*$/i.test(await reader.question(`${visible(question)} [y/N] `, { signal }));
		} finally {
			reader.close();
		}
	}
}

/** Whole lines; to a pipe or a file byte for byte, to a terminal with nothing in them that it would obey. */
function write(stream: ProcessLike['stdout' | 'stderr'], text: string): void {
	const lines = text.endsWith('\n') ? text : `${text}\n`;
	stream.write(stream.isTTY === true ? visible(lines) : lines);
}

const OURS = new Set(Object.values(codes).flatMap(([on, off]) => [`\u001b[${on}m`, `\u001b[${off}m`]));

/** Names come out of files: control characters in them are shown as \u001b and the like, but for what `styled` writes. */
function visible(text: string): string {
	return text.replace(/(?![\n\t])\p{Cc}(?:\[\d+m)?/gu, (found) => (OURS.has(found) ? found : escaped(found)));
}

function escaped(text: string): string {
	return text.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
