import { rankOf } from './gf2.js';
import { type FieldBits, type InputLayout, keyBytesFor, mirroredFields, portBits } from './keyLayout.js';
import { windowAt } from './toeplitz.js';

/** What a key makes of some bits of the input, whatever their values. Ranks are over GF(2). */
export interface FieldRank {
	/** Bits of the input, the most that any rank can be. */
	readonly bits: number;
	/** Rank of all 32 bits of the hash: 2^rank values occur. */
	readonly hash: number;
	/** Rank of the low log2(N) bits, which choose the entry. */
	readonly index: number;
	/** Entries that can be reached: 2^index, each by equally many inputs. */
	readonly reachable: number;
}

/** A key under one input layout. */
export interface LayoutAnalysis {
	readonly layout: InputLayout;
	/** Over all fields. */
	readonly all: FieldRank;
	/** Over the ports alone, as for many connections between two hosts. */
	readonly ports?: FieldRank;
	/** Over the source port alone, as for many connections from one client to one server. */
	readonly sourcePort?: FieldRank;
	/** Whether trading these fields, whatever they hold, leaves the hash as it is. */
	readonly symmetric: { readonly addresses: boolean; readonly ports?: boolean };
}

/**
 * Ranks and symmetry of a key under some input layouts. Those that the key is too short for are left out.
 * @param entries N, a power of two from 1 to 2^32
 */
export function analyzeKey(
	key: Uint8Array,
	layouts: readonly InputLayout[],
	entries: number,
): LayoutAnalysis[] {
	return layouts
		.filter((layout) => keyBytesFor(layout) <= key.length)
		.map((layout) => {
			const ports = portBits(layout);
			const rank = (field: FieldBits) => fieldRank(key, field, entries);
			const [addresses, mirroredPorts] = mirroredFields(layout).map((field) => isMirrored(key, field));
			return {
				layout,
				all: rank({ start: 0, end: layout.bits }),
				...(layout.ports && {
					ports: rank(ports),
					sourcePort: rank({ start: ports.start, end: (ports.start + ports.end) / 2 }),
				}),
				symmetric: {
					addresses: addresses === true,
					...(mirroredPorts !== undefined && { ports: mirroredPorts }),
				},
			};
		});
}

/** Whether the key maps both directions of every flow of a layout to one hash. */
export function isSymmetric({ symmetric }: LayoutAnalysis): boolean {
	return symmetric.addresses && symmetric.ports !== false;
}

/** Rank of the hash and of its low log2(N) bits over some bits of the input. */
export function fieldRank(key: Uint8Array, field: FieldBits, entries: number): FieldRank {
	const windows = windowsOf(key, field);
	const index = rankOf(windows.map((window) => (window & (entries - 1)) >>> 0));
	return { bits: windows.length, hash: rankOf(windows), index, reachable: 2 ** index };
}

/** The columns of the hash's matrix for some bits of the input: what each adds to the hash. */
function windowsOf(key: Uint8Array, { start, end }: FieldBits): number[] {
	return Array.from({ length: end - start }, (_, i) => windowAt(key, start + i));
}

/**
 * Trading two fields changes the hash by the sum, over each bit in which they differ, of both its windows. That is 0
 * for all values exactly if both windows of every bit are equal: the key itself need not be periodic.
 */
function isMirrored(key: Uint8Array, { start, end, distance }: FieldBits & { distance: number }): boolean {
	for (let bit = start; bit < end; bit++) {
		if (windowAt(key, bit) !== windowAt(key, bit + distance)) return false;
	}
	return true;
}
