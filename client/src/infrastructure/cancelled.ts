/** The user changed their mind: no failure, nothing to show. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';
}

/** What the user chose; throws Cancelled when they chose nothing. */
export function chosen<T>(choice: T | undefined): T {
	if (choice === undefined) throw new Cancelled();
	return choice;
}

/** A request that the client itself cancelled is no failure either (LSP RequestCancelled). */
export function isCancellation(error: unknown): boolean {
	return error instanceof Cancelled || (error instanceof Error && 'code' in error && error.code === -32800);
}
