import { EPHEMERAL, fillEndpoints, fillPorts, portWord } from './addresses.js';
import type { FlowSetKind } from './flowSet.js';

/** UDP port of VXLAN (RFC 7348). */
const VXLAN_PORT = 4789;

/**
 * Outer headers of VXLAN between two endpoints: the source port is a hash of the inner flow, from the ephemeral range, as
 * RFC 7348 §5 recommends; everything else is constant.
 */
export const vxlan: FlowSetKind<'vxlan'> = {
	id: 'vxlan',
	label: 'VXLAN between two endpoints',
	uses: ['server'],
	description:
		'Tunnelled flows, seen by their outer header: constant addresses, UDP to port 4789, and a source port made of the inner flow. It spreads only where the UDP type is hashed, and then over 16,384 port values at most.',
	protocol: 'udp',
	fill({ batch, random, parameters }) {
		fillEndpoints(batch, parameters.server);
		fillPorts(batch, () => portWord(EPHEMERAL.first + random.below(EPHEMERAL.count), VXLAN_PORT));
	},
};
