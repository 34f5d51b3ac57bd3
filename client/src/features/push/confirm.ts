import { window } from 'vscode';
import type { PushPlan } from '../../../../server/src/protocol.js';
import { Cancelled } from '../../infrastructure/cancelled.js';
import { Refused } from '../../infrastructure/refused.js';
import type { PlanDocument } from './planDocument.js';
import { confirmationDetail, type PushedFile, planText } from './words.js';

/**
 * Asks whether a plan may be applied; it can be read in full first.
 * @returns the plan's id; undefined when there is nothing to do, which was said
 * @throws Refused when the plan cannot be applied, Cancelled when the user does not agree
 */
export async function confirm(
	plan: PushPlan,
	file: PushedFile,
	planDocument: PlanDocument,
): Promise<string | undefined> {
	const { device, refused, planId } = plan;
	if (refused !== undefined) {
		throw new Refused(refused, { title: 'Show Problems', command: 'workbench.actions.view.problems' });
	}
	if (planId === undefined) {
		void window.showInformationMessage(
			`${device.label} is already as ${file.name} says: there is nothing to push.`,
		);
		return undefined;
	}
	const options = { modal: true, detail: confirmationDetail(plan, file) };
	for (;;) {
		const choice = await window.showWarningMessage(`Push to ${device.label}?`, options, 'Push', 'Show Plan');
		if (choice === 'Push') return planId;
		if (choice !== 'Show Plan') throw new Cancelled();
		await planDocument.show(planText(plan));
		// The dialog has to go for the plan to be read.
		const go = await window.showInformationMessage(`Push this plan to ${device.label}?`, 'Push…');
		if (go === undefined) throw new Cancelled();
	}
}
