import { createHash } from 'node:crypto';

/** Hex digits of the checksum in front of every line. */
const DIGITS = 16;

/** What the lines of a journal hold. */
export interface Lines {
	readonly values: readonly unknown[];
	/**
	 * The end is cut off in the middle of a line: it was being written when the process or the machine ended. What it
	 * announced was not begun, for nothing is begun before its line is whole on the disk.
	 */
	readonly torn: boolean;
	/** Bytes of the whole lines. */
	readonly length: number;
}

/** A value as a line of a journal: checksum, space, JSON, line feed. */
export function encodeLine(value: unknown): string {
	const text = JSON.stringify(value);
	return `${checksum(text)} ${text}\n`;
}

/**
 * The values of a journal's lines.
 * @returns undefined where a line other than the last is not as it was written
 */
export function decodeLines(text: string): Lines | undefined {
	const lines = text.split('\n');
	const rest = lines.pop();
	const values = lines.map(decodeLine);
	const wrong = values.indexOf(undefined);
	if (wrong >= 0 && (wrong < lines.length - 1 || rest !== '')) return undefined;
	const whole = wrong < 0 ? lines : lines.slice(0, wrong);
	const length = Buffer.byteLength(whole.map((line) => `${line}\n`).join(''));
	return { values: values.slice(0, whole.length), torn: wrong >= 0 || rest !== '', length };
}

function decodeLine(line: string): unknown {
	const text = line.slice(DIGITS + 1);
	if (line.slice(0, DIGITS + 1) !== `${checksum(text)} `) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function checksum(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}
