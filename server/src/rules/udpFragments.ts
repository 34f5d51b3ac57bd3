import type { HashTypeName } from '../emulator/description.js';
import { enumerate } from '../plan/words.js';
import { exampleText } from './example.js';
import type { OverallRule } from './rule.js';
import { usersOf } from './sharedHash.js';

const plainTypes: readonly (readonly [udp: HashTypeName, ip: readonly HashTypeName[]])[] = [
	['udpIpv4', ['ipv4']],
	['udpIpv6', ['ipv6', 'ipv6Ex']],
	['udpIpv6Ex', ['ipv6Ex', 'ipv6']],
];

/** Fragments have no ports to hash. Source: windows-driver-docs rss-hashing-types (a fragment takes the IP hash). */
export const udpFragments: OverallRule = {
	id: 'udp-fragments',
	looksAtAll: true,
	severity: 'hint',
	summary: 'Fragmented UDP flows are split over two processors.',
	documentation:
		'Only a packet with its whole UDP header is hashed with ports. Fragments, the first one included, take the hash of the plain IP type, or go to the default processor where that is not enabled. A flow that sends datagrams both below and above the MTU then lands on two processors and is reordered. Leave the UDP types out where large datagrams matter (NFS, some tunnels); keep them for QUIC, DNS and VXLAN.',
	examples: {
		bad: exampleText({
			hash: 'types: [ipv4, udpIpv4]',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			hash: 'types: [ipv4, tcpIpv4]',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check(entity, configuration) {
		const { types } = entity.hash;
		if (usersOf(entity, configuration, ({ hash }) => hash.types).length === 0) return;
		const enabled = plainTypes.filter(([udp]) => types.value.includes(udp));
		if (enabled.length === 0) return;
		const lost = enabled.filter(([, plain]) => !plain.some((type) => types.value.includes(type)));
		const names = (of: typeof enabled) => enumerate(of.map(([udp]) => `\`${udp}\``));
		const where =
			lost.length === 0
				? 'are hashed by their addresses alone'
				: lost.length === enabled.length
					? 'go to the default processor'
					: `are hashed by their addresses alone, those of ${names(lost)} go to the default processor`;
		yield {
			message: `${names(enabled)}: fragments have no ports and ${where}, so that a flow with both whole and fragmented datagrams is split.`,
			span: types.span,
		};
	},
};
