import { formatProcessor, isPossibleProcessor, type Processor, parseProcessor } from '../rss/processor.js';
import { range } from '../rss/rssProcessorSet.js';
import type { ScalarNode, Span } from './tree.js';

/** A processor and the piece of text that names it (the whole range, for one of a range). */
export interface PlacedProcessor {
	readonly processor: Processor;
	readonly span: Span;
}

/** Says that a piece of text names no processor. */
export type Complain = (span: Span, message: string) => void;

/** `0:2` → processor; complains and gives undefined when it is none or cannot exist. */
export function readProcessor(node: ScalarNode, complain: Complain): Processor | undefined {
	return one(String(node.value), node, complain);
}

/** `0:2, 0:4-0:8/2, 1:0` → the processors in the order written; complains of every piece that names none. */
export function readProcessors(node: ScalarNode, complain: Complain): PlacedProcessor[] {
	const text = String(node.value);
	// Where the pieces stand: exact when the value is written without escapes, else the whole value.
	const inside = node.source.indexOf(text);
	let at = 0;
	return text.split(',').flatMap((piece) => {
		const from = at + (piece.length - piece.trimStart().length);
		at += piece.length + 1;
		const start = node.start + inside + from;
		const span = inside < 0 ? node : { start, end: start + Math.max(piece.trim().length, 1) };
		return readPiece(piece.trim(), span, complain).map((processor) => ({ processor, span }));
	});
}

function readPiece(piece: string, span: Span, complain: Complain): Processor[] {
	const [ends = '', step] = piece.split('/').map((part) => part.trim());
	const [first = '', last, ...more] = ends.split('-').map((part) => part.trim());
	if (piece === '' || more.length > 0 || piece.split('/').length > 2) {
		complain(
			span,
			piece === ''
				? 'A processor is missing here.'
				: `\`${piece}\` is no range of processors: write \`0:2-0:8\` or \`0:2-0:8/2\`.`,
		);
		return [];
	}
	const from = one(first, span, complain);
	if (last === undefined) {
		if (step !== undefined) complain(span, `A step needs a range: \`${first}-…/${step}\`.`);
		return from === undefined || step !== undefined ? [] : [from];
	}
	const to = one(last, span, complain);
	const by = step === undefined ? 1 : Number(step);
	if (!Number.isInteger(by) || by < 1 || by > 64) {
		complain(span, `The step of \`${piece}\` must be a whole number from 1 to 64.`);
		return [];
	}
	if (from === undefined || to === undefined) return [];
	if (to < from) complain(span, `The range \`${piece}\` ends before it starts.`);
	return range(from, to, by);
}

function one(text: string, span: Span, complain: Complain): Processor | undefined {
	const parsed = parseProcessor(text.trim().replace(/\s*:\s*/, ':'));
	if (parsed === undefined) {
		const bare = /^\d+$/.test(text.trim()) ? ` Did you mean \`0:${text.trim()}\`?` : '';
		const form = /^\s*\d+\s*:\s*\d+\s*$/.test(text);
		complain(
			span,
			form
				? outOfRange(text.trim())
				: `\`${text}\` is not a processor: write \`group:number\`, for example \`0:2\`.${bare}`,
		);
		return undefined;
	}
	if (!isPossibleProcessor(parsed)) {
		complain(span, outOfRange(formatProcessor(parsed)));
		return undefined;
	}
	return parsed;
}

function outOfRange(text: string): string {
	return `Processor \`${text}\` cannot exist: a group has processors 0 to 63, and groups are numbered 0 to 65535.`;
}
