import { addressWords, EPHEMERAL, fillAddress, fillPorts, fillSources, portWord } from './addresses.js';
import type { FlowSetKind } from './flowSet.js';

/** Flow i is of client i mod `sources`. */
export const manyClients: FlowSetKind<'manyClients'> = {
	id: 'manyClients',
	label: 'Many clients → one server',
	uses: ['sources', 'server', 'serverPort'],
	description:
		'Many clients, each with an address of its own and a random client port, to one address and port. What a public service sees.',
	defaults: { sources: 10_000 },
	fill({ batch, first, seed, random, parameters: { sources, server, serverPort } }) {
		fillSources(batch, seed, (i) => (first + i) % sources);
		fillAddress(batch, 'destination', addressWords(batch.family, 'server', server));
		fillPorts(batch, () => portWord(EPHEMERAL.first + random.below(EPHEMERAL.count), serverPort));
	},
};
