import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { LineIndex } from '../../config/lines.js';
import type { Span } from '../../config/tree.js';
import { commentsOf } from '../../edit/comments.js';
import type { Analysis } from '../documents.js';
import { walkTree } from '../navigation/walk.js';
import { placeAt } from '../treePath.js';

/** Every value over several lines, from the line that names it; runs of comments on lines of their own. */
export function foldingRangesOf(analysis: Analysis): FoldingRange[] {
	const { text, check } = analysis;
	const { lines, documents } = check;
	const ranges = new Map<number, FoldingRange>();
	const add = (startLine: number, endLine: number, kind?: FoldingRangeKind) => {
		// The outermost of those that start on a line wins: two could not be told apart in the margin.
		if (endLine > startLine && !ranges.has(startLine)) {
			ranges.set(startLine, { startLine, endLine, ...(kind && { kind }) });
		}
	};
	for (const { tree } of documents) {
		walkTree(tree.root, (node, path, entry) => {
			if (node.kind === 'scalar' || (path.length === 0 && text.charAt(node.start) !== '{')) return;
			const first = lines.positionAt(entry?.key.start ?? node.start).line;
			add(first, lastLineOf(node, text, lines));
		});
	}
	for (const [first, last] of commentRuns(text, commentLines(analysis), lines)) {
		add(first, last, FoldingRangeKind.Comment);
	}
	return [...ranges.values()].sort((a, b) => a.startLine - b.startLine);
}

/** A closing bracket that begins its line stays in sight. */
function lastLineOf({ end }: Span, text: string, lines: LineIndex): number {
	const { line } = lines.positionAt(end);
	const closing = text.charAt(end - 1);
	const before = text.slice(lines.lineStartOf(end), end - 1);
	return (closing === ']' || closing === '}') && before.trim() === '' ? line - 1 : line;
}

/** Comments that may have a line of their own. Those of YAML are found by lines: its lexer takes long. */
function commentLines({ text, check }: Analysis): Span[] {
	if (check.syntax === 'json') return /\/[/*]/.test(text) ? commentsOf(text, 'json') : [];
	const found = [...text.matchAll(/^[ \t]*(#[^\r\n]*)/gm)].map(({ index, 0: line, 1: comment = '' }) => ({
		start: index + line.length - comment.length,
		end: index + line.length,
	}));
	if (found.length === 0) return [];
	const isInText = ({ start }: Span) =>
		check.documents.some(({ tree }) => {
			const place = placeAt(tree.root, start);
			return place?.node.kind === 'scalar' && place.node.start < start && start < place.node.end;
		});
	return found.filter((comment) => !isInText(comment));
}

function commentRuns(text: string, comments: readonly Span[], lines: LineIndex): [number, number][] {
	const runs: [number, number][] = [];
	for (const { start, end } of comments) {
		if (text.slice(lines.lineStartOf(start), start).trim() !== '') continue;
		const first = lines.positionAt(start).line;
		const last = lines.positionAt(end).line;
		const run = runs.at(-1);
		if (run?.[1] === first - 1) run[1] = last;
		else runs.push([first, last]);
	}
	return runs;
}
