import { EtherType } from './linkLayer.js';
import { IpProtocol } from './packetFields.js';

/** IANA: no header follows. What a packet carries of which only the addresses are said. */
export const NO_NEXT_HEADER = 59;

/** A packet by what RSS looks at. */
export interface FrameContent {
	/** 4 or 16 bytes, as many as the destination. */
	readonly source: Uint8Array;
	readonly destination: Uint8Array;
	/** IANA protocol number, 0..255; with TCP and UDP their header follows, with any other 8 bytes of zeros. */
	readonly protocol: number;
	/** 0..65535; only with TCP and UDP; 0 when not said. */
	readonly sourcePort?: number;
	readonly destinationPort?: number;
	/** The first fragment of a larger packet. */
	readonly fragment?: boolean;
	/** 6 bytes. */
	readonly macDestination: Uint8Array;
	/** 0..4095; untagged when absent. */
	readonly vlanId?: number;
}

const TCP_HEADER = 20;
const OTHER_HEADER = 8;
const IPV6_FRAGMENT = 44;
const MORE_FRAGMENTS = 0x2000;
/** A locally administered address: nobody's. */
const SOURCE_MAC = [0x02, 0, 0, 0, 0, 0x01] as const;

/**
 * An Ethernet frame with this content, its checksums left 0.
 * @throws RangeError when the addresses are of two families
 */
export function buildFrame(content: FrameContent): Uint8Array {
	const { source, destination, macDestination, vlanId } = content;
	const family = source.length === 4 && destination.length === 4 ? 4 : 6;
	if (family === 6 && (source.length !== 16 || destination.length !== 16)) {
		throw new RangeError('source and destination must both be IPv4 or both be IPv6 addresses');
	}
	const tag = vlanId === undefined ? [] : [...u16(EtherType.VLAN), ...u16(vlanId)];
	const etherType = u16(family === 4 ? EtherType.IPV4 : EtherType.IPV6);
	const ip = family === 4 ? ipv4(content) : ipv6(content);
	return Uint8Array.of(...macDestination, ...SOURCE_MAC, ...tag, ...etherType, ...ip);
}

function ipv4(content: FrameContent): number[] {
	const { source, destination, protocol, fragment } = content;
	const payload = transport(content);
	const flags = fragment ? MORE_FRAGMENTS : 0;
	const lengths = [0x45, 0, ...u16(20 + payload.length), 0, 0, ...u16(flags)];
	return [...lengths, 64, protocol, 0, 0, ...source, ...destination, ...payload];
}

function ipv6(content: FrameContent): number[] {
	const { source, destination, protocol, fragment } = content;
	const extension = fragment ? [protocol, 0, 0, 1, 0, 0, 0, 0] : [];
	const payload = [...extension, ...transport(content)];
	const next = fragment ? IPV6_FRAGMENT : protocol;
	return [0x60, 0, 0, 0, ...u16(payload.length), next, 64, ...source, ...destination, ...payload];
}

function transport({ protocol, sourcePort = 0, destinationPort = 0 }: FrameContent): number[] {
	const header = new Array<number>(protocol === IpProtocol.TCP ? TCP_HEADER : OTHER_HEADER).fill(0);
	if (protocol === IpProtocol.TCP) header[12] = 0x50;
	else if (protocol === IpProtocol.UDP) header.splice(4, 2, ...u16(OTHER_HEADER));
	else return header;
	header.splice(0, 4, ...u16(sourcePort), ...u16(destinationPort));
	return header;
}

function u16(n: number): [number, number] {
	return [(n >> 8) & 0xff, n & 0xff];
}
