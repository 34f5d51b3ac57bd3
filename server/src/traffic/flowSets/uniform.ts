import type { FlowPart, FlowSetKind } from './flowSet.js';

/** Every address and port drawn anew. */
export const uniform: FlowSetKind<'uniform'> = {
	id: 'uniform',
	label: 'Uniform random',
	uses: [],
	description:
		'Random addresses and ports, every flow of one size. Shows the table alone: how even is it when the hash has all the variety it can get?',
	fill: fillUniform,
};

/** Writes random words to all columns of a part, flow by flow. */
export function fillUniform({ batch: { words, length }, random }: FlowPart): void {
	random.fill(words, length);
}
