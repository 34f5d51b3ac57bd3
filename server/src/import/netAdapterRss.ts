import { isPossibleProcessor, type Processor, parseProcessor } from '../rss/processor.js';
import type { ImportReading, WindowsAdapter } from './adapter.js';
import { cleanText, isCommand, isEllipsis, quoted, type TextLine, Warnings } from './textLines.js';

/** The properties that the default view of Get-NetAdapterRss prints. */
const LABELS = [
	'Name',
	'InterfaceDescription',
	'Enabled',
	'NumberOfReceiveQueues',
	'Profile',
	'BaseProcessor',
	'MaxProcessor',
	'MaxProcessors',
	'RssProcessorArray',
	'IndirectionTable',
] as const;
type Label = (typeof LABELS)[number];

/** Larger than any table or processor array. */
const MAX_CELLS = 4096;

/** Whether the text has an adapter as Get-NetAdapterRss prints it. */
export function looksLikeNetAdapterRss(lines: readonly TextLine[]): boolean {
	const found = new Set(lines.flatMap(({ text }) => labelOf(text)?.label ?? []));
	return found.has('Name') && found.size >= 3;
}

/** Every adapter of a text of Get-NetAdapterRss; whatever stands between and around them is passed over. */
export function readNetAdapterRss(lines: readonly TextLine[]): ImportReading {
	const warnings = new Warnings();
	const readers: AdapterReader[] = [];
	for (const line of lines) {
		const labelled = labelOf(line.text);
		if (labelled?.label === 'Name') readers.push(new AdapterReader(line.number, labelled.value, warnings));
		else readers.at(-1)?.read(line, labelled);
	}
	return { adapters: readers.map((reader) => reader.adapter()), warnings: warnings.list() };
}

function labelOf(text: string): { label: Label; value: string } | undefined {
	const match = /^([A-Za-z]+) *:(.*)$/.exec(text);
	const label = LABELS.find((known) => known.toLowerCase() === match?.[1]?.toLowerCase());
	if (!label || !match) return undefined;
	// `BaseProcessor: [Group:Number] : 0:0` says the form of the value before the value.
	const [rest = ''] = match.slice(2);
	return { label, value: (/^ *\[[^\]]*\] *:(.*)$/.exec(rest)?.[1] ?? rest).trim() };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the lines of one adapter. */
class AdapterReader {
	readonly #said: Writable<WindowsAdapter>;
	readonly #array: { processor: Processor; numaDistance: number }[] = [];
	readonly #table: Processor[] = [];
	/** Which list the rows that follow belong to. */
	#list: 'array' | 'table' | undefined;
	#hasTable = false;
	#cut = false;
	/** After a blank line, what cannot be understood is taken to be no part of the adapter. */
	#open = true;

	constructor(
		line: number,
		name: string,
		readonly warnings: Warnings,
	) {
		this.#said = { kind: 'windows', line, name: cleanText(name) };
	}

	adapter(): WindowsAdapter {
		return {
			...this.#said,
			...(this.#array.length > 0 && { rssProcessorArray: this.#array }),
			...(this.#hasTable && { indirectionTable: { entries: this.#table, cut: this.#cut } }),
		};
	}

	read(line: TextLine, labelled: { label: Label; value: string } | undefined): void {
		if (labelled) {
			this.#list = undefined;
			this.#open = true;
			this.#property(line, labelled.label, labelled.value);
		} else if (line.text === '' || isCommand(line.text)) {
			this.#open = line.text === '' && this.#open && this.#isEmptyTable();
		} else if (isEllipsis(line.text)) {
			if (this.#list === 'table') this.#cut = true;
		} else if (this.#list && /^\d+:\d/.test(line.text)) {
			this.#row(line, line.text);
		} else if (this.#open) {
			this.warnings.add(line.number, `${quoted(line.text)} was not understood and is left out.`);
		}
	}

	/** A table whose rows may yet come, a blank line further. */
	#isEmptyTable(): boolean {
		return this.#list === 'table' && this.#table.length === 0;
	}

	#property(line: TextLine, label: Label, value: string): void {
		if (label === 'RssProcessorArray' || label === 'IndirectionTable') {
			this.#list = label === 'IndirectionTable' ? 'table' : 'array';
			if (this.#list === 'table') this.#hasTable = true;
			this.#row(line, value);
		} else if (value !== '' && !this.#keep(label, value)) {
			this.warnings.add(line.number, `${quoted(value)} is no ${label} and is left out.`);
		}
	}

	/** Keeps the value of a property; false when it is none. */
	#keep(label: Exclude<Label, 'RssProcessorArray' | 'IndirectionTable'>, value: string): boolean {
		const said = this.#said;
		switch (label) {
			case 'Name':
				return true;
			case 'InterfaceDescription':
				said.interfaceDescription = cleanText(value);
				return true;
			case 'Profile':
				said.profile = cleanText(value);
				return true;
			case 'Enabled':
				if (/^(true|false)$/i.test(value)) said.enabled = value.toLowerCase() === 'true';
				return said.enabled !== undefined;
			case 'NumberOfReceiveQueues':
			case 'MaxProcessors':
				if (!/^\d{1,4}$/.test(value)) return false;
				said[label === 'MaxProcessors' ? 'maxProcessors' : 'numberOfReceiveQueues'] = Number(value);
				return true;
			case 'BaseProcessor':
			case 'MaxProcessor': {
				// A group or number that is not set is printed as nothing: `:0`, `:`.
				const parsed = parsePossible(value.replace(/^:(?=\d)/, '0:'));
				if (parsed !== undefined) said[label === 'BaseProcessor' ? 'baseProcessor' : 'maxProcessor'] = parsed;
				return parsed !== undefined || value === ':';
			}
		}
	}

	/** Cells in a row; the first that cannot be read ends the list, because what follows would move up. */
	#row(line: TextLine, text: string): void {
		for (const cell of text.split(' ')) {
			if (cell === '' || (this.#list === 'table' && this.#cut)) continue;
			if (isEllipsis(cell) && this.#list === 'table') {
				this.#cut = true;
			} else if (!this.#cell(cell)) {
				this.warnings.add(
					line.number,
					`${quoted(cell)} is no ${this.#list === 'table' ? 'processor' : 'processor with its NUMA distance'}; the list is read up to there.`,
				);
				if (this.#list === 'table') this.#cut = true;
				else this.#list = undefined;
				return;
			}
		}
	}

	#cell(cell: string): boolean {
		const [name = '', distance, ...more] = cell.split('/');
		const processor = parsePossible(name);
		if (processor === undefined || more.length > 0) return false;
		if (this.#list === 'table') {
			if (distance !== undefined || this.#table.length >= MAX_CELLS) return false;
			this.#table.push(processor);
			return true;
		}
		if (!/^\d{1,9}$/.test(distance ?? '0') || this.#array.length >= MAX_CELLS) return false;
		this.#array.push({ processor, numaDistance: Number(distance ?? 0) });
		return true;
	}
}

function parsePossible(text: string): Processor | undefined {
	const parsed = parseProcessor(text);
	return parsed !== undefined && isPossibleProcessor(parsed) ? parsed : undefined;
}
