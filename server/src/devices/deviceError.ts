/** Why a device could not be used. */
export type DeviceErrorCode =
	/** The URI does not name a device. */
	| 'invalid-uri'
	/** A kind of device that this version cannot reach. */
	| 'not-available'
	/** Nobody answers at that address. */
	| 'connect-failed'
	/** The token is missing or wrong; ssh was not let in, or does not know the host. */
	| 'unauthorized'
	/** No answer in time. */
	| 'timeout'
	/** Another holds the device's lock. Nothing was done. */
	| 'locked'
	/** The connection ended while an answer was awaited. */
	| 'connection-lost'
	/** The device answered with an error, or with something that is no answer. */
	| 'protocol'
	/** The caller gave up: not a failure. */
	| 'cancelled';

/** A device could not be used. The message is a sentence for the user; it never holds a token or a key. */
export class DeviceError extends Error {
	override readonly name = 'DeviceError';
	readonly code: DeviceErrorCode;

	constructor(code: DeviceErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}

/** Throws a DeviceError `cancelled` when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new DeviceError('cancelled', 'Cancelled.');
}

/** Whether this is the caller's own wish to stop rather than a failure. */
export function isCancelled(error: unknown): boolean {
	return error instanceof DeviceError && error.code === 'cancelled';
}

/** What went wrong, as a sentence. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
