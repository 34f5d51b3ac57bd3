/** The user changed their mind: no failure, nothing to show. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';
}

/** Codes with which the Language Server Protocol says that a request was cancelled, by the client or by the server. */
const CANCELLED_CODES: readonly unknown[] = [-32800, -32802];

/** What the user chose; throws Cancelled when they chose nothing. */
export function chosen<T>(choice: T | undefined): T {
	if (choice === undefined) throw new Cancelled();
	return choice;
}

/** Whether an error says no more than that somebody cancelled: the user, the client or the server. */
export function isCancellation(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	// VS Code's own CancellationError is told by its name.
	return (
		error instanceof Cancelled ||
		error.name === 'Canceled' ||
		('code' in error && CANCELLED_CODES.includes(error.code))
	);
}
