/** Why a journal stands in the way of a push. */
export type JournalErrorCode =
	/** An earlier push to the device is not finished: it has to be rolled back first. */
	| 'interrupted'
	/** Another process pushes to the device just now. */
	| 'under-way'
	/** There is nothing to roll back. */
	| 'nothing'
	/** The journal that is there cannot be read. */
	| 'unreadable'
	/** The journal cannot be kept. */
	| 'unwritable';

/** The message is a sentence for the user; it never holds a key. */
export class JournalError extends Error {
	override readonly name = 'JournalError';
	readonly code: JournalErrorCode;

	constructor(code: JournalErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
