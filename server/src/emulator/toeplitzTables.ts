import { LONGEST_HASH_INPUT } from '../rss/hashSelection.js';
import { ToeplitzTable } from '../rss/toeplitz.js';

/** Each table takes 36 KiB, and VPorts mostly share a key. */
const MOST_TABLES = 64;

/** The Toeplitz tables of the keys in use, the last used ones. */
export class ToeplitzTables {
	readonly #tables = new Map<string, ToeplitzTable>();
	#lastKey: Uint8Array | undefined;
	#lastTable: ToeplitzTable | undefined;

	/** The table of a key of 40 bytes; the key's bytes must not change later. */
	of(key: Uint8Array): ToeplitzTable {
		if (key === this.#lastKey && this.#lastTable) return this.#lastTable;
		const name = key.join();
		const table = this.#tables.get(name) ?? new ToeplitzTable(key, LONGEST_HASH_INPUT);
		// At the end of the order: the one in front is the one used longest ago.
		this.#tables.delete(name);
		this.#tables.set(name, table);
		const [oldest] = this.#tables.keys();
		if (this.#tables.size > MOST_TABLES && oldest !== undefined) this.#tables.delete(oldest);
		this.#lastKey = key;
		this.#lastTable = table;
		return table;
	}
}
