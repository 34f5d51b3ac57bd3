import { EPHEMERAL, fillEndpoints, fillPorts, portWord } from './addresses.js';
import type { FlowSetKind } from './flowSet.js';

/** Ports below this one are of services; a client takes the others in turn. */
const FIRST_PORT = 1024;
const PORTS = 0x10000 - FIRST_PORT;

/** Flow i has the i-th client port, from the first ephemeral one on and round. */
export const oneClient: FlowSetKind<'oneClient'> = {
	id: 'oneClient',
	label: 'One client, many ports',
	uses: ['server', 'serverPort'],
	description:
		'One client that opens connection after connection to one server: only the client port changes, one up each time, and after 64,512 connections the ports come round again. What a load generator or a backup does; without hashed ports all of it is one flow.',
	fill({ batch, first, parameters: { server, serverPort } }) {
		fillEndpoints(batch, server);
		fillPorts(batch, (i) => {
			const port = FIRST_PORT + ((EPHEMERAL.first - FIRST_PORT + first + i) % PORTS);
			return portWord(port, serverPort);
		});
	},
};
