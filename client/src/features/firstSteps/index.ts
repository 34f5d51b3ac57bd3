import { commands, Disposable } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openExample } from './openExample.js';
import { Steps } from './steps.js';

/** As package.json names it, after the name of the extension. */
const WALKTHROUGH = 'rssv2-tools.rssv2#firstSteps';

/** First Steps, Open Example…, and what the walkthrough is told of: for somebody who has the extension and nothing else. */
export function activateFirstSteps(services: Services): Disposable {
	const firstSteps: Command = {
		id: 'rssv2.firstSteps',
		async execute() {
			await commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
		},
	};
	return Disposable.from(
		new Steps(),
		registerCommand(openExample(services), services.log),
		registerCommand(firstSteps, services.log),
	);
}
