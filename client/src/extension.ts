import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { compose } from './compose.js';
import { Lifecycle } from './infrastructure/lifecycle.js';

/** Held here because VS Code gives `deactivate` no argument. */
const lifecycle = new Lifecycle();

/** The extension where there is Node: the server is a process of its own. */
export function activate(context: ExtensionContext): void {
	const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
	const run = { module, transport: TransportKind.ipc };
	const server: ServerOptions = {
		run,
		debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
	};
	compose(context, lifecycle, (options) => new LanguageClient('rssv2', 'RSSv2', server, options));
}

/** Ends the server, and with it its emulators, before the window goes. */
export function deactivate(): Promise<void> {
	return lifecycle.dispose();
}
