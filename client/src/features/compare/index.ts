import { Disposable } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { compareCommand } from './compareCommand.js';
import { DeviceDocuments } from './deviceDocuments.js';
import { verifyCommand } from './verifyCommand.js';

/** Compare with Device, Verify Device: a file beside the state of a device, and what is otherwise. */
export function activateCompare(services: Services): Disposable {
	const documents = new DeviceDocuments();
	return Disposable.from(
		documents,
		registerCommand(compareCommand(services, documents), services.log),
		registerCommand(verifyCommand(services), services.log),
	);
}
