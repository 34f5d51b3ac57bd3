import { childrenOf, type Span, type TreeNode } from '../config/tree.js';
import { formatProcessor, type Processor } from '../rss/processor.js';

/** Cells in a row of a list that is too long for one line, as Get-NetAdapterRss and ethtool print them. */
const ROW = 8;
/** Longest list on one line, in characters with what stands before it. */
const WIDTH = 100;

/** How a processor is put in quotes. */
export type Quote = '"' | "'" | '';

/** The quotes of a scalar as it is written; double ones for what is neither plain nor quoted on one line. */
export function quoteOf(source: string): Quote {
	if (source.startsWith("'")) return "'";
	return /^\d/.test(source) ? '' : '"';
}

/** A processor in quotes. */
export function cellText(p: Processor, quote: Quote): string {
	return `${quote}${formatProcessor(p)}${quote}`;
}

/** How a list is to be written. */
export interface ListStyle {
	readonly quote: Quote;
	/** The indentation of the line that the list starts on. */
	readonly indent: string;
	/** One step more. */
	readonly step: string;
	readonly lineBreak: string;
	/** Characters before the list on its line. */
	readonly column: number;
	/** Whether a comma may follow the last cell: not in JSON. */
	readonly trailingComma: boolean;
}

/** `["0:2", "0:4"]`, in rows of eight where that is too long for a line. */
export function listText(table: readonly Processor[], style: ListStyle): string {
	const cells = table.map((p) => cellText(p, style.quote));
	const line = `[${cells.join(', ')}]`;
	if (style.column + line.length <= WIDTH) return line;
	const rows = Array.from({ length: Math.ceil(cells.length / ROW) }, (_, row) =>
		cells.slice(row * ROW, (row + 1) * ROW).join(', '),
	);
	const inner = style.lineBreak + style.indent + style.step;
	const comma = style.trailingComma ? ',' : '';
	return `[${inner}${rows.join(`,${inner}`)}${comma}${style.lineBreak}${style.indent}]`;
}

/** The indentation of the line that an offset is on: its spaces and tabs. */
export function indentAt(text: string, offset: number): string {
	return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** The offset at which the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
	return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** The offset at which the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
	const length = text.slice(offset).search(/[\r\n]/);
	return length < 0 ? text.length : offset + length;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
	return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Whether two spans are one within the other. */
export function within(inner: Span, outer: Span): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

/** Where a value ends. The span of a block collection may go on through the comments behind it. */
export function contentEnd(text: string, node: TreeNode): number {
	if (node.kind === 'scalar' || /[[{*]/.test(text.charAt(node.start))) return node.end;
	const last = childrenOf(node).findLast((child) => within(child, node));
	return last ? contentEnd(text, last) : node.end;
}
