import { commands, type Disposable, type LogOutputChannel, l10n, window } from 'vscode';
import { isCancellation } from './cancelled.js';
import { messageOf, Refused } from './refused.js';

/** A command of the palette. */
export interface Command {
	/** As package.json contributes it. */
	readonly id: string;
	/**
	 * Throws Cancelled when the user gives up, Refused when something has to be done first, and an Error with a
	 * sentence for the user when it fails.
	 */
	execute(...args: unknown[]): Promise<void>;
}

/** Registers a command behind the one error boundary: a failure is shown and logged, a cancellation is neither. */
export function registerCommand(command: Command, log: LogOutputChannel): Disposable {
	return commands.registerCommand(command.id, async (...args: unknown[]) => {
		try {
			await command.execute(...args);
		} catch (error) {
			reportFailure(command.id, error, log);
		}
	});
}

/** Shows and logs why something failed; a cancellation is neither shown nor a failure. */
export function reportFailure(what: string, error: unknown, log: LogOutputChannel): void {
	if (isCancellation(error)) log.debug(`${what}: cancelled`);
	else if (error instanceof Refused) void refuse(error);
	else void fail(what, error, log);
}

async function refuse({ message, way }: Refused): Promise<void> {
	const choice = await window.showErrorMessage(message, ...(way ? [way.title] : []));
	if (way && choice) await commands.executeCommand(way.command, ...(way.arguments ?? []));
}

async function fail(id: string, error: unknown, log: LogOutputChannel): Promise<void> {
	log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	if (await window.showErrorMessage(messageOf(error), l10n.t('Show Log'))) log.show();
}
