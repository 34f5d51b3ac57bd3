/**
 * Tells secret keys apart without telling them: the first 64 bits of the SHA-256 of the bytes, as 16 hexadecimal digits.
 * By the Web Crypto API, which Node and browsers share.
 */
export async function keyFingerprint(key: Uint8Array): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(key)));
	return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
