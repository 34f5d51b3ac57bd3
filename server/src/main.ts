import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeEnvironment } from './language/nodeEnvironment.js';
import { startServer } from './language/server.js';

startServer(createConnection(ProposedFeatures.all), nodeEnvironment);
