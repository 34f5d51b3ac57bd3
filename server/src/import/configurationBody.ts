import type { AdapterCapabilities, AdapterMode, HashTypeName } from '../emulator/description.js';
import { isPowerOfTwo, periodOf } from '../rss/indirectionTable.js';
import { formatProcessor, groupOf, type Processor } from '../rss/processor.js';

/** What is to be written: a configuration file's values, as the schema names them, and notes that become comments. */
export interface ConfigurationBody {
	/** Comment lines at the top. */
	readonly header: readonly string[];
	readonly content: Content;
	readonly notes: readonly Note[];
}

/** A comment on one property. */
export interface Note {
	readonly path: readonly (string | number)[];
	readonly text: string;
}

/** A configuration file, in the order it is written; absent properties are left out. */
export interface Content {
	readonly version: 1;
	readonly host?: { readonly numaNodes: readonly NumaNodeText[] } | undefined;
	readonly adapter: {
		readonly name: string;
		readonly mode: AdapterMode;
		readonly capabilities: { readonly preset: string } & Partial<AdapterCapabilities>;
		readonly rssProcessors: {
			readonly base: string;
			readonly max?: string | undefined;
			readonly maxProcessors?: number | undefined;
			readonly profile?: string | undefined;
			readonly preferredNumaNode?: number | undefined;
			/** See {@link processorsText}. */
			readonly processors?: string | undefined;
		};
		readonly hash?: HashText | undefined;
	};
	readonly scaling?: EntityText | undefined;
	readonly vports?: readonly (EntityText & { readonly id: number })[] | undefined;
}

export interface NumaNodeText {
	readonly node: number;
	readonly processors: string;
	readonly threadsPerCore?: number | undefined;
}

export interface HashText {
	readonly types?: readonly HashTypeName[] | undefined;
	readonly secretKey?: string | undefined;
}

/** A scaling entity. */
export interface EntityText {
	readonly id?: number;
	readonly name?: string | undefined;
	readonly attachedTo?: string | undefined;
	readonly state?: 'deactivated' | undefined;
	readonly rss?: boolean | undefined;
	readonly numberOfQueues?: number | undefined;
	readonly primaryProcessor?: string | undefined;
	readonly defaultProcessor?: string | undefined;
	readonly hash?: HashText | undefined;
	readonly indirectionTable?: TableText | undefined;
	readonly linux?: { readonly interface: string } | undefined;
}

/** An indirection table: generated, or spelled out. */
export type TableText =
	| {
			readonly kind: 'roundRobin';
			readonly numberOfEntries: number;
			readonly processors: readonly Processor[];
	  }
	| { readonly kind: 'entries'; readonly processors: readonly Processor[] };

/**
 * How a table is best written: generated when it is a plain round robin (a pattern of distinct processors that goes
 * round at least twice, or has 8 entries and more), else spelled out.
 */
export function tableText(table: readonly Processor[]): TableText {
	const pattern = table.slice(0, periodOf(table));
	const plain = new Set(pattern).size === pattern.length && isPowerOfTwo(table.length);
	return plain && (table.length > pattern.length || table.length >= 8)
		? { kind: 'roundRobin', numberOfEntries: table.length, processors: pattern }
		: { kind: 'entries', processors: table };
}

/** `0:0-0:34/2, 1:0`: processors in their order, runs of three and more with one step as a range. */
export function processorsText(processors: readonly Processor[]): string {
	const parts: string[] = [];
	for (let at = 0; at < processors.length; ) {
		const first = processors[at] as Processor;
		const step = (processors[at + 1] ?? first) - first;
		let last = at;
		while (step > 0 && continues(processors, last, step)) last++;
		if (last - at < 2) last = at;
		const end = processors[last] as Processor;
		const by = step === 1 ? '' : `/${step}`;
		parts.push(
			last === at ? formatProcessor(first) : `${formatProcessor(first)}-${formatProcessor(end)}${by}`,
		);
		at = last + 1;
	}
	return parts.join(', ');
}

function continues(processors: readonly Processor[], at: number, step: number): boolean {
	const here = processors[at];
	const next = processors[at + 1];
	return here !== undefined && next !== undefined && next - here === step && groupOf(next) === groupOf(here);
}

/** `6d:5a:…` */
export function keyText(key: Uint8Array): string {
	return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
