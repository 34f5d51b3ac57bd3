import { type ExtensionContext, Uri, workspace } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { compose } from './compose.js';
import { Lifecycle } from './infrastructure/lifecycle.js';

/** Held here because VS Code gives `deactivate` no argument. */
const lifecycle = new Lifecycle();

/** The extension in a browser without Node: the server is a web worker. */
export function activate(context: ExtensionContext): void {
	const startWorker = async () => {
		const worker = await workerOf(Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js'));
		lifecycle.add({ dispose: () => worker.terminate() });
		// Not the worker itself: the client would ask for its class, and VS Code has another one of that name.
		return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
	};
	compose(context, lifecycle, (options) => new LanguageClient('rssv2', 'RSSv2', startWorker, options));
}

/** Ends the server before the window goes. */
export function deactivate(): Promise<void> {
	return lifecycle.dispose();
}

/** A worker of a program that is read first: of one that is installed at a remote, VS Code makes none by its address. */
async function workerOf(program: Uri): Promise<Worker> {
	const text = new TextDecoder().decode(await workspace.fs.readFile(program));
	const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
	return new Worker(url);
}
