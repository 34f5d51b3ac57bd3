/** What differs between two texts: all before `start`, and all behind the ends, is the same in both. */
export interface TextChange {
	readonly start: number;
	/** Where it ends in the earlier text; exclusive, as all ends. */
	readonly endBefore: number;
	/** Where it ends in the later text. */
	readonly endAfter: number;
}

/** Compared at once, where texts are long: far quicker than one by one. */
const CHUNK = 4096;

/** The one change that makes `after` of `before`; both ends are `start` where nothing differs. */
export function changeBetween(before: string, after: string): TextChange {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start + CHUNK <= shorter && before.slice(start, start + CHUNK) === after.slice(start, start + CHUNK))
		start += CHUNK;
	while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	let endBefore = before.length;
	let endAfter = after.length;
	const tail = (length: number) => Math.min(endBefore, endAfter) - length >= start;
	while (
		tail(CHUNK) &&
		before.slice(endBefore - CHUNK, endBefore) === after.slice(endAfter - CHUNK, endAfter)
	) {
		endBefore -= CHUNK;
		endAfter -= CHUNK;
	}
	while (tail(1) && before.charCodeAt(endBefore - 1) === after.charCodeAt(endAfter - 1)) {
		endBefore--;
		endAfter--;
	}
	return { start, endBefore, endAfter };
}
