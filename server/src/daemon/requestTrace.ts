import type { OidRequest } from '../emulator/request.js';
import { oidName } from '../ndis/oid.js';
import { formatProcessor } from '../rss/processor.js';
import type { OidRequestResult, TracedRequest } from './protocol.js';

/** Tells a client of a request; false when it does not take any more just now. */
type Tell = (traced: TracedRequest) => boolean;

/** Who wants to know of every request, and what each of them was not told. */
export class RequestTrace {
	readonly #clients = new Map<number, { readonly tell: Tell; dropped: number }>();
	#sequence = 0;

	/** Begins to tell a session; one that is told already goes on. */
	start(session: number, tell: Tell): void {
		if (!this.#clients.has(session)) this.#clients.set(session, { tell, dropped: 0 });
	}

	/** Ends it, and gives how many requests the session was not told of since the last that it was. */
	stop(session: number): { dropped: number } {
		const dropped = this.#clients.get(session)?.dropped ?? 0;
		this.#clients.delete(session);
		return { dropped };
	}

	/** Tells every client that takes it; a slow one is told how many it missed with the next that it takes. */
	told(session: number, request: OidRequest, answer: OidRequestResult): void {
		const sequence = ++this.#sequence;
		if (this.#clients.size === 0) return;
		const traced = tracedOf(session, request, answer);
		for (const client of this.#clients.values()) {
			if (client.tell({ sequence, dropped: client.dropped, ...traced })) client.dropped = 0;
			else client.dropped++;
		}
	}
}

function tracedOf(
	session: number,
	{ oid, type, vportId, processor, inputBuffer }: OidRequest,
	{ status, statusName, outputBuffer }: OidRequestResult,
): Omit<TracedRequest, 'sequence' | 'dropped'> {
	return {
		session,
		oid,
		oidName: oidName(oid),
		type,
		...(vportId !== undefined && { vportId }),
		...(processor !== undefined && { processor: formatProcessor(processor) }),
		status,
		statusName,
		inputBuffer: Buffer.from(inputBuffer).toString('base64'),
		outputBuffer,
	};
}
