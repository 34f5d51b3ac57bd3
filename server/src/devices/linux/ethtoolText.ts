import { readEthtool } from '../../import/ethtool.js';
import { textLines } from '../../import/textLines.js';
import type { LinuxNic } from './nic.js';

/** `ethtool -l`: channels that receive; undefined when the driver has none to set. */
export interface Channels {
	readonly channel: 'combined' | 'rx';
	readonly queues: number;
	readonly maxQueues: number;
}

/** Reads `ethtool -l`. A driver has combined channels, or receives on `rx` ones alone; those it lacks are `n/a` or 0. */
export function readChannels(text: string): Channels | undefined {
	const [maximums = '', current = ''] = text.split(/^Current hardware settings:.*$/m);
	for (const [channel, name] of [
		['combined', 'Combined'],
		['rx', 'RX'],
	] as const) {
		const maxQueues = figure(maximums, name);
		const queues = figure(current, name);
		if (maxQueues > 0 && queues > 0) return { channel, queues, maxQueues };
	}
	return undefined;
}

function figure(text: string, name: string): number {
	return Number(new RegExp(`^${name}:\\s+(\\d{1,6})\\s*$`, 'm').exec(text)?.[1] ?? 0);
}

type Spread = Pick<LinuxNic, 'table' | 'key' | 'hashFunctions'> & { readonly rings: number };

/** Reads `ethtool -x`, in the older and the newer layout. */
export function readTable(text: string): Spread {
	const [adapter] = readEthtool(textLines(text)).adapters;
	if (adapter?.kind !== 'linux') return { rings: 0, table: [], hashFunctions: [] };
	const { rings, indirectionTable, secretKey, hashFunctions } = adapter;
	return {
		rings,
		table: indirectionTable?.cut === false ? indirectionTable.entries : [],
		hashFunctions: [...hashFunctions].filter(([, on]) => on).map(([name]) => name),
		...(secretKey && secretKey.length > 0 && { key: hexOf(secretKey) }),
	};
}

/** Reads `ethtool --json -x` (since ethtool 6.3, where the kernel has it); undefined when the text is not that. */
export function readTableJson(text: string): Omit<Spread, 'rings'> | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined;
	}
	const [one] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
	if (typeof one !== 'object' || one === null) return undefined;
	const values = one as Readonly<Record<string, unknown>>;
	const table = integers(values['rss-indirection-table'], 0xffff_ffff);
	const key = integers(values['rss-hash-key'], 255);
	const hashFunction = values['rss-hash-function'];
	if (!table || table.length === 0) return undefined;
	return {
		table,
		hashFunctions: typeof hashFunction === 'string' ? [hashFunction] : [],
		...(key && key.length > 0 && { key: hexOf(Uint8Array.from(key)) }),
	};
}

function integers(value: unknown, most: number): number[] | undefined {
	const good = (n: unknown): n is number =>
		Number.isInteger(n) && (n as number) >= 0 && (n as number) <= most;
	return Array.isArray(value) && value.every(good) ? value : undefined;
}

/** Lines of `ethtool -n rx-flow-hash` and the letter that sets each. */
const FIELDS: readonly (readonly [pattern: RegExp, letter: string])[] = [
	[/^L2DA$/m, 'm'],
	[/^VLAN tag$/m, 'v'],
	[/^L3 proto$/m, 't'],
	[/^IP SA$/m, 's'],
	[/^IP DA$/m, 'd'],
	[/^L4 bytes 0 & 1/m, 'f'],
	[/^L4 bytes 2 & 3/m, 'n'],
];

/** Reads `ethtool -n rx-flow-hash`: letters of ethtool, `r` for none; undefined when the driver does not tell. */
export function readFlowHash(text: string): string | undefined {
	if (!/use these fields for computing Hash flow key:/.test(text)) return undefined;
	const letters = FIELDS.filter(([pattern]) => pattern.test(text)).map(([, letter]) => letter);
	return letters.length === 0 ? 'r' : letters.join('');
}

/** Reads receive-hashing from `ethtool -k`; undefined when the list lacks it. */
export function readReceiveHash(text: string): { on: boolean; fixed: boolean } | undefined {
	const match = /^receive-hashing: (on|off)( \[fixed\])?/m.exec(text);
	return match ? { on: match[1] === 'on', fixed: match[2] !== undefined } : undefined;
}

function hexOf(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
