import { commands, l10n, type TextDocument } from 'vscode';
import type { PushPlan, PushResult } from '../../../../server/src/protocol.js';
import { Cancelled } from '../../infrastructure/cancelled.js';
import type { Command } from '../../infrastructure/commands.js';
import { chooseDevice } from '../../infrastructure/devices/deviceOfFile.js';
import { baseName } from '../../infrastructure/documents.js';
import { showUntilSettled, withProgress } from '../../infrastructure/progress.js';
import type { Services } from '../../infrastructure/services.js';
import { requireTrust } from '../../infrastructure/trust.js';
import { confirm } from './confirm.js';
import type { PlanDocument } from './planDocument.js';
import { requestPlan } from './requestPlan.js';
import { tell } from './tell.js';

/** Push to a device: choose, see what will change, confirm, apply, told what became of it. */
export class PushCommand implements Command {
	readonly id = 'rssv2.pushToDevice';

	constructor(
		readonly services: Services,
		readonly planDocument: PlanDocument,
	) {}

	async execute(argument: unknown): Promise<void> {
		requireTrust(l10n.t('A push changes a device: trust this workspace first.'));
		const { target } = this.services;
		const document = await target.document(argument);
		const device = await chooseDevice(this.services, document, l10n.t('Push to which device?'));
		for (let deviceChanged = false; ; deviceChanged = true) {
			const agreed = await this.#agree(document, device, deviceChanged);
			if (!agreed) return;
			const { plan, planId } = agreed;
			const result = await this.#apply(plan, planId);
			// Somebody else was faster: there is another plan to agree to.
			if (result.changedMeanwhile) continue;
			tell('push', plan, result, this.services.log, this.planDocument);
			// The walkthrough waits for it.
			if (result.outcome === 'applied') void commands.executeCommand('setContext', 'rssv2.wasPushed', true);
			return;
		}
	}

	/** Plans and asks, again when the text changed meanwhile: what is pushed is what the user sees. */
	async #agree(
		document: TextDocument,
		device: string,
		deviceChanged: boolean,
	): Promise<{ plan: PushPlan; planId: string } | undefined> {
		const { server } = this.services;
		for (let changed = false; !document.isClosed; changed = true) {
			const { version } = document;
			const plan = await requestPlan(server, document, device);
			const file = { name: baseName(document.uri.path), unsaved: document.isDirty, changed, deviceChanged };
			const planId = await confirm(plan, file, this.planDocument);
			if (planId === undefined) return undefined;
			if (document.version === version) return { plan, planId };
		}
		throw new Cancelled();
	}

	#apply({ device }: PushPlan, planId: string): Thenable<PushResult> {
		const { server } = this.services;
		return withProgress(server, l10n.t('Pushing to {0}', device.label), (workDoneToken, token) => {
			const result = server.request('rssv2/push/apply', { planId, workDoneToken }, token);
			// VS Code takes the notification away as soon as its Cancel is pressed, and the device is not put back yet.
			token.onCancellationRequested(() =>
				showUntilSettled(l10n.t('Cancelled: putting {0} back', device.label), result),
			);
			return result;
		});
	}
}
