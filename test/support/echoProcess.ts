import { createServer } from 'node:net';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';

// A bare JSON-RPC server that gives back what it gets, as a process of its own: node echoProcess.mjs SOCKET
const [socket = ''] = process.argv.slice(2);
createServer((client) => {
	const connection = createMessageConnection(
		new SocketMessageReader(client),
		new SocketMessageWriter(client),
	);
	connection.onError(() => client.destroy());
	connection.onRequest('echo', (params) => params);
	connection.listen();
}).listen(socket, () => process.stdout.write('listening\n'));
