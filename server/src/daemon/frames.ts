/** Bytes that cannot be taken for frames with Content-Length headers: the connection is beyond repair. */
export class FramingError extends Error {
	override readonly name = 'FramingError';
}

const MOST_HEADER_BYTES = 4096;
const HEADER_END = Buffer.from('\r\n\r\n');

/** Cuts a stream of bytes into the bodies of frames with Content-Length headers. Holds never more than one frame. */
export class FrameDecoder {
	readonly #mostBodyBytes: number;
	#header = Buffer.alloc(0);
	#body: Buffer[] = [];
	/** Bytes of the body still to come; undefined while in a header. */
	#missing: number | undefined;

	/** @param mostBodyBytes a frame that says more is refused before its body is read */
	constructor(mostBodyBytes: number) {
		this.#mostBodyBytes = mostBodyBytes;
	}

	/**
	 * Takes more bytes and gives every body that is complete with them.
	 * @throws FramingError when they are no frames, or too big ones
	 */
	*push(chunk: Buffer): Generator<Buffer> {
		let rest = chunk;
		while (rest.length > 0) {
			if (this.#missing === undefined) {
				rest = this.#takeHeader(rest);
			} else {
				const part = rest.subarray(0, this.#missing);
				this.#body.push(part);
				this.#missing -= part.length;
				rest = rest.subarray(part.length);
			}
			if (this.#missing === 0) {
				const body = Buffer.concat(this.#body);
				this.#body = [];
				this.#missing = undefined;
				yield body;
			}
		}
	}

	/** Adds to the header; gives the bytes behind it. */
	#takeHeader(bytes: Buffer): Buffer {
		const before = this.#header.length;
		this.#header = Buffer.concat([this.#header, bytes.subarray(0, MOST_HEADER_BYTES)]);
		const end = this.#header.indexOf(HEADER_END, Math.max(0, before - HEADER_END.length));
		if (end < 0) {
			if (this.#header.length >= MOST_HEADER_BYTES) throw new FramingError('The header does not end.');
			return bytes.subarray(bytes.length);
		}
		this.#missing = contentLength(this.#header.toString('latin1', 0, end));
		this.#header = Buffer.alloc(0);
		if (this.#missing > this.#mostBodyBytes) {
			throw new FramingError(
				`A message of ${this.#missing} bytes is too big: ${this.#mostBodyBytes} are taken.`,
			);
		}
		return bytes.subarray(end + HEADER_END.length - before);
	}
}

/** A body as a frame. */
export function encodeFrame(body: string): string {
	return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function contentLength(header: string): number {
	const lengths = header.split('\r\n').flatMap((line) => {
		const [, name = '', value = ''] = /^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
		if (name === '') throw new FramingError('The header is none.');
		return name.toLowerCase() === 'content-length' ? [value] : [];
	});
	const [length = ''] = lengths;
	if (lengths.length !== 1 || !/^\d{1,12}$/.test(length)) {
		throw new FramingError('The header says no Content-Length.');
	}
	return Number(length);
}
