/** For captures alone. */
export function createGunzip(): never {
	throw new Error('A browser reads no capture files.');
}
