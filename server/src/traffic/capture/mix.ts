/**
 * A 32-bit hash for tables, word by word: the mixing steps of MurmurHash3_x86_32 (Appleby, public domain). Signed
 * 32-bit integers throughout.
 */
export function mixWord(hash: number, word: number): number {
	let k = Math.imul(word, 0xcc9e2d51);
	k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
	const h = hash ^ k;
	return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Lets every bit of the hash depend on every other. */
export { mix as mixEnd } from '../random.js';
