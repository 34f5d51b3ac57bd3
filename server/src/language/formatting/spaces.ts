import type { Span } from '../../config/tree.js';
import { isSpace } from './align.js';
import { atBracket, bracketSpace } from './brackets.js';

/** White space to be written instead of other white space. */
export interface SpaceEdit extends Span {
	readonly text: string;
	readonly kind: 'indent' | 'gap' | 'lineEnd';
}

/**
 * The white space of a text made that of its rendering, line by line; line breaks stay. In the order of the text.
 * @param places of each character of the text in its rendering, -1 for none
 * @param inside brackets over several lines, whose lines move with the one that opens them; text over several lines,
 *   whose lines end as they end
 */
export function spaceEdits(
	text: string,
	rendered: string,
	places: Int32Array,
	inside: { readonly flow: readonly Span[]; readonly multiline: readonly Span[] },
): SpaceEdit[] {
	const edits: SpaceEdit[] = [];
	const edit = (start: number, end: number, wanted: string, kind: SpaceEdit['kind']) => {
		if (text.slice(start, end) !== wanted) edits.push({ start, end, text: wanted, kind });
	};
	const flow = coverage(inside.flow);
	const multiline = coverage(inside.multiline);
	let moved = 0;
	for (const { start, end } of linesOf(text)) {
		const line = text.slice(start, end);
		const first = start + (line.length - line.trimStart().length);
		const isContent = multiline(end);
		if (first === end) {
			if (!isContent) edit(start, end, '', 'lineEnd');
			continue;
		}
		const place = places[first] ?? -1;
		const column = place < 0 ? undefined : indentAt(rendered, place);
		const old = first - start;
		const wanted = flow(first) || column === undefined ? Math.max(0, old + moved) : column;
		// A mark at the start of the text is no white space to take away.
		const from = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
		if (!/\t/.test(text.slice(start, first))) edit(from, first, ' '.repeat(wanted), 'indent');
		moved = wanted - old;
		for (const gap of gapsOf(text, first, end)) {
			const spaces = gapText(text, rendered, places, gap);
			if (spaces !== undefined) edit(gap.start, gap.end, spaces, 'gap');
		}
		if (!isContent) edit(start + line.trimEnd().length, end, '', 'lineEnd');
	}
	return edits;
}

/** The white space that a gap of a line should be; undefined where it is the author's. */
function gapText(
	text: string,
	rendered: string,
	places: Int32Array,
	{ start, end }: Span,
): string | undefined {
	const [before, after] = [places[start - 1] ?? -1, places[end] ?? -1];
	if (before < 0 || after < 0) return undefined;
	if (end === start && after === before + 1) return undefined;
	const wanted = rendered.slice(before + 1, after);
	const written = text.slice(start, end);
	// Line breaks are not made; comments may be in line with those above.
	if (wanted === written || /[\r\n]/.test(wanted) || text.charAt(end) === '#') return undefined;
	return atBracket(text, { start, end }) ? bracketSpace({ start, end }) : wanted;
}

/** The places between two characters of a line that are no white space, empty ones too. */
function* gapsOf(text: string, first: number, end: number): Generator<Span> {
	let start = first + 1;
	for (let at = start; at < end; at++) {
		if (isSpace(text.charCodeAt(at))) continue;
		yield { start, end: at };
		start = at + 1;
	}
}

/** The column of what begins its line, or its item of a list; undefined for what has other text before it. */
function indentAt(text: string, at: number): number | undefined {
	let start = at;
	while (start > 0 && (text.charAt(start - 1) === ' ' || text.startsWith('- ', start - 1))) start--;
	return start === 0 || text.charAt(start - 1) === '\n' ? at - start : undefined;
}

function* linesOf(text: string): Generator<Span> {
	let start = 0;
	for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) {
		yield { start, end: index };
		start = index + lineBreak.length;
	}
	yield { start, end: text.length };
}

/** Whether an offset lies within one of some spans, asked with growing offsets. */
function coverage(spans: readonly Span[]): (offset: number) => boolean {
	const sorted = [...spans].sort((a, b) => a.start - b.start);
	let next = 0;
	let reach = -1;
	return (offset) => {
		for (let span = sorted[next]; span && span.start < offset; span = sorted[++next]) {
			reach = Math.max(reach, span.end);
		}
		return offset < reach;
	};
}
