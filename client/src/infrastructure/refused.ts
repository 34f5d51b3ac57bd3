/** Something that leads on from a refusal: a button under the message. */
export interface Way {
	readonly title: string;
	/** A command of VS Code. */
	readonly command: string;
	readonly arguments?: readonly unknown[];
}

/** The user asked for something that cannot be done now, and can do something about it. Nothing for the log. */
export class Refused extends Error {
	override readonly name = 'Refused';

	/** @param message a sentence for the user */
	constructor(
		message: string,
		readonly way?: Way,
	) {
		super(message);
	}
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
