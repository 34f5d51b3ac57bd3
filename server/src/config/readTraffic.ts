import { parseAddress } from '../rss/address.js';
import type { AddressFamily } from '../rss/engine/flowBatch.js';
import { flowSetIds } from '../traffic/flowSets/index.js';
import type { Traffic, TrafficFlowSet } from './model.js';
import { assumed, type Reader } from './reader.js';
import { entryOf, type MapNode, type TreeNode } from './tree.js';

/** What a `traffic:` without them stands for. */
const DEFAULT_FLOWS = 10_000;
const DEFAULT_SEED = 1;

/** `traffic:` of a file; undefined when there is none. */
export function readTraffic(reader: Reader, root: TreeNode): Traffic | undefined {
	const entry = entryOf(root, 'traffic');
	if (entry?.value?.kind !== 'map') return undefined;
	const { value: map, key } = entry;
	const list = entryOf(map, 'flowSets')?.value;
	const items = list?.kind === 'sequence' ? list.items.filter((item) => item.kind === 'map') : [];
	const flowSets = items.map((item) => readFlowSet(reader, item));
	if (list && flowSets.length > 0 && flowSets.every(({ share }) => share.value === 0)) {
		reader.complain('no-traffic', list, 'Every set has share 0: there is no flow to make.');
	}
	complainOfNames(reader, flowSets);
	return {
		flows: reader.number(map, 'flows') ?? assumed(DEFAULT_FLOWS, key),
		seed: reader.number(map, 'seed') ?? assumed(DEFAULT_SEED, key),
		flowSets: flowSets.length > 0 ? flowSets : [uniformAt(map)],
		span: { start: map.start, end: map.end },
	};
}

function readFlowSet(reader: Reader, map: MapNode): TrafficFlowSet {
	const family = reader.choice(map, 'family', ['ipv4', 'ipv6'] as const);
	const parameters = {
		...numberOf(reader, map, 'sources'),
		...numberOf(reader, map, 'serverPort'),
		...numberOf(reader, map, 'exponent'),
		...readServer(reader, map, family?.value),
	};
	// An address says which family the flows are of.
	const server = parameters.server && reader.string(map, 'server');
	const implied = server && { ...server, value: familyOf(parameters.server) };
	return {
		...uniformAt(map),
		kind: reader.choice(map, 'kind', flowSetIds) ?? assumed('uniform', map),
		name: reader.string(map, 'name'),
		share: reader.number(map, 'share') ?? assumed(1, map),
		family: family ?? implied,
		protocol: reader.choice(map, 'protocol', ['tcp', 'udp'] as const),
		parameters,
	};
}

function numberOf<Name extends string>(
	reader: Reader,
	map: MapNode,
	name: Name,
): Partial<Record<Name, number>> {
	const value = reader.number(map, name)?.value;
	return value === undefined ? {} : ({ [name]: value } as Record<Name, number>);
}

function readServer(
	reader: Reader,
	map: MapNode,
	family: AddressFamily | undefined,
): { server?: Uint8Array } {
	const text = reader.string(map, 'server');
	if (!text) return {};
	const server = parseAddress(text.value);
	if (!server) {
		reader.complain('invalid-address', text.span, `\`${text.value}\` is no IPv4 or IPv6 address.`);
		return {};
	}
	if (family && family !== familyOf(server)) {
		const message = `\`${text.value}\` is no address of family \`${family}\`.`;
		reader.complain('invalid-address', text.span, message);
		return {};
	}
	return { server };
}

function familyOf(address: Uint8Array | undefined): AddressFamily {
	return address?.length === 16 ? 'ipv6' : 'ipv4';
}

/** Two sets of one name could not be told apart when one is chosen. */
function complainOfNames(reader: Reader, flowSets: readonly TrafficFlowSet[]): void {
	const seen = new Set<string>();
	for (const { name } of flowSets) {
		if (!name) continue;
		if (seen.has(name.value)) {
			reader.complain('duplicate-name', name.span, `Another flow set has the name \`${name.value}\`.`);
		}
		seen.add(name.value);
	}
}

function uniformAt({ start, end }: MapNode): TrafficFlowSet {
	const span = { start, end };
	return {
		kind: assumed('uniform', span),
		name: undefined,
		share: assumed(1, span),
		family: undefined,
		protocol: undefined,
		parameters: {},
		span,
	};
}
