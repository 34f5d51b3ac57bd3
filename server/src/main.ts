import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { NodeEnvironment } from './language/nodeEnvironment.js';
import { startServer } from './language/server.js';

startServer(createConnection(ProposedFeatures.all), new NodeEnvironment(process));
