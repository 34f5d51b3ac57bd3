/** Says why a table cannot be changed in its text; the message is for the user. */
export class TableEditError extends Error {
	override readonly name = 'TableEditError';
}
