import type { Processor } from '../rss/processor.js';

/** What the text says of one adapter: nothing is filled in, whatever the text does not say is absent. */
export type ImportedAdapter = WindowsAdapter | LinuxAdapter;

/** A table as far as the text shows it. */
export interface ImportedTable<T> {
	/** Entry i, from entry 0 on, without a gap. */
	readonly entries: readonly T[];
	/** The text shows that more follows: an ellipsis, a row that cannot be read, a row that is missing. */
	readonly cut: boolean;
}

/** One adapter of Get-NetAdapterRss. */
export interface WindowsAdapter {
	readonly kind: 'windows';
	/** Line on which it starts, from 1. */
	readonly line: number;
	readonly name: string;
	readonly interfaceDescription?: string;
	readonly enabled?: boolean;
	readonly numberOfReceiveQueues?: number;
	/** As printed: `NUMAStatic`. */
	readonly profile?: string;
	readonly baseProcessor?: Processor;
	readonly maxProcessor?: Processor;
	readonly maxProcessors?: number;
	/** In the order printed, which is the order of preference. */
	readonly rssProcessorArray?: readonly { readonly processor: Processor; readonly numaDistance: number }[];
	readonly indirectionTable?: ImportedTable<Processor>;
}

/** One device of `ethtool -x`. */
export interface LinuxAdapter {
	readonly kind: 'linux';
	/** Line on which it starts, from 1. */
	readonly line: number;
	/** Network interface. */
	readonly name: string;
	/** RX rings. */
	readonly rings: number;
	/** Queue of entry i. */
	readonly indirectionTable?: ImportedTable<number>;
	/** As many bytes as printed; absent when the driver does not tell it. */
	readonly secretKey?: Uint8Array;
	/** `toeplitz` → on. */
	readonly hashFunctions: ReadonlyMap<string, boolean>;
}

/** What was read of a text: adapters, and the lines of theirs that mean nothing. */
export interface ImportReading {
	readonly adapters: readonly ImportedAdapter[];
	/** Sentences, each naming its line. */
	readonly warnings: readonly string[];
}
