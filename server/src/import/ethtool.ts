import type { ImportReading, LinuxAdapter } from './adapter.js';
import { cleanText, isCommand, isEllipsis, quoted, type TextLine, Warnings } from './textLines.js';

const HEADER = /^RX flow hash indirection table for (.+?) with (\d{1,9}) RX ring\(s\):?$/i;
/** ice has tables of 2048 entries, T6 of 4096. */
const MAX_ENTRIES = 4096;
/** More rings than any adapter has. */
const MAX_RINGS = 4096;

/** Whether the text has a device as `ethtool -x` prints it. */
export function looksLikeEthtool(lines: readonly TextLine[]): boolean {
	return lines.some(({ text }) => HEADER.test(text));
}

/** Every device of a text of `ethtool -x` (old and new layouts); whatever stands around them is passed over. */
export function readEthtool(lines: readonly TextLine[]): ImportReading {
	const warnings = new Warnings();
	const readers: DeviceReader[] = [];
	for (const line of lines) {
		const header = HEADER.exec(line.text);
		if (header) {
			const rings = Number(header[2]);
			if (rings > MAX_RINGS) warnings.add(line.number, `${rings} RX rings are more than any adapter has.`);
			readers.push(new DeviceReader(line.number, header[1] ?? '', Math.min(rings, MAX_RINGS), warnings));
		} else {
			readers.at(-1)?.read(line);
		}
	}
	return { adapters: readers.map((reader) => reader.adapter()), warnings: warnings.list() };
}

/** Reads the lines of one device. */
class DeviceReader {
	readonly #table: number[] = [];
	readonly #hashFunctions = new Map<string, boolean>();
	#part: 'table' | 'key' | 'function' | 'transformation' | 'done' = 'table';
	#cut = false;
	#key: Uint8Array | undefined;

	constructor(
		readonly line: number,
		readonly name: string,
		readonly rings: number,
		readonly warnings: Warnings,
	) {}

	adapter(): LinuxAdapter {
		const { line, rings } = this;
		return {
			kind: 'linux',
			line,
			name: cleanText(this.name),
			rings,
			hashFunctions: this.#hashFunctions,
			...(this.#table.length > 0 && { indirectionTable: { entries: this.#table, cut: this.#cut } }),
			...(this.#key && { secretKey: this.#key }),
		};
	}

	read({ number, text }: TextLine): void {
		if (text === '') return;
		if (/^RSS hash key:/i.test(text)) {
			this.#part = 'key';
			const rest = text.slice(text.indexOf(':') + 1).trim();
			if (rest !== '') this.#readKey(number, rest);
		} else if (/^RSS hash function:/i.test(text)) this.#part = 'function';
		else if (/^RSS input transformation:/i.test(text)) this.#part = 'transformation';
		else if (isCommand(text)) this.#part = 'done';
		else if (this.#part === 'table') this.#row(number, text);
		else if (this.#part === 'key') this.#readKey(number, text);
		else if (this.#part === 'function') this.#function(text);
	}

	#row(line: number, text: string): void {
		if (isEllipsis(text)) {
			this.#cut = true;
			return;
		}
		if (isUnsupported(text)) return;
		const row = /^(\d{1,6}):((?: +\d{1,9})+)$/.exec(text);
		if (!row) {
			if (!this.#cut)
				this.warnings.add(line, `${quoted(text)} is no row of an indirection table; it is read up to there.`);
			this.#cut = true;
			return;
		}
		if (this.#cut) return;
		const queues = (row[2] ?? '').trim().split(/ +/).map(Number);
		const far = queues.find((queue) => queue >= MAX_RINGS);
		if (
			Number(row[1]) !== this.#table.length ||
			far !== undefined ||
			this.#table.length + queues.length > MAX_ENTRIES
		) {
			const why =
				far === undefined
					? `the row starts at entry ${row[1]}, but entry ${this.#table.length} is next`
					: `there is no queue ${far}`;
			this.warnings.add(line, `${why}; the indirection table is read up to there.`);
			this.#cut = true;
			return;
		}
		this.#table.push(...queues);
	}

	#readKey(line: number, text: string): void {
		if (this.#key || isUnsupported(text)) return;
		if (/^[0-9a-f]{2}(?::[0-9a-f]{2})*$/i.test(text) && text.length <= 3 * 256) {
			this.#key = Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16));
		} else {
			// Not quoted: it may hold a part of a key.
			this.warnings.add(line, 'This is no hash key in hexadecimal; it is left out.');
		}
		this.#part = 'done';
	}

	#function(text: string): void {
		const match = /^([a-z0-9-]+): *(on|off)$/i.exec(text);
		if (match) this.#hashFunctions.set((match[1] ?? '').toLowerCase(), match[2]?.toLowerCase() === 'on');
	}
}

function isUnsupported(text: string): boolean {
	return /operation not supported|not supported|unavailable/i.test(text);
}
