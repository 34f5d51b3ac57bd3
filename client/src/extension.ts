import type { ExtensionContext } from 'vscode';
import { activateEmulator } from './features/emulator/index.js';
import { activateImport } from './features/import/index.js';
import { activatePreview } from './features/preview/index.js';
import { activatePull } from './features/pull/index.js';
import { activatePush } from './features/push/index.js';
import { createLog } from './infrastructure/log.js';
import { Server } from './infrastructure/server.js';

/** Composes the features; commands are there before the server is. */
export function activate(context: ExtensionContext): void {
	const log = createLog();
	const server = new Server(context, log);
	const services = { context, server, log };
	const features = [activatePreview, activatePush, activateEmulator, activateImport, activatePull];
	context.subscriptions.push(log, server, ...features.map((activateFeature) => activateFeature(services)));
	server.start();
}
