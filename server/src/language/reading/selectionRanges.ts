import type { Position, SelectionRange } from 'vscode-languageserver';
import type { Span, TreeNode } from '../../config/tree.js';
import type { Analysis } from '../documents.js';
import { mentionAt } from '../navigation/mentionAt.js';

/** For each position what the selection grows to: a processor of a range, text in quotes, value, entry, and outwards. */
export function selectionRangesAt(analysis: Analysis, positions: readonly Position[]): SelectionRange[] {
	return positions.map((position) => {
		const { lines } = analysis.check;
		const spans = spansAround(analysis, position);
		let grown: SelectionRange | undefined;
		for (const span of spans.reverse()) {
			const range = lines.rangeOf(span);
			grown = grown ? { range, parent: grown } : { range };
		}
		return grown ?? { range: { start: position, end: position } };
	});
}

/** From the innermost outwards; each is larger than the one before. */
function spansAround(analysis: Analysis, position: Position): Span[] {
	const { check, text } = analysis;
	const offset = check.lines.offsetAt(position);
	const spans: Span[] = [{ start: 0, end: text.length }];
	for (const { tree } of check.documents) {
		let node: TreeNode | undefined = tree.root;
		while (node && covers(node, offset)) {
			spans.push(node);
			if (node.kind === 'scalar') {
				if (node.quoted) spans.push({ start: node.start + 1, end: node.end - 1 });
				break;
			}
			if (node.kind === 'sequence') {
				node = node.items.find((item) => covers(item, offset));
				continue;
			}
			const entry = node.entries.find((one) => covers(one, offset));
			if (entry) spans.push({ start: entry.start, end: Math.max(entry.end, entry.value?.end ?? 0) });
			if (entry && covers(entry.key, offset)) {
				spans.push(entry.key);
				if (entry.key.quoted) spans.push({ start: entry.key.start + 1, end: entry.key.end - 1 });
				break;
			}
			node = entry?.value;
		}
	}
	const mention = mentionAt(analysis, position)?.mention.span;
	if (mention) spans.push(mention);
	const inwards: Span[] = [];
	for (const span of spans) {
		const outer = inwards.at(-1);
		const isWithin = !outer || (outer.start <= span.start && span.end <= outer.end);
		const isSmaller = !outer || span.end - span.start < outer.end - outer.start;
		if (isWithin && isSmaller && covers(span, offset)) inwards.push(span);
	}
	return inwards.reverse();
}

function covers({ start, end }: Span, offset: number): boolean {
	return start <= offset && offset <= end;
}
