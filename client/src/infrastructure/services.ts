import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Server } from './server.js';

/** What a feature is given to work with. */
export interface Services {
	readonly context: ExtensionContext;
	readonly server: Server;
	readonly log: LogOutputChannel;
}
