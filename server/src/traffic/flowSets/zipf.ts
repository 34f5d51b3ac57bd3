import type { FlowSetKind } from './flowSet.js';
import { fillUniform } from './uniform.js';

/** Most packets of one flow: far beyond any measurement, and sums of them are still exact. */
const MAX_PACKETS = 2 ** 32;

/** Flow i has rank i + 1: the addresses are random, so the order of the sizes does not matter. */
export const zipf: FlowSetKind<'zipf'> = {
	id: 'zipf',
	label: 'Elephants and mice',
	uses: ['exponent'],
	description:
		'Random flows of very unlike size: the flow of rank r has 1 / r^exponent of the packets of the largest one, the smallest has one. Flows spread evenly, packets do not: no table can split an elephant.',
	defaults: { exponent: 1 },
	fill: fillUniform,
	fillPackets({ batch, first, flows, parameters: { exponent } }, packets) {
		for (let i = 0; i < batch.length; i++) {
			const packetsOfFlow = Math.round((flows / (first + i + 1)) ** exponent);
			packets[i] = Math.min(Math.max(packetsOfFlow, 1), MAX_PACKETS);
		}
	},
};
