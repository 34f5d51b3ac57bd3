import { commands, Disposable, window } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { FleetRuns } from './fleetRuns.js';
import { FleetTree } from './fleetTree.js';

/** Push to Fleet…: Ansible over an inventory, with a view of what becomes of each host. */
export function activateFleet(services: Services): Disposable {
	const tree = new FleetTree();
	const runs = new FleetRuns(services, tree);
	return Disposable.from(
		tree,
		window.createTreeView('rssv2.fleet', { treeDataProvider: tree }),
		services.server.onNotification('rssv2/fleetChanged', ({ hosts }) => tree.show(hosts)),
		registerCommand(
			{ id: 'rssv2.pushToFleet', execute: (argument: unknown) => runs.push(argument) },
			services.log,
		),
		registerCommand({ id: 'rssv2.resumeFleet', execute: () => runs.resume() }, services.log),
		registerCommand({ id: 'rssv2.showFleetResults', execute: () => runs.showResults() }, services.log),
		new Disposable(() => void commands.executeCommand('setContext', 'rssv2.fleetRan', false)),
	);
}
