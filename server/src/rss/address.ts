/**
 * The bytes of an IP address in network order: 4 for IPv4, 16 for IPv6 (`::` and an IPv4 tail are understood).
 * Undefined when the text is no address: leading zeros in IPv4, zones (`%eth0`), brackets and prefixes are not taken.
 */
export function parseAddress(text: string): Uint8Array | undefined {
	const bytes = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
	return bytes && Uint8Array.from(bytes);
}

function parseIpv4(text: string): number[] | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
	const bytes = parts.map(Number);
	return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): number[] | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const [head = '', tail] = halves;
	const before = pieces(head, tail === undefined);
	const after = tail === undefined ? [] : pieces(tail, true);
	if (!before || !after) return undefined;
	const zeros = 16 - before.length - after.length;
	// `::` stands for at least one group of zeros; without it nothing may be missing.
	if (tail === undefined ? zeros !== 0 : zeros < 2) return undefined;
	return [...before, ...new Array<number>(zeros).fill(0), ...after];
}

/** The bytes of colon-separated groups; the last may be an IPv4 address when these are the last of the address. */
function pieces(text: string, last: boolean): number[] | undefined {
	if (text === '') return [];
	const groups = text.split(':');
	const bytes: number[] = [];
	for (const [i, group] of groups.entries()) {
		const embedded = last && i === groups.length - 1 && group.includes('.') ? parseIpv4(group) : undefined;
		if (embedded) {
			bytes.push(...embedded);
		} else {
			if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
			const value = Number.parseInt(group, 16);
			bytes.push(value >> 8, value & 0xff);
		}
	}
	return bytes;
}
