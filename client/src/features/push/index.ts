import { Disposable } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { activateInterruptedPushes } from './interruptedPushes.js';
import { PlanDocument } from './planDocument.js';
import { PushCommand } from './pushCommand.js';
import { activatePushOnSave } from './pushOnSave.js';
import { RollBackCommand } from './rollBackCommand.js';
import { showPlanCommand } from './showPlanCommand.js';

/** Push to Device…, Show Plan, Roll Back Last Push…, push on save, and what became of pushes that were interrupted. */
export function activatePush(services: Services): Disposable {
	const planDocument = new PlanDocument();
	return Disposable.from(
		planDocument,
		registerCommand(new PushCommand(services, planDocument), services.log),
		registerCommand(new RollBackCommand(services, planDocument), services.log),
		registerCommand(showPlanCommand(services, planDocument), services.log),
		activatePushOnSave(services, planDocument),
		activateInterruptedPushes(services),
	);
}
