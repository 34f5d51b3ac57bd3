import { Disposable } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import { messageOf } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { startCommand, stopCommand } from './commands.js';
import { EmulatorStatus } from './emulatorStatus.js';
import { runningEmulators } from './running.js';

/** Emulators that run in this window: start, stop, and a status bar item while there are any. */
export function activateEmulator(services: Services): Disposable {
	const { server, log } = services;
	const status = new EmulatorStatus();
	const refresh = () => {
		runningEmulators(server).then(
			(emulators) => status.show(emulators),
			(error: unknown) => log.warn(`emulators: ${messageOf(error)}`),
		);
	};
	return Disposable.from(
		status,
		registerCommand(startCommand(services), log),
		registerCommand(stopCommand(services), log),
		server.onNotification('rssv2/devicesChanged', refresh),
		// They live in the server: after a crash of it there are none.
		server.onDidStart(refresh),
	);
}
