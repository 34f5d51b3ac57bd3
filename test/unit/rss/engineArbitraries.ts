import fc from 'fast-check';
import { createBatch, type FlowBatch, flowAt } from '../../../server/src/rss/engine/flowBatch.js';
import type { HashSpec } from '../../../server/src/rss/engine/hashSpec.js';
import { hashInput, toeplitzHash } from '../../../server/src/rss/toeplitz.js';
import { SeededRandom } from '../../../server/src/traffic/random.js';

/** The key of Microsoft's verification suite. */
export const published = Uint8Array.from(
	'6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa'.match(/../g) ?? [],
	(byte) => Number.parseInt(byte, 16),
);

/** A hash of any key, tuple and table size; `sizes` are those of the tables. */
export function hashSpec(sizes: fc.Arbitrary<number>): fc.Arbitrary<HashSpec> {
	return fc.record({
		secretKey: fc.uint8Array({ minLength: 40, maxLength: 52 }),
		family: fc.constantFrom('ipv4' as const, 'ipv6' as const),
		ports: fc.boolean(),
		tableSize: sizes,
	});
}

export const powersOfTwo = fc.integer({ min: 0, max: 11 }).map((bits) => 2 ** bits);
export const anySize = fc.integer({ min: 1, max: 2048 });

/** A batch of random flows. */
export function randomBatch(family: FlowBatch['family'], length: number, seed: number): FlowBatch {
	const batch = createBatch(family, length);
	const random = new SeededRandom(seed);
	for (const column of batch.words) for (let i = 0; i < length; i++) column[i] = random.next();
	return batch;
}

/** The index of flow i by the definition: the hash bit by bit, then its remainder. */
export function definedIndex({ secretKey, ports, tableSize }: HashSpec, batch: FlowBatch, i: number): number {
	const { source, destination, ...withPorts } = flowAt(batch, i);
	return toeplitzHash(secretKey, hashInput({ source, destination, ...(ports && withPorts) })) % tableSize;
}
