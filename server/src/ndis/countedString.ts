import type { Field } from './layout.js';

/** Characters an IF_COUNTED_STRING holds besides its terminating zero. */
export const COUNTED_STRING_MAX = 256;

/**
 * IF_COUNTED_STRING, 516 bytes on 2: length in bytes (u16), then 257 UTF-16 characters. A longer string is cut when
 * written; a length beyond the array, or an odd one, is cut when read.
 */
export const countedString: Field<string> = {
	size: 516,
	read(view, at) {
		const length = Math.min(view.getUint16(at, true) >> 1, COUNTED_STRING_MAX);
		return Array.from({ length }, (_, i) => String.fromCharCode(view.getUint16(at + 2 + 2 * i, true))).join(
			'',
		);
	},
	write(view, at, value) {
		const length = Math.min(value.length, COUNTED_STRING_MAX);
		view.setUint16(at, 2 * length, true);
		for (let i = 0; i <= COUNTED_STRING_MAX; i++) {
			view.setUint16(at + 2 + 2 * i, i < length ? value.charCodeAt(i) : 0, true);
		}
	},
};
