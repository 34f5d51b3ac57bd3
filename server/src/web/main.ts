import {
	BrowserMessageReader,
	BrowserMessageWriter,
	createConnection,
	ProposedFeatures,
} from 'vscode-languageserver/browser';
import { startServer } from '../language/server.js';
import { WebEnvironment } from './webEnvironment.js';

// The language server in a web worker: messages of the page in place of standard input and output.
const worker = globalThis as unknown as DedicatedWorkerGlobalScope;
const connection = createConnection(
	ProposedFeatures.all,
	new BrowserMessageReader(worker),
	new BrowserMessageWriter(worker),
);
startServer(connection, new WebEnvironment());
