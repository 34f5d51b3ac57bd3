import type {
	TrafficResult,
	WireCounters,
	WireLanding,
	WireVPortCounters,
} from '../../daemon/trafficProtocol.js';
import type { DeviceCounters } from '../device.js';
import { reading } from './wire.js';

/**
 * Where packets landed, in an answer to `traffic/send`.
 * @throws DeviceError `protocol` when the answer is no such thing
 */
export function readLandings(answer: unknown): TrafficResult {
	return reading('traffic/send', () => {
		const { landings } = answer as TrafficResult;
		if (!Array.isArray(landings)) throw new TypeError('it has no landings');
		for (const { packet, count } of landings as readonly WireLanding[]) {
			if (!Number.isInteger(packet) || !Number.isInteger(count))
				throw new TypeError('a landing has no count');
		}
		return { landings };
	});
}

/**
 * The counters in an answer to `counters/get`.
 * @param from what was asked for: the rest must begin behind it
 * @throws DeviceError `protocol` when the answer is no such thing
 */
export function readCounters(answer: unknown, from = -1): WireCounters {
	return reading('counters/get', () => {
		const counters = answer as WireCounters;
		const { packets, dropped, vports, next } = counters;
		if (!Number.isInteger(packets) || typeof dropped !== 'object') throw new TypeError('it has no totals');
		if (!Array.isArray(vports)) throw new TypeError('it has no VPorts');
		for (const { entries, processors, hashTypes } of vports as readonly WireVPortCounters[]) {
			for (const list of [entries, processors, hashTypes]) {
				if (!Array.isArray(list) || !list.every((one) => Number.isInteger(one?.packets))) {
					throw new TypeError('a VPort has no counters');
				}
			}
		}
		if (next !== undefined && !(Number.isInteger(next) && next > from)) {
			throw new TypeError('its next VPort is none');
		}
		return counters;
	});
}

/** Counters as every kind of device tells them. */
export function readableCounters({ packets, dropped, vports }: WireCounters): DeviceCounters {
	return {
		packets,
		dropped: Object.values(dropped).reduce((sum, n) => sum + n, 0),
		entities: vports.map((vport) => ({
			vportId: vport.vportId,
			packets: vport.packets,
			dropped: vport.dropped,
			processors: vport.processors.map(({ processor, packets: taken }) => ({ processor, packets: taken })),
		})),
	};
}
