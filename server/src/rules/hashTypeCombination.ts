import type { HashTypeName } from '../emulator/description.js';
import { exampleText } from './example.js';
import type { OverallRule } from './rule.js';
import { usersOf } from './sharedHash.js';

/** Types of one family, plain IP, TCP and UDP. */
const families: readonly (readonly [ip: HashTypeName, tcp: HashTypeName, udp: HashTypeName])[] = [
	['ipv4', 'tcpIpv4', 'udpIpv4'],
	['ipv6', 'tcpIpv6', 'udpIpv6'],
	['ipv6Ex', 'tcpIpv6Ex', 'udpIpv6Ex'],
];

/**
 * A set of types that the documents do not list. Source: windows-driver-docs rss-hashing-types lists for each family
 * IP, TCP, UDP, TCP and IP, UDP and IP, and all three, which leaves out TCP and UDP without IP.
 */
export const hashTypeCombination: OverallRule = {
	id: 'hash-type-combination',
	looksAtAll: true,
	severity: 'warning',
	summary: 'A combination of hash types that Windows does not list.',
	documentation:
		'For each family Windows documents these combinations of hash types: IP, TCP, UDP, TCP with IP, UDP with IP, and all three. TCP and UDP without IP is not among them: an adapter may refuse it or take it for another. Add the plain IP type: it also spreads fragments and other protocols, which else go to the default processor.',
	examples: {
		bad: exampleText({
			hash: 'types: [tcpIpv4, udpIpv4]',
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
		for (const [ip, tcp, udp] of families) {
			const has = (type: HashTypeName) => types.value.includes(type);
			if (!has(tcp) || !has(udp) || has(ip)) continue;
			yield {
				message: `\`${tcp}\` and \`${udp}\` without \`${ip}\` is no documented combination: add \`${ip}\`, or take one of them away.`,
				span: types.span,
			};
		}
	},
};
