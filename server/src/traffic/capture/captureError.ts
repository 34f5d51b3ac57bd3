/** What an offset counts from the start of: the file, or with gzip its packed data or what that unpacks to. */
export type CapturePlace = 'file' | 'gzip data' | 'unpacked capture';

/** A capture that cannot be read on: what is wrong, and where. All packets before that place have been delivered. */
export class CaptureError extends Error {
	override readonly name = 'CaptureError';

	/**
	 * @param reason what is wrong, as a clause: `the file ends within a packet`
	 * @param offset in bytes from the start of `place`
	 */
	constructor(
		readonly reason: string,
		readonly offset: number,
		readonly place: CapturePlace = 'file',
	) {
		super(`at byte ${offset}${place === 'file' ? '' : ` of the ${place}`}: ${reason}`);
	}
}
