/**
 * Whether a click came from the keyboard: then the focus follows what it shows, while one who points stays in the
 * preview. As a part of a `reveal` message.
 */
export function byKeyboard({ detail }: UIEvent): { focus?: true } {
	return detail === 0 ? { focus: true } : {};
}
