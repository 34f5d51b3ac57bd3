import type { ExtensionContext } from 'vscode';
import { activateBalance } from './features/balance/index.js';
import { activateCompare } from './features/compare/index.js';
import { activateDevicesView } from './features/devicesView/index.js';
import { activateEmulator } from './features/emulator/index.js';
import { activateExportOids } from './features/exportOids/index.js';
import { activateExportPowerShell } from './features/exportPowerShell/index.js';
import { activateFirstSteps } from './features/firstSteps/index.js';
import { activateImport } from './features/import/index.js';
import { activateLimits } from './features/limits/index.js';
import { activateNewConfiguration } from './features/newConfiguration/index.js';
import { activatePreview } from './features/preview/index.js';
import { activatePull } from './features/pull/index.js';
import { activatePush } from './features/push/index.js';
import { activateSchema } from './features/schema/index.js';
import { activateSwatches } from './features/swatches/index.js';
import { activateUpgrade } from './features/upgrade/index.js';
import { FileDevices } from './infrastructure/devices/fileDevices.js';
import { Lifecycle } from './infrastructure/lifecycle.js';
import { createLog } from './infrastructure/log.js';
import { Server } from './infrastructure/server.js';
import { Target } from './infrastructure/target.js';

/** Held here because VS Code gives `deactivate` no argument. */
const lifecycle = new Lifecycle();

/** Composes the features; their commands are there before the server is. */
export function activate({ extensionUri, workspaceState }: ExtensionContext): void {
	const log = createLog();
	const server = new Server(extensionUri, log);
	const fileDevices = new FileDevices(workspaceState);
	const services = { extensionUri, server, log, target: new Target(), fileDevices };
	const features = [
		activatePreview,
		activatePush,
		activatePull,
		activateEmulator,
		activateDevicesView,
		activateCompare,
		activateImport,
		activateNewConfiguration,
		activateExportOids,
		activateExportPowerShell,
		activateBalance,
		activateSchema,
		activateSwatches,
		activateLimits,
		activateUpgrade,
		activateFirstSteps,
	];
	lifecycle.add(log, server, fileDevices, ...features.map((activateFeature) => activateFeature(services)));
	server.start();
}

/** Ends the server, and with it its emulators, before the window goes. */
export function deactivate(): Promise<void> {
	return lifecycle.dispose();
}
