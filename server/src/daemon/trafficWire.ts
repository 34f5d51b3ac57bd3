import type { HashTypeName } from '../emulator/description.js';
import type { ReceiveCounters, VPortCounters } from '../emulator/receiveCounters.js';
import type { Landing } from '../emulator/receiveLanding.js';
import { hashTypesOf } from '../ndis/hash.js';
import { PacketProblem, packetProblemWords } from '../packet/packetProblem.js';
import { formatProcessor } from '../rss/processor.js';
import type { WireCounters, WireLanding, WireVPortCounters } from './trafficProtocol.js';

/** VPorts in one answer: as many entries as a message can hold without holding up the other clients. */
const MOST_VPORTS = 1_000;

/** Where packets landed as it travels; `packet` counts those of the request, `problem` is what the parser found. */
export function toWireLanding(landing: Landing, packet: number, problem: PacketProblem): WireLanding {
	const { vportId, processor, parameter, hashType, hash, reason, count } = landing;
	const entry = typeof parameter === 'object' ? parameter.entry : null;
	return {
		packet,
		count,
		vportId: vportId ?? null,
		processor: processor === undefined ? null : formatProcessor(processor),
		steeredBy: typeof parameter === 'object' ? 'entry' : (parameter ?? null),
		entry,
		hashType: nameOf(hashType),
		hash: hashType === 0 ? null : hash,
		...(reason && { reason }),
		...(problem !== PacketProblem.none && { problem: packetProblemWords[problem] }),
	};
}

/** Counters as they travel: of one VPort, or of those from an id on. */
export function toWireCounters(
	counters: ReceiveCounters,
	{ vportId, from }: { readonly vportId: number | undefined; readonly from: number },
): WireCounters {
	const wanted = [...counters.vports.keys()]
		.filter((id) => (vportId === undefined ? id >= from : id === vportId))
		.sort((a, b) => a - b);
	const next = wanted[MOST_VPORTS];
	return {
		packets: counters.packets,
		dropped: {
			vportDeactivated: counters.dropped.get('vportDeactivated') ?? 0,
			noVPort: counters.dropped.get('noVPort') ?? 0,
		},
		vports: wanted.slice(0, MOST_VPORTS).flatMap((id) => {
			const vport = counters.vports.get(id);
			return vport ? [toWireVPort(id, vport)] : [];
		}),
		...(next !== undefined && { next }),
	};
}

function toWireVPort(vportId: number, vport: VPortCounters): WireVPortCounters {
	const { packets, dropped, primary, default: byDefault, entries, processors, hashTypes } = vport;
	return {
		vportId,
		packets,
		dropped,
		primary,
		default: byDefault,
		entries: sorted(entries).map(([entry, count]) => ({ entry, packets: count })),
		processors: sorted(processors).map(([p, count]) => ({ processor: formatProcessor(p), packets: count })),
		hashTypes: sorted(hashTypes).map(([bit, count]) => ({ hashType: nameOf(bit), packets: count })),
	};
}

function sorted<Key extends number>(counts: ReadonlyMap<Key, number>): [Key, number][] {
	return [...counts].sort(([a], [b]) => a - b);
}

function nameOf(hashType: number): HashTypeName | null {
	return hashTypesOf(hashType)[0] ?? null;
}
