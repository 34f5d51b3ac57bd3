import { type LogOutputChannel, window } from 'vscode';

/** The extension's one output channel. Device URIs may stand in it; tokens and keys never do. */
export function createLog(): LogOutputChannel {
	return window.createOutputChannel('RSSv2', { log: true });
}
