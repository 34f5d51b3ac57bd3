/** A line without what a paste puts around it. */
export interface TextLine {
	/** From 1. */
	readonly number: number;
	readonly text: string;
}

/** Longest input that is read, in characters: some thousand adapters. */
export const MAX_IMPORT_LENGTH = 4 * 1024 * 1024;

/**
 * The lines of a paste: byte order mark and trailing spaces gone, and leading comment or quotation marks (`#`, `//`,
 * `>`). Tabs become spaces. Lines end with LF, CRLF or CR.
 */
export function textLines(text: string): TextLine[] {
	return text
		.replace(/^\ufeff/, '')
		.split(/\r\n|\n|\r/)
		.map((line, index) => ({ number: index + 1, text: withoutMarks(line.replaceAll('\t', ' ')).trim() }));
}

function withoutMarks(line: string): string {
	let at = 0;
	while (at < line.length && (' #>'.includes(line.charAt(at)) || line.startsWith('//', at))) {
		at += line.startsWith('//', at) ? 2 : 1;
	}
	return line.slice(at);
}

/** A prompt and the command typed at it: `PS C:\> Get-NetAdapterRss`, `root@host:~$ ethtool -x eth1`. */
export function isCommand(line: string): boolean {
	return /^(?:PS\b[^>]*>|\S{1,64}@\S{1,64}\s*[#$%]|\[\S{1,64}@[^\]]{1,64}\]\s*[#$%]|[$%]\s|(?:sudo\s+)?ethtool\s|Get-NetAdapter)/i.test(
		line,
	);
}

/** Whether a line stands for others that were left out: `…`, `...`. */
export function isEllipsis(line: string): boolean {
	return /^[[(<]?\s*(?:…|\.{3,}|\[?snip\]?)\s*[\])>]?$/i.test(line);
}

/** Text as it can stand in a name or a comment: no control characters, nothing that was not decoded. */
export function cleanText(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd\ufeff]/g, '?').trim();
}

/** Collects sentences about lines; beyond a limit only their number. */
export class Warnings {
	readonly #sentences: string[] = [];
	#beyond = 0;

	add(line: number, sentence: string): void {
		if (this.#sentences.length < 50) this.#sentences.push(`Line ${line}: ${sentence}`);
		else this.#beyond++;
	}

	list(): string[] {
		return this.#beyond > 0
			? [...this.#sentences, `${this.#beyond} more lines were not understood.`]
			: this.#sentences;
	}
}

/** A piece of the text to show in a sentence. */
export function quoted(text: string): string {
	const clean = cleanText(text);
	return `“${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}”`;
}
