import type { Configuration } from '../../config/model.js';
import type { HashTypeName } from '../../emulator/description.js';
import type { NotOnTarget } from '../notOnTarget.js';

const PORTS: readonly HashTypeName[] = ['tcpIpv4', 'udpIpv4', 'tcpIpv6', 'udpIpv6'];

/** What of hash types no network interface of Linux can be given, a sentence each, whatever its driver. */
export function hashTypesNotOnLinux(types: ReadonlySet<HashTypeName>): string[] {
	const missed = (['ipv6Ex', 'tcpIpv6Ex', 'udpIpv6Ex'] as const)
		.filter((type) => types.has(type))
		.map((type) => `Hash type ${type}: Linux has no such type.`);
	const plain = (['ipv4', 'ipv6'] as const).filter((type) => !types.has(type));
	if (PORTS.some((type) => types.has(type)) && plain.length > 0) {
		missed.push(`Hash type ${plain.join(', ')}: Linux always hashes addresses; they cannot be left out.`);
	}
	return missed;
}

/** What of a configuration no network interface of Linux can be given, each at its place. What its driver cannot, a plan tells. */
export function notOnLinux({ adapter, entities }: Configuration): NotOnTarget[] {
	if (adapter.mode.value !== 'native') {
		const message = `A Linux network interface takes files in mode native alone; this one is in mode ${adapter.mode.value}.`;
		return [{ span: adapter.mode.span, message }];
	}
	const lists = new Map(
		[adapter.hash, ...entities.map(({ hash }) => hash)].map(({ types }) => [types.span.start, types]),
	);
	return [...lists.values()].flatMap(({ value, span, assumed }) =>
		assumed === true ? [] : hashTypesNotOnLinux(new Set(value)).map((message) => ({ span, message })),
	);
}
