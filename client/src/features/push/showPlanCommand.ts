import { l10n, window } from 'vscode';
import type { Command } from '../../infrastructure/commands.js';
import { deviceOfFile } from '../../infrastructure/devices/deviceOfFile.js';
import { baseName } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';
import type { PlanDocument } from './planDocument.js';
import { refusalOf } from './refusal.js';
import { requestPlan } from './requestPlan.js';
import { nothingToPush, planText } from './words.js';

/** Show Plan: what a push of the file would do, to be read; nothing is asked of the device but how it stands. */
export function showPlanCommand(services: Services, planDocument: PlanDocument): Command {
	const { server, target } = services;
	return {
		id: 'rssv2.showPlan',
		async execute(argument) {
			const document = await target.document(argument);
			const device = await deviceOfFile(services, document, l10n.t('Plan a push to which device?'));
			const plan = await requestPlan(server, document, device);
			const refusal = refusalOf(plan);
			if (refusal) throw refusal;
			if (plan.planId === undefined)
				void window.showInformationMessage(nothingToPush(plan, baseName(document.uri.path)));
			else await planDocument.show('plan', planText(plan));
		},
	};
}
