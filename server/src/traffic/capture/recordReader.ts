/** Reads the records of one file format out of pieces of the file. */
export interface RecordReader {
	/** `pcap`, `pcap (ns)` or `pcapng`, for people. */
	readonly format: string;
	/** Contiguous bytes that {@link consume} must be given before it can go on from where it stopped. */
	readonly needed: number;
	/**
	 * Delivers all whole records of a piece and gives the place in it where the first incomplete one starts.
	 * @param offset the offset in the file of `bytes[start]`
	 * @throws CaptureError
	 */
	consume(bytes: Uint8Array, start: number, end: number, offset: number): number;
	/** What is incomplete, as a clause, when the file ends before the next record is whole; undefined between records. */
	unfinished(rest: number): string | undefined;
}

/** Longest packet that is believed, in bytes: MAXIMUM_SNAPLEN of libpcap, WTAP_MAX_PACKET_SIZE_STANDARD of Wireshark. */
export const MAX_PACKET_BYTES = 262_144;

/** A view for reading numbers out of a piece. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
