import { createGunzip, type Gunzip } from 'node:zlib';

/** Output is handed out in buffers of this many bytes. */
const OUTPUT_BYTES = 64 * 1024;

/**
 * Gzip data, unpacked write by write: what a write unpacks to is there when it has returned, so that no output is lost
 * to an error that comes later. (A stream that fails drops what it has buffered.)
 */
export class Inflation {
	readonly #gunzip: Gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
	#output: Uint8Array[] = [];
	#ended = false;
	/** Rejected when zlib fails: it then forgets the write that it was at. */
	readonly #failure: Promise<never>;

	constructor() {
		this.#gunzip.on('data', (piece: Uint8Array) => this.#output.push(piece));
		this.#gunzip.on('end', () => {
			this.#ended = true;
		});
		this.#failure = new Promise((_, reject) => this.#gunzip.on('error', reject));
		this.#failure.catch(() => {}); // also when nobody writes any more
	}

	/** Nothing more is unpacked: only zeros follow the data. */
	get ended(): boolean {
		return this.#ended;
	}

	/** Unpacks more; the output is in {@link take}. @throws Error of zlib when this is no gzip data */
	async write(bytes: Uint8Array): Promise<void> {
		if (this.#ended) return;
		const written = new Promise<void>((resolve) => this.#gunzip.write(bytes, () => resolve()));
		await Promise.race([written, this.#failure]);
	}

	/** There is no more. @throws Error of zlib when the data is not whole */
	async end(): Promise<void> {
		if (this.#ended) return;
		const ended = new Promise<void>((resolve) => this.#gunzip.once('end', resolve));
		this.#gunzip.end();
		await Promise.race([ended, this.#failure]);
	}

	/** What was unpacked since the last call. */
	take(): readonly Uint8Array[] {
		const output = this.#output;
		this.#output = [];
		return output;
	}

	/** Frees the memory of zlib. */
	close(): void {
		this.#gunzip.destroy();
	}
}
