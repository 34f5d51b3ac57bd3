import { LineIndex, type Position } from '../../server/src/config/lines.js';

/** An edit as `textDocument/didChange` has it. */
export interface Edit {
	readonly range: { readonly start: Position; readonly end: Position };
	readonly text: string;
}

/**
 * Edits that change a place of a text to and fro.
 * @param place by default the processor in the middle of the text
 * @param values what stands there in turn; the first is what stands there now
 */
export function processorEdits(
	text: string,
	place = middle(text),
	values: readonly [string, string] = otherProcessor(text.slice(place.at, place.at + place.length)),
): (round: number) => [Edit] {
	const lines = new LineIndex(text);
	return (round) => {
		const [now, then] = round % 2 === 0 ? values : ([values[1], values[0]] as const);
		return [{ range: lines.rangeOf({ start: place.at, end: place.at + now.length }), text: then }];
	};
}

function middle(text: string): { at: number; length: number } {
	const at = text.indexOf('"0:', text.length >> 1) + 3;
	return { at, length: text.indexOf('"', at) - at };
}

function otherProcessor(number: string): [string, string] {
	return [number, number === '4' ? '6' : '4'];
}
