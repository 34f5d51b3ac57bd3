import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type { OidRequestResult, WireState } from '../../server/src/daemon/protocol.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../server/src/emulator/request.js';
import { formatProcessor } from '../../server/src/rss/processor.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { Choices, randomRequest } from '../fuzz/randomRequest.js';
import { adapterWith } from '../support/adapter.js';
import { clientOf, connectTo, socketDirectory } from '../support/daemon.js';
import { change } from '../unit/emulator/ruleCases.js';

const METHODS = [
	'oid/request',
	'adapter/fresh',
	'adapter/describe',
	'state/get',
	'trace/start',
	'trace/stop',
	'session/authenticate',
	'no/such',
	'constructor',
];
const JUNK = [undefined, null, 0, -1, 1e300, '', 'x'.repeat(5_000), [], {}, [[[]]], { faults: 1 }, true];

const wire = ({ oid, type, vportId, processor, inputBuffer, outputBufferLength }: OidRequest) => ({
	oid,
	type,
	...(vportId !== undefined && { vportId }),
	...(processor !== undefined && { processor: formatProcessor(processor) }),
	...(outputBufferLength !== undefined && { outputBufferLength }),
	inputBuffer: Buffer.from(inputBuffer).toString('base64'),
});

let directory: Awaited<ReturnType<typeof socketDirectory>>;
let server: EmulatorServer;
const clients: MessageConnection[] = [];
beforeEach(async () => {
	directory = await socketDirectory();
	server = new EmulatorServer(new MiniportAdapter(adapterWith()));
	await server.listen({ kind: 'unix', path: directory.path });
});
afterEach(async () => {
	for (const client of clients.splice(0)) client.dispose();
	await server.close();
	await directory.remove();
});
const connect = async () => {
	const client = await clientOf({ kind: 'unix', path: directory.path });
	clients.push(client);
	return client;
};

it('whatever a foreign client sends on an adapter of its own, nobody else meets any of it', async () => {
	const [steady, foreign] = [await connect(), await connect()];
	const fresh = { mode: 'vmq', rssProcessors: ['0:2', '0:3', '0:4'] };
	await foreign.sendRequest('adapter/fresh', fresh);
	const choices = new Choices(new SeededRandom(20_26));
	const guide = new MiniportAdapter(adapterWith());
	const junk = () => {
		const members = ['oid', 'type', 'vportId', 'processor', 'inputBuffer', 'mode', 'rssProcessors', 'layout'];
		return Object.fromEntries(members.map((name) => [name, choices.of(JUNK)]));
	};
	let changes = 0;
	steady.onNotification('state/changed', () => {
		changes++;
	});
	const answers: Promise<unknown>[] = [];
	const rounds = 40;
	for (let round = 0; round < rounds; round++) {
		for (let i = 0; i < 25; i++) {
			const meant = !choices.oneIn(3);
			const method = meant ? 'oid/request' : choices.of(METHODS);
			const params: object = meant ? wire(randomRequest(choices, guide)) : junk();
			answers.push(foreign.sendRequest(method, params).catch((error: Error) => error.message));
		}
		const raw = await connectTo({ kind: 'unix', path: directory.path });
		raw.on('error', () => {});
		raw.end(choices.bytes(300));
		const name = `round ${round}`;
		const renamed = wire(change({ vportId: 0, flags: 0x20000, vportName: name }));
		const answer = await steady.sendRequest<OidRequestResult>('oid/request', renamed);
		expect(answer.statusName).toBe('NDIS_STATUS_SUCCESS');
		const state = await steady.sendRequest<WireState>('state/get', {});
		expect(state.entities).toMatchObject([{ vportId: 0, name, numberOfQueues: 1, rssEnabled: false }]);
		expect(state.nicSwitch?.allocatedVFs).toEqual([]);
	}
	// Every request has its answer, an error or a status, and none was an internal one.
	const said = await Promise.all(answers);
	expect(said).toHaveLength(25 * rounds);
	expect(said.filter((one) => typeof one === 'string' && /internal/i.test(one))).toEqual([]);
	expect(changes).toBe(rounds);
});
