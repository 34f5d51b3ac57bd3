import type { LogOutputChannel, Uri } from 'vscode';
import type { FileDevices } from './devices/fileDevices.js';
import type { Server } from './server.js';
import type { Target } from './target.js';

/** What a feature is given to work with. */
export interface Services {
	/** Where the extension is installed. */
	readonly extensionUri: Uri;
	readonly server: Server;
	readonly log: LogOutputChannel;
	readonly target: Target;
	/** Which device each file was last used with. */
	readonly fileDevices: FileDevices;
}
