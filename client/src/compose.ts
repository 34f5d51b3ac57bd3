import type { ExtensionContext } from 'vscode';
import { activateBalance } from './features/balance/index.js';
import { activateCompare } from './features/compare/index.js';
import { activateDevicesView } from './features/devicesView/index.js';
import { activateEmulator } from './features/emulator/index.js';
import { activateExportOids } from './features/exportOids/index.js';
import { activateExportPowerShell } from './features/exportPowerShell/index.js';
import { activateFirstSteps } from './features/firstSteps/index.js';
import { activateFleet } from './features/fleet/index.js';
import { activateImport } from './features/import/index.js';
import { activateLimits } from './features/limits/index.js';
import { activateNewConfiguration } from './features/newConfiguration/index.js';
import { activatePreview } from './features/preview/index.js';
import { activatePull } from './features/pull/index.js';
import { activatePush } from './features/push/index.js';
import { activateSchema } from './features/schema/index.js';
import { activateSwatches } from './features/swatches/index.js';
import { activateTasks } from './features/tasks/index.js';
import { activateUpgrade } from './features/upgrade/index.js';
import { FileDevices } from './infrastructure/devices/fileDevices.js';
import type { Lifecycle } from './infrastructure/lifecycle.js';
import { createLog } from './infrastructure/log.js';
import { type MakeClient, Server } from './infrastructure/server.js';
import { Target } from './infrastructure/target.js';

/**
 * Composes the features; their commands are there before the server is.
 * @param lifecycle takes charge of ending them
 * @param makeClient makes the client of the language server, wherever that runs
 */
export function compose(
	{ extensionUri, workspaceState }: ExtensionContext,
	lifecycle: Lifecycle,
	makeClient: MakeClient,
): void {
	const log = createLog();
	const server = new Server(makeClient, log);
	const fileDevices = new FileDevices(workspaceState);
	const services = { extensionUri, server, log, target: new Target(), fileDevices };
	const features = [
		activatePreview,
		activatePush,
		activatePull,
		activateFleet,
		activateEmulator,
		activateDevicesView,
		activateCompare,
		activateImport,
		activateNewConfiguration,
		activateExportOids,
		activateExportPowerShell,
		activateBalance,
		activateSchema,
		activateTasks,
		activateSwatches,
		activateLimits,
		activateUpgrade,
		activateFirstSteps,
	];
	lifecycle.add(log, server, fileDevices, ...features.map((activateFeature) => activateFeature(services)));
	server.start();
}
