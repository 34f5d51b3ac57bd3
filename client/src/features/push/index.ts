import { commands, Disposable, window, workspace } from 'vscode';
import type { PushPlan, PushResult } from '../../../../server/src/protocol.js';
import { Cancelled } from '../../infrastructure/cancelled.js';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { configurationEditor } from '../../infrastructure/documents.js';
import { pickDevice } from '../../infrastructure/pickDevice.js';
import { withProgress } from '../../infrastructure/progress.js';
import type { Services } from '../../infrastructure/services.js';
import { PlanDocument } from './planDocument.js';
import { effects, planText, resultText } from './words.js';

/** Push to a device: choose, see what will change, confirm, apply, told what became of it. */
export function activatePush({ server, log }: Services): Disposable {
	const planDocument = new PlanDocument();
	const push: Command = {
		id: 'rssv2.pushToDevice',
		async execute() {
			if (!workspace.isTrusted) throw new Error('A push changes a device: trust this workspace first.');
			const uri = configurationEditor().document.uri.toString();
			const start = () => server.request('rssv2/emulator/start', { uri });
			const device = await pickDevice(server, 'Push to which device?', start);
			const plan = await withProgress(server, `Reading ${device}`, (workDoneToken, token) =>
				server.request('rssv2/push/plan', { uri, device, workDoneToken }, token),
			);
			const planId = await confirm(plan, planDocument);
			if (planId === undefined) return;
			const result = await withProgress(server, `Pushing to ${plan.device.label}`, (workDoneToken, token) =>
				server.request('rssv2/push/apply', { planId, workDoneToken }, token),
			);
			await tell(plan, result);
		},
	};

	async function tell({ device }: PushPlan, result: PushResult): Promise<void> {
		const text = `${device.label}: ${result.message}`;
		log.info(`push to ${device.uri}: ${resultText(result)}`);
		if (result.outcome === 'applied' || result.outcome === 'cancelled') {
			void window.showInformationMessage(text);
			return;
		}
		const show = result.outcome === 'failed' ? window.showErrorMessage : window.showWarningMessage;
		if (await show(text, 'Show Log')) log.show();
	}

	return Disposable.from(planDocument, registerCommand(push, log));
}

/** The id of a plan that the user wants applied; undefined when there is nothing to do, or it was only looked at. */
async function confirm(plan: PushPlan, planDocument: PlanDocument): Promise<string | undefined> {
	const { device, refused, planId } = plan;
	if (refused !== undefined) {
		if (await window.showErrorMessage(refused, 'Show Problems'))
			await commands.executeCommand('workbench.actions.view.problems');
		return undefined;
	}
	if (planId === undefined) {
		void window.showInformationMessage(`${device.label} is already as the file says: nothing to push.`);
		return undefined;
	}
	const steps = plan.steps.length === 1 ? '1 step' : `${plan.steps.length} steps`;
	const detail = `${device.uri}\n\n${effects(plan)}\n\nIn ${steps}; anything short of the whole is rolled back.`;
	const choice = await window.showWarningMessage(
		`Push to ${device.label}?`,
		{ modal: true, detail },
		'Push',
		'Show Plan',
	);
	if (choice === 'Push') return planId;
	if (choice === 'Show Plan') {
		await planDocument.show(planText(plan));
		const after = await window.showInformationMessage(`Push this plan to ${device.label}?`, 'Push');
		if (after === 'Push') return planId;
	}
	throw new Cancelled();
}
