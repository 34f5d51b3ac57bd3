import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { compose } from './compose.js';
import { Lifecycle } from './infrastructure/lifecycle.js';

/** Held here because VS Code gives `deactivate` no argument. */
const lifecycle = new Lifecycle();

/** The extension in a browser without Node: the server is a web worker. */
export function activate(context: ExtensionContext): void {
	const program = Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js');
	const worker = new Worker(program.toString(true));
	lifecycle.add({ dispose: () => worker.terminate() });
	compose(context, lifecycle, (options) => new LanguageClient('rssv2', 'RSSv2', worker, options));
}

/** Ends the server before the window goes. */
export function deactivate(): Promise<void> {
	return lifecycle.dispose();
}
