import { readIp } from './ip.js';
import { LinkType, readLink } from './linkLayer.js';
import { readOrdinary } from './ordinary.js';
import { PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';
import { readPorts } from './transport.js';
import { innerIp } from './tunnel.js';

export interface PacketParserOptions {
	/** Look inside VXLAN, GENEVE, GRE, NVGRE and IP in IP, up to 4 deep: the fields are those of the innermost IP packet. */
	readonly inner?: boolean;
	/**
	 * The bytes may be the beginnings of packets, as a capture with a snap length has them: ports count when they are
	 * there and the packet's own length has room for the whole TCP or UDP header.
	 */
	readonly beginnings?: boolean;
}

/** Tunnels in tunnels that are followed. */
const MOST_TUNNELS = 4;

/**
 * Finds in a packet what RSS looks at: addresses, ports, fragments, VLAN. No bytes make it throw, none are copied, and
 * nothing is allocated: the fields are valid until the next `parse`.
 */
export class PacketParser extends PacketFields {
	readonly #inner: boolean;
	readonly #beginnings: boolean;

	constructor({ inner = false, beginnings = false }: PacketParserOptions = {}) {
		super();
		this.#inner = inner;
		this.#beginnings = beginnings;
	}

	/**
	 * Reads the packet in `bytes[start, end)`; `linkType` as in a capture file (LinkType), unknown ones are a `problem`.
	 * The range must lie within `bytes`: what is outside of it is read as nothing.
	 */
	parse(bytes: Uint8Array, start: number, end: number, linkType: number): void {
		if (bytes !== this.bytes) {
			this.bytes = bytes;
			this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		}
		if (linkType === LinkType.ETHERNET && readOrdinary(this, start, end)) {
			if (this.#inner) this.#readInner();
			return;
		}
		this.family = 0;
		this.protocol = -1;
		this.fragment = false;
		this.hasPorts = false;
		this.sourceOffset = -1;
		this.destinationOffset = -1;
		this.homeAddressOffset = -1;
		this.routingOffset = -1;
		this.sourcePort = 0;
		this.destinationPort = 0;
		this.macDestinationOffset = -1;
		this.vlanId = -1;
		this.problem = PacketProblem.none;
		this.payloadOffset = -1;
		this.payloadEnd = end;
		this.cut = false;
		const ip = readLink(this, start, end, linkType);
		if (ip < 0 || !readIp(this, ip, end)) return;
		readPorts(this, this.#beginnings);
		if (this.#inner) this.#readInner();
	}

	#readInner(): void {
		for (let depth = 0; depth < MOST_TUNNELS; depth++) {
			const { macDestinationOffset, vlanId, problem, payloadEnd } = this;
			const inner = innerIp(this);
			if (inner < 0) return;
			if (!readIp(this, inner, payloadEnd)) {
				// No IP packet in there after all: what was read outside counts.
				this.macDestinationOffset = macDestinationOffset;
				this.vlanId = vlanId;
				this.problem = problem;
				return;
			}
			readPorts(this, this.#beginnings);
		}
	}
}
