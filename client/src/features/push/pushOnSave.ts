import { type CancellationToken, Disposable, l10n, type TextDocument, window, workspace } from 'vscode';
import { registerCommand, reportFailure } from '../../infrastructure/commands.js';
import { knownDevice } from '../../infrastructure/devices/deviceOfFile.js';
import type { FileDevice } from '../../infrastructure/devices/fileDevices.js';
import { baseName, isConfiguration } from '../../infrastructure/documents.js';
import { withQuietProgress } from '../../infrastructure/progress.js';
import type { Services } from '../../infrastructure/services.js';
import type { PlanDocument } from './planDocument.js';
import { refusalOf } from './refusal.js';
import { SavePushes } from './savePushes.js';
import { SaveQueue } from './saveQueue.js';
import { pushesOnSave } from './saveRules.js';
import { tell } from './tell.js';
import { notesText } from './words.js';

/** How long the status bar tells of a push that went through, in milliseconds. */
const TOLD = 5_000;

/**
 * Pushes a file to its device whenever it is saved, where the setting `rssv2.pushOnSave` allows it and the workspace is
 * trusted. Nothing is asked; a failure is told once.
 */
export function activatePushOnSave(services: Services, documents: PlanDocument): Disposable {
	const { server, log } = services;
	const queue = new SaveQueue();
	const pushes = new SavePushes();
	const onSave = async (document: TextDocument) => {
		if (!workspace.isTrusted || !isConfiguration(document)) return;
		const setting = workspace.getConfiguration('rssv2', document).get<unknown>('pushOnSave');
		const remembered = services.fileDevices.of(document.uri);
		if (!remembered || !pushesOnSave(setting, remembered)) return;
		const { version } = document;
		const device = knownDevice(services, document.uri, await server.request('rssv2/devices', {}));
		// An emulator that is gone: the status bar shows no device either.
		if (!device) return;
		queue.add(device.uri, document.uri.toString(), () =>
			pushes
				.show(baseName(document.uri.path), device.label, (token) =>
					push(services, documents, document, version, device, token),
				)
				.catch((error: unknown) => reportFailure('push on save', error, log)),
		);
	};
	return Disposable.from(
		pushes,
		registerCommand(pushes, log),
		workspace.onDidSaveTextDocument((document) => {
			onSave(document).catch((error: unknown) => reportFailure('push on save', error, log));
		}),
	);
}

/** Plans and applies what was saved, and nothing newer: that has its own save. */
async function push(
	{ server, log }: Services,
	documents: PlanDocument,
	document: TextDocument,
	version: number,
	{ uri: device, label }: FileDevice,
	token: CancellationToken,
): Promise<void> {
	const name = baseName(document.uri.path);
	const isSaved = () => !document.isClosed && document.version === version;
	const attempt = async (workDoneToken: string, mayPlanAgain: boolean): Promise<void> => {
		if (!isSaved()) return;
		const uri = document.uri.toString();
		const plan = await server.request('rssv2/push/plan', { uri, device, workDoneToken }, token);
		if (!isSaved()) return;
		if (plan.errors !== undefined) {
			const words =
				plan.errors === 1
					? l10n.t('{0} was not pushed: 1 error', name)
					: l10n.t('{0} was not pushed: {1} errors', name, plan.errors);
			window.setStatusBarMessage(`$(error) ${words}`, TOLD);
			return;
		}
		const refusal = refusalOf(plan);
		if (refusal) throw refusal;
		for (const note of notesText(plan)) log.info(`push on save to ${device}: ${note}`);
		if (plan.planId === undefined) {
			window.setStatusBarMessage(`$(check) ${l10n.t('{0} is as {1} says', label, name)}`, TOLD);
			return;
		}
		const result = await server.request('rssv2/push/apply', { planId: plan.planId, workDoneToken }, token);
		// Somebody else was faster: planned anew, once.
		if (result.changedMeanwhile && mayPlanAgain) return attempt(workDoneToken, false);
		if (result.outcome !== 'applied') {
			tell('push on save', plan, result, log, documents);
			return;
		}
		log.info(`push on save to ${device}: ${result.message}`);
		window.setStatusBarMessage(`$(check) ${l10n.t('{0} was pushed to {1}', name, label)}`, TOLD);
	};
	await withQuietProgress(server, `RSSv2: ${name} → ${label}`, (workDoneToken) =>
		attempt(workDoneToken, true),
	);
}
