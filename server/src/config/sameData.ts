/** Whether two values of plain data and bytes are the same through and through. */
export function sameData(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	const keys = Object.keys(a);
	if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
	return keys.every(
		(key) =>
			Object.hasOwn(b, key) &&
			sameData((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
	);
}
