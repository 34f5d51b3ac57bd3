/** 2^32 */
const WORD = 0x1_0000_0000;

/**
 * What the file says of the packet that is being delivered. One object for all packets of a file: it is filled anew
 * before each, so a sink copies what it wants to keep. 32-bit fields of time are kept as signed integers, which V8
 * stores without allocating.
 */
export class PacketHeader {
	/** LINKTYPE_* of the interface, 0..65535. */
	linkType = 0;
	/** Interface within its section (pcapng); 0 in pcap. */
	interfaceId = 0;
	/** Bytes the packet had on the wire; at least those that were captured. */
	originalLength = 0;
	/** pcap: seconds. pcapng: the upper half of a count of units. */
	timeHigh = 0;
	/** pcap: units within the second. pcapng: the lower half of a count of units. */
	timeLow = 0;
	/** Units of time in a second: 10^6, 10^9, or what if_tsresol says. */
	unitsPerSecond = 1_000_000;
	/** Seconds to add: if_tsoffset. */
	offsetSeconds = 0;
	/** Whether the two halves are one 64-bit count (pcapng) rather than seconds and a part (pcap). */
	isCount = false;
	/** False for simple packet blocks, which have no time. */
	hasTime = true;

	/** Takes over the time of another. */
	copyTime(other: Readonly<PacketHeader>): void {
		this.timeHigh = other.timeHigh;
		this.timeLow = other.timeLow;
		this.unitsPerSecond = other.unitsPerSecond;
		this.offsetSeconds = other.offsetSeconds;
		this.isCount = other.isCount;
		this.hasTime = other.hasTime;
	}

	/** When the packet arrived, in seconds since 1970: exact to about 0.3 µs today. */
	seconds(): number {
		const high = this.timeHigh >>> 0;
		const low = this.timeLow >>> 0;
		const own = this.isCount ? (high * WORD + low) / this.unitsPerSecond : high + low / this.unitsPerSecond;
		return own + this.offsetSeconds;
	}

	/** When the packet arrived, in nanoseconds since 1970, rounded down. Allocates: not for every packet of a large file. */
	nanoseconds(): bigint {
		const high = BigInt(this.timeHigh >>> 0);
		const low = BigInt(this.timeLow >>> 0);
		const units = BigInt(this.unitsPerSecond);
		const count = this.isCount ? (high << 32n) + low : high * units + low;
		return (count * 1_000_000_000n) / units + BigInt(this.offsetSeconds) * 1_000_000_000n;
	}
}

/** Takes the packets of a capture one by one. */
export interface PacketSink {
	/**
	 * @param bytes where the packet lies, from `start` to before `end`; valid during the call only
	 * @param header what the file says of it; valid during the call only
	 */
	packet(bytes: Uint8Array, start: number, end: number, header: PacketHeader): void;
}
