import { commands, type Disposable, type LogOutputChannel, window } from 'vscode';
import { isCancellation } from './cancelled.js';

/** A command of the palette. */
export interface Command {
	/** As package.json contributes it. */
	readonly id: string;
	/** Throws Cancelled when the user gives up, an Error with a sentence for the user when it cannot be done. */
	execute(...args: unknown[]): Promise<void>;
}

/** Registers a command behind the one error boundary: a failure is shown and logged, a cancellation is neither. */
export function registerCommand(command: Command, log: LogOutputChannel): Disposable {
	return commands.registerCommand(command.id, async (...args: unknown[]) => {
		try {
			await command.execute(...args);
		} catch (error) {
			if (isCancellation(error)) return;
			const message = error instanceof Error ? error.message : String(error);
			log.error(`${command.id}: ${message}`);
			const choice = await window.showErrorMessage(message, 'Show Log');
			if (choice) log.show();
		}
	});
}
