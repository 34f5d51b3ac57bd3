import { fillEndpoints, fillPorts } from './addresses.js';
import type { FlowSetKind } from './flowSet.js';

/** Outer headers of NVGRE between two endpoints: GRE has no ports, and its key is no input of the RSS hash (RFC 7637). */
export const nvgre: FlowSetKind<'nvgre'> = {
	id: 'nvgre',
	label: 'NVGRE between two endpoints',
	uses: ['server'],
	description:
		'Tunnelled flows, seen by their outer header: constant addresses and no ports at all, so every packet has one hash and lands on one entry, whatever the table says.',
	protocol: 'gre',
	fill({ batch, parameters }) {
		fillEndpoints(batch, parameters.server);
		fillPorts(batch, () => 0);
	},
};
