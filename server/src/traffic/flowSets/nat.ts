import { addressWords, fillAddress, fillPorts, fillSources, portWord } from './addresses.js';
import type { FlowSetKind } from './flowSet.js';

const FIRST_PORT = 1024;

/** Flow i is behind address i mod `sources`. */
export const nat: FlowSetKind<'nat'> = {
	id: 'nat',
	label: 'Few addresses behind NAT',
	uses: ['sources', 'server', 'serverPort'],
	description:
		'Many hosts behind a few public addresses, with random ports from 1024 on, to one server. With ports hashed it spreads; with addresses alone it cannot reach more entries than there are addresses.',
	defaults: { sources: 4 },
	fill({ batch, first, seed, random, parameters: { sources, server, serverPort } }) {
		fillSources(batch, seed, (i) => (first + i) % sources);
		fillAddress(batch, 'destination', addressWords(batch.family, 'server', server));
		fillPorts(batch, () => portWord(FIRST_PORT + random.below(0x10000 - FIRST_PORT), serverPort));
	},
};
