import { window } from 'vscode';
import type { PushPlan } from '../../../../server/src/protocol.js';
import { Refused } from '../../infrastructure/refused.js';
import { agree } from './agree.js';
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
	const { device, refused, planId, interrupted } = plan;
	if (interrupted !== undefined) {
		throw new Refused(`${device.label}: ${interrupted} Roll it back before you push again.`, {
			title: 'Roll Back…',
			command: 'rssv2.rollBackLastPush',
			arguments: [device.uri],
		});
	}
	if (refused !== undefined) {
		throw new Refused(refused, { title: 'Show Problems', command: 'workbench.actions.view.problems' });
	}
	if (planId === undefined) {
		void window.showInformationMessage(
			`${device.label} is already as ${file.name} says: there is nothing to push.`,
		);
		return undefined;
	}
	const question = {
		question: `Push to ${device.label}?`,
		detail: confirmationDetail(plan, file),
		verb: 'Push',
		afterwards: `Push this plan to ${device.label}?`,
	};
	await agree(question, () => planDocument.show(planText(plan)));
	return planId;
}
