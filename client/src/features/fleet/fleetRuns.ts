import { commands, l10n, type TextDocument, window, workspace } from 'vscode';
import type { FleetHost } from '../../../../server/src/protocol.js';
import { Cancelled } from '../../infrastructure/cancelled.js';
import { baseName } from '../../infrastructure/documents.js';
import { showUntilSettled, withProgress } from '../../infrastructure/progress.js';
import { Refused } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { requireTrust } from '../../infrastructure/trust.js';
import type { FleetTree } from './fleetTree.js';
import { chooseInventory } from './inventory.js';
import { resultTable, tally, unfinished } from './words.js';

/** What a run is about. */
interface Fleet {
	readonly document: TextDocument;
	readonly inventory: string;
}

/** Runs over a fleet: plan, confirm, push; and again for the hosts that are left. */
export class FleetRuns {
	#last: Fleet | undefined;

	constructor(
		readonly services: Services,
		readonly tree: FleetTree,
	) {}

	async push(argument: unknown): Promise<void> {
		requireTrust(
			l10n.t('A push changes devices, and an inventory is a program to Ansible: trust this workspace first.'),
		);
		const document = await this.services.target.document(argument);
		await saved(document);
		const fleet = { document, inventory: await chooseInventory() };
		this.tree.clear();
		const { hosts } = await this.#run('plan', fleet);
		await commands.executeCommand('rssv2.fleet.focus', { preserveFocus: true });
		if (hosts.every(({ state }) => state === 'unchanged')) {
			void window.showInformationMessage(l10n.t('Every host is as the file says: nothing to push.'));
			return;
		}
		const verb = l10n.t('Push');
		const question = l10n.t('Push {0} to {1} hosts?', baseName(document.uri.path), hosts.length);
		const detail = l10n.t('The plan says: {0}.', tally(hosts));
		if ((await window.showWarningMessage(question, { modal: true, detail }, verb)) !== verb)
			throw new Cancelled();
		this.#last = fleet;
		await this.#pushed(fleet);
	}

	/** Goes on with the hosts of the last push that are not as wanted. */
	async resume(): Promise<void> {
		requireTrust(
			l10n.t('A push changes devices, and an inventory is a program to Ansible: trust this workspace first.'),
		);
		const fleet = this.#last;
		const only = unfinished(this.tree.hosts);
		if (!fleet || only.length === 0)
			throw new Refused(l10n.t('There is no host left to go on with: push to a fleet first.'));
		await saved(fleet.document);
		await this.#pushed(fleet, only);
	}

	async showResults(): Promise<void> {
		const document = await workspace.openTextDocument({ content: resultTable(this.tree.hosts) });
		await window.showTextDocument(document, { preview: true });
	}

	async #pushed(fleet: Fleet, only?: string[]): Promise<void> {
		await this.#run('push', fleet, only);
		const { hosts } = this.tree;
		const left = unfinished(hosts);
		if (left.length === 0) {
			void window.showInformationMessage(l10n.t('The fleet is as wanted: {0}.', tally(hosts)));
			return;
		}
		const [again, results] = [l10n.t('Resume'), l10n.t('Show Results')];
		const message = l10n.t('Not every host is as wanted: {0}.', tally(hosts));
		void window.showWarningMessage(message, again, results).then((chosen) => {
			if (chosen === again) void commands.executeCommand('rssv2.resumeFleet');
			if (chosen === results) void commands.executeCommand('rssv2.showFleetResults');
		});
	}

	async #run(
		action: 'plan' | 'push',
		{ document, inventory }: Fleet,
		only?: string[],
	): Promise<{ hosts: FleetHost[] }> {
		const { server } = this.services;
		const title = action === 'plan' ? l10n.t('Planning on the fleet') : l10n.t('Pushing to the fleet');
		const result = await withProgress(server, title, (workDoneToken, token) => {
			const uri = document.uri.toString();
			const params = { action, uri, inventory, ...(only && { only }), workDoneToken };
			const run = server.request('rssv2/fleet/run', params, token);
			// VS Code takes the notification away as soon as its Cancel is pressed, and hosts are not put back yet.
			token.onCancellationRequested(() =>
				showUntilSettled(l10n.t('Cancelled: what is being pushed is put back'), run),
			);
			return run;
		});
		this.tree.show(result.hosts);
		if (action === 'plan' && result.cancelled) throw new Cancelled();
		return result;
	}
}

/** Ansible reads the file from the disk. @throws Refused for a file that is on none, and one that cannot be saved */
async function saved(document: TextDocument): Promise<void> {
	if (document.uri.scheme !== 'file' && document.uri.scheme !== 'vscode-remote')
		throw new Refused(l10n.t('Ansible reads the file from the disk: save it first.'));
	if (document.isDirty && !(await document.save()))
		throw new Refused(l10n.t('{0} could not be saved.', baseName(document.uri.path)));
}
