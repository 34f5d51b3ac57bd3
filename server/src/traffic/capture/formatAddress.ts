/**
 * An address as text: `192.0.2.1` for 4 bytes, `2001:db8::1` for 16 (RFC 5952: lower case, no leading zeros, the first
 * of the longest runs of at least two zero groups as `::`).
 */
export function formatAddress(bytes: Uint8Array): string {
	if (bytes.length === 4) return bytes.join('.');
	const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
	const [start, length] = longestZeros(groups);
	const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
	return length < 2 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
	let best: readonly [number, number] = [0, 0];
	for (let start = 0; start < groups.length; start++) {
		let length = 0;
		while (groups[start + length] === 0) length++;
		if (length > best[1]) best = [start, length];
	}
	return best;
}
