import { Disposable } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { PlanDocument } from './planDocument.js';
import { PushCommand } from './pushCommand.js';

/** Push to Device… */
export function activatePush(services: Services): Disposable {
	const planDocument = new PlanDocument();
	return Disposable.from(
		planDocument,
		registerCommand(new PushCommand(services, planDocument), services.log),
	);
}
