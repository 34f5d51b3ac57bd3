import type { Swatch } from '../../protocol.js';
import type { Analysis } from '../documents.js';
import { mentionsWithin } from '../navigation/mentions.js';
import type { Colours } from '../topology.js';

/** More than fit on a screen: a table in one long line is a line all the same. */
const MOST = 2000;

/**
 * The colours, by their index, that the preview paints the processors in that lines of a document name. A range of
 * processors has none: it stands for several.
 * @param lines the first and the last, from 0
 */
export function swatchesOf(
	analysis: Analysis,
	lines: { readonly first: number; readonly last: number },
	colours: Colours,
): Swatch[] {
	const { lines: index } = analysis.check;
	const part = {
		start: index.offsetAt({ line: lines.first, character: 0 }),
		end: index.offsetAt({ line: lines.last + 1, character: 0 }),
	};
	const swatches: Swatch[] = [];
	for (const { processors } of mentionsWithin(analysis, part)) {
		for (const { processors: named, span, node } of processors) {
			const [only] = named;
			const colour = named.length === 1 && only !== undefined ? colours.get(only) : undefined;
			if (colour === undefined) continue;
			if (swatches.length >= MOST) return swatches;
			// In front of the quote, not between it and the processor.
			const quoted = node.kind === 'scalar' && node.quoted && span.start === node.start + 1;
			swatches.push({ position: index.positionAt(quoted ? node.start : span.start), colour });
		}
	}
	return swatches;
}
