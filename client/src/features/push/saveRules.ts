/** A device that a file was last used with, as far as push on save asks. */
interface SavedDevice {
	readonly uri: string;
}

/**
 * Whether the setting `rssv2.pushOnSave` lets a save of a file be pushed to its device: `emulator` stands for every
 * emulator, anything else but `off` for the device of that URI. What the setting cannot say allows nothing.
 */
export function pushesOnSave(setting: unknown, { uri }: SavedDevice): boolean {
	const allowed: readonly unknown[] = Array.isArray(setting) ? setting : [setting];
	if (allowed.includes('emulator') && /^emulator:/i.test(uri)) return true;
	// A device is allowed by a list alone: in place of it a word is none.
	return Array.isArray(setting) && setting.includes(uri);
}
