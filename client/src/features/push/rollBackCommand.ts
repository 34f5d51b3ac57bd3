import { l10n, window } from 'vscode';
import type { PushResult, RollbackPlan } from '../../../../server/src/protocol.js';
import type { Command } from '../../infrastructure/commands.js';
import { namedDevice } from '../../infrastructure/devices/namedDevice.js';
import { pickDevice } from '../../infrastructure/devices/pickDevice.js';
import { showUntilSettled, withProgress } from '../../infrastructure/progress.js';
import { Refused } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { requireTrust } from '../../infrastructure/trust.js';
import { agree } from './agree.js';
import type { PlanDocument } from './planDocument.js';
import { tell } from './tell.js';
import { planText, rollbackDetail } from './words.js';

/** Roll Back Last Push: a device goes back to the state before the last push to it, or out of an interrupted one. */
export class RollBackCommand implements Command {
	readonly id = 'rssv2.rollBackLastPush';

	constructor(
		readonly services: Services,
		readonly planDocument: PlanDocument,
	) {}

	/** @param argument the device's URI, a row of the Devices view, or anything else to ask for it */
	async execute(argument: unknown): Promise<void> {
		requireTrust(l10n.t('A rollback changes a device: trust this workspace first.'));
		const { server, log } = this.services;
		const device =
			namedDevice(argument) ?? (await pickDevice(server, l10n.t('Roll back the last push to which device?')));
		const plan = await withProgress(server, l10n.t('Reading {0}', device), (workDoneToken, token) =>
			server.request('rssv2/rollback/plan', { device, workDoneToken }, token),
		);
		const { planId, refused } = plan;
		if (refused !== undefined || planId === undefined) {
			throw new Refused(`${plan.device.label}: ${refused ?? l10n.t('there is nothing to roll back.')}`);
		}
		if (plan.steps.length > 0) {
			const question = {
				question: l10n.t('Roll back the last push to {0}?', plan.device.label),
				detail: rollbackDetail(plan),
				verb: l10n.t('Roll Back'),
				afterwards: l10n.t('Roll {0} back as this plan says?', plan.device.label),
			};
			await agree(question, () => this.planDocument.show('plan', planText(plan)));
			tell('rollback', plan, await this.#apply(plan, planId), log, this.planDocument);
			return;
		}
		// Nothing is asked of the device: that the push is undone is only written down.
		await server.request('rssv2/rollback/apply', { planId });
		void window.showInformationMessage(
			l10n.t('{0} is as it was before the push already: there is nothing to roll back.', plan.device.label),
		);
	}

	#apply({ device }: RollbackPlan, planId: string): Thenable<PushResult> {
		const { server } = this.services;
		return withProgress(server, l10n.t('Rolling {0} back', device.label), (workDoneToken, token) => {
			const result = server.request('rssv2/rollback/apply', { planId, workDoneToken }, token);
			token.onCancellationRequested(() =>
				showUntilSettled(l10n.t('Cancelled: reading {0}', device.label), result),
			);
			return result;
		});
	}
}
