/** A random whole number from 0, below `limit`, which is 2^32 at most. */
export function randomInt(limit: number): number {
	const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
	return Math.floor((drawn / 2 ** 32) * limit);
}

/** For pushes alone. */
export function createHash(): never {
	throw new Error('A browser pushes nothing.');
}
