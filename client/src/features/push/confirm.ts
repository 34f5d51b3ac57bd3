import { l10n, window } from 'vscode';
import type { PushPlan } from '../../../../server/src/protocol.js';
import { agree } from './agree.js';
import type { PlanDocument } from './planDocument.js';
import { refusalOf } from './refusal.js';
import { confirmationDetail, nothingToPush, type PushedFile, planText } from './words.js';

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
	const { device, planId } = plan;
	const refusal = refusalOf(plan);
	if (refusal) throw refusal;
	if (planId === undefined) {
		void window.showInformationMessage(nothingToPush(plan, file.name));
		return undefined;
	}
	const question = {
		question: l10n.t('Push to {0}?', device.label),
		detail: confirmationDetail(plan, file),
		verb: l10n.t('Push'),
		afterwards: l10n.t('Push this plan to {0}?', device.label),
	};
	await agree(question, () => planDocument.show('plan', planText(plan)));
	return planId;
}
