import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { ReceiveFilter } from '../emulator/receiveFilters.js';
import { MOST_IN_FLIGHT } from '../emulator/receiveMoves.js';
import { buildFrame, NO_NEXT_HEADER } from '../packet/buildFrame.js';
import { isLinkType, LinkType } from '../packet/linkLayer.js';
import { IpProtocol } from '../packet/packetFields.js';
import { Members, ScriptError } from '../replay/members.js';
import { parseAddress } from '../rss/address.js';
import { readBase64 } from './params.js';

const MOST_PACKETS = 10_000;
const MOST_OF_ONE = 1_000_000_000;
const MOST_FILTERS = 65_536;
const SHORTEST_WATCH = 50;
const LONGEST_WATCH = 60_000;
const USUAL_WATCH = 250;
const MOST_VLAN = 0xfff;
const MOST_FILTERED_VLAN = 4094;
const MOST_PORT = 0xffff;
/** Where a packet goes whose destination MAC is not said: an address of nobody. */
const NO_MAC = Uint8Array.of(2, 0, 0, 0, 0, 2);

/** Packets of one kind, as a client wants them received. */
export interface SentPackets {
	readonly bytes: Uint8Array;
	readonly linkType: number;
	readonly vportId: number | undefined;
	readonly count: number;
}

export interface SentTraffic {
	readonly packets: readonly SentPackets[];
	readonly inFlight: number;
	readonly seed: number | undefined;
}

/**
 * Reads the parameters of `traffic/send`, whatever a client sent.
 * @throws ResponseError InvalidParams that names the member
 */
export function readTraffic(params: unknown): SentTraffic {
	return reading(() => {
		const given = new Members(params, 'params');
		const packets = given.array('packets');
		if (packets.length > MOST_PACKETS) throw invalid(`At most ${MOST_PACKETS} packets are taken at a time.`);
		return {
			packets: packets.map((packet, i) => readPacket(packet, `packets[${i}]`)),
			inFlight: optional(given, 'inFlight', MOST_IN_FLIGHT) ?? 0,
			seed: optional(given, 'seed'),
		};
	});
}

/**
 * Reads the parameters of `filter/set`.
 * @throws ResponseError InvalidParams that names the member, also when two filters want the same packets
 */
export function readFilters(params: unknown): ReceiveFilter[] {
	return reading(() => {
		const filters = new Members(params, 'params').array('filters');
		if (filters.length > MOST_FILTERS) throw invalid(`At most ${MOST_FILTERS} filters are taken.`);
		const seen = new Map<string, number>();
		return filters.map((filter, i) => {
			const place = `filters[${i}]`;
			const given = new Members(filter, place);
			const macAddress = readMac(given, 'macAddress', place);
			const vlanId = optional(given, 'vlanId', MOST_FILTERED_VLAN) ?? 0;
			const name = `${macAddress.join()} ${vlanId}`;
			const earlier = seen.get(name);
			if (earlier !== undefined) {
				throw invalid(`${place} has the MAC address and VLAN of filters[${earlier}].`);
			}
			seen.set(name, i);
			return { macAddress, vlanId, vportId: given.integer('vportId') };
		});
	});
}

/**
 * Reads the parameters of `counters/get`.
 * @throws ResponseError InvalidParams that names the member
 */
export function readCountersParams(params: unknown): { vportId: number | undefined; from: number } {
	return reading(() => {
		const given = new Members(params, 'params');
		return { vportId: optional(given, 'vportId'), from: optional(given, 'from') ?? 0 };
	});
}

/**
 * The milliseconds in the parameters of `counters/watch`.
 * @throws ResponseError InvalidParams
 */
export function readWatch(params: unknown): number {
	return reading(() => {
		const milliseconds =
			optional(new Members(params, 'params'), 'milliseconds', LONGEST_WATCH) ?? USUAL_WATCH;
		if (milliseconds >= SHORTEST_WATCH) return milliseconds;
		throw invalid(`params.milliseconds must be an integer from ${SHORTEST_WATCH} to ${LONGEST_WATCH}.`);
	});
}

function readPacket(packet: unknown, place: string): SentPackets {
	const given = new Members(packet, place);
	const count = optional(given, 'count', MOST_OF_ONE) ?? 1;
	if (count === 0) throw invalid(`${place}.count must be an integer from 1 to ${MOST_OF_ONE}.`);
	const common = { vportId: optional(given, 'vportId'), count };
	if (!given.has('data')) return { ...common, bytes: readContent(given, place), linkType: LinkType.ETHERNET };
	const linkType = optional(given, 'linkType') ?? LinkType.ETHERNET;
	if (isLinkType(linkType))
		return { ...common, bytes: readBase64(given.raw('data'), `${place}.data`), linkType };
	throw invalid(`${place}.linkType must be one of ${Object.values(LinkType).join(', ')}.`);
}

function readContent(given: Members, place: string): Uint8Array {
	const source = readAddress(given, 'source', place);
	const destination = readAddress(given, 'destination', place);
	if (source.length !== destination.length) {
		throw invalid(`${place}.source and ${place}.destination must be of one family: both IPv4 or both IPv6.`);
	}
	const fragment = given.has('fragment') && given.boolean('fragment');
	const ports = readPorts(given, place);
	const protocol = readProtocol(given, place) ?? (ports ? IpProtocol.TCP : NO_NEXT_HEADER);
	const takesPorts = protocol === IpProtocol.TCP || protocol === IpProtocol.UDP;
	if (ports && !takesPorts) throw invalid(`${place}: only tcp and udp have ports.`);
	if (!ports && takesPorts && !fragment)
		throw invalid(`${place}: tcp and udp need sourcePort and destinationPort.`);
	const vlanId = optional(given, 'vlanId', MOST_VLAN);
	return buildFrame({
		source,
		destination,
		protocol,
		...ports,
		fragment,
		macDestination: given.has('macDestination') ? readMac(given, 'macDestination', place) : NO_MAC,
		...(vlanId !== undefined && { vlanId }),
	});
}

function readPorts(given: Members, place: string) {
	const sourcePort = optional(given, 'sourcePort', MOST_PORT);
	const destinationPort = optional(given, 'destinationPort', MOST_PORT);
	if (sourcePort === undefined && destinationPort === undefined) return undefined;
	if (sourcePort !== undefined && destinationPort !== undefined) return { sourcePort, destinationPort };
	throw invalid(`${place}.sourcePort and ${place}.destinationPort go together: give both or none.`);
}

function readProtocol(given: Members, place: string): number | undefined {
	const protocol = given.raw('protocol');
	if (protocol === undefined) return undefined;
	if (protocol === 'tcp') return IpProtocol.TCP;
	if (protocol === 'udp') return IpProtocol.UDP;
	if (typeof protocol === 'number') return given.integer('protocol', 0xff);
	throw invalid(`${place}.protocol must be tcp, udp, or a number from 0 to 255.`);
}

function readAddress(given: Members, name: string, place: string): Uint8Array {
	const value = given.raw(name);
	const address = typeof value === 'string' ? parseAddress(value) : undefined;
	if (address) return address;
	throw invalid(`${place}.${name} must be an IPv4 or IPv6 address.`);
}

function readMac(given: Members, name: string, place: string): Uint8Array {
	const value = given.raw(name);
	const form = /^[0-9a-f]{2}(?:([-:])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}|[0-9a-f]{10})$/i;
	if (typeof value === 'string' && form.test(value)) {
		return new Uint8Array(Buffer.from(value.replace(/[-:]/g, ''), 'hex'));
	}
	throw invalid(`${place}.${name} must be a MAC address: 00-15-5D-01-02-03.`);
}

function optional(given: Members, name: string, max?: number): number | undefined {
	return given.has(name) ? given.integer(name, max) : undefined;
}

function reading<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw error instanceof ScriptError ? invalid(error.message) : error;
	}
}

function invalid(message: string): ResponseError {
	return new ResponseError(ErrorCodes.InvalidParams, message);
}
