import { groupOf, isPossibleProcessor, numberOf, type Processor, processor } from '../rss/processor.js';
import { type Layout, pointer32, type Structure, structure, u16, u64 } from './layout.js';

/** A set of processors of one group, one bit each. */
export interface GroupAffinity {
	mask: bigint;
	group: number;
}

/** GROUP_AFFINITY on x64, 16 bytes: Mask u64, Group u16, Reserved. */
export const groupAffinity = structure(16, { mask: [0, u64], group: [8, u16] });

/**
 * GROUP_AFFINITY by layout: on x86 12 bytes with a mask of 32 bits, so that the processors of a group are 0..31 there.
 */
export const groupAffinityOf: Readonly<Record<Layout, Structure<GroupAffinity>>> = {
	x64: groupAffinity,
	x86: structure(12, { mask: [0, pointer32], group: [4, u16] }),
};

/** No processor: an empty mask. */
export const NO_AFFINITY: Readonly<GroupAffinity> = { mask: 0n, group: 0 };

/** The affinity of one processor; an empty mask for a number that no mask can hold (64 or more). */
export function affinityOf(p: Processor): GroupAffinity {
	return { mask: isPossibleProcessor(p) ? 1n << BigInt(numberOf(p)) : 0n, group: groupOf(p) };
}

/** The processors of an affinity, ascending. */
export function processorsOfAffinity({ mask, group }: GroupAffinity): Processor[] {
	return Array.from({ length: 64 }, (_, number) => number)
		.filter((number) => (mask >> BigInt(number)) & 1n)
		.map((number) => processor(group, number));
}
