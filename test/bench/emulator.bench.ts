import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../server/src/emulator/request.js';
import { Oid, oidName } from '../../server/src/ndis/oid.js';
import { encodeReceiveScaleParametersV2 } from '../../server/src/ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries } from '../../server/src/ndis/rssSetIndirectionEntries.js';
import { formatProcessor, type Processor } from '../../server/src/rss/processor.js';
import { adapterWith, p } from '../support/adapter.js';
import { bundleProgram, type ChildDaemon, startProgram } from '../support/childDaemon.js';
import { clientOf, socketDirectory } from '../support/daemon.js';
import { NaiveModel } from '../support/naive/model.js';
import { median, relativeSpread } from '../support/statistics.js';

/**
 * Requests a second, in process and over the socket. In process the peer is the naive model of the rules, which gets its
 * requests decoded and answers without bytes; over the socket it is a bare JSON-RPC echo that gets the same messages.
 */
const ROUNDS = 15;
const [FIRST, SECOND] = [p('0:2'), p('0:3')];
const PROCESSORS = Array.from({ length: 8 }, (_, i) => `0:${i + 2}`);

/** Every parameter of a table of 128 entries, from one processor to another: 130 commands. */
const moveAll = (from: Processor, to: Processor): OidRequest => {
	const command = (flags: number, indirectionTableIndex: number) => ({
		switchId: 0,
		vportId: 0,
		flags,
		indirectionTableIndex,
		targetProcessor: to,
	});
	return {
		oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
		type: 'method',
		processor: from,
		inputBuffer: encodeRssSetIndirectionEntries([
			command(2, 0),
			command(1, 0),
			...Array.from({ length: 128 }, (_, entry) => command(0, entry)),
		]),
	};
};
const setQueues = (numberOfQueues: number, numberOfEntries = 128): OidRequest => ({
	oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
	type: 'set',
	vportId: 0,
	inputBuffer: encodeReceiveScaleParametersV2({
		flags: 0x19,
		hashInformation: 0,
		hashSecretKey: new Uint8Array(40),
		numberOfQueues,
		numberOfIndirectionTableEntries: numberOfEntries,
	}),
});
const moves = [moveAll(FIRST, SECOND), moveAll(SECOND, FIRST)] as const;
const sets = [setQueues(4), setQueues(8)] as const;

/** Microseconds a call, the median of rounds of `calls`; two ways in turn, so that both meet the same machine. */
function compare(calls: number, ours: (i: number) => void, peer: (i: number) => void) {
	const times: [number[], number[]] = [[], []];
	for (let round = 0; round < ROUNDS; round++) {
		for (const [which, call] of [ours, peer].entries()) {
			const start = performance.now();
			for (let i = 0; i < calls; i++) call(i);
			times[which]?.push(((performance.now() - start) * 1000) / calls);
		}
	}
	return times;
}

function report(what: string, ours: readonly number[], peer: readonly number[], peerName: string): void {
	const perSecond = (times: readonly number[]) => Math.round(1e6 / median(times)).toLocaleString('en');
	const ratio = (median(peer) / median(ours)).toFixed(2);
	const spread = `${Math.round(relativeSpread(ours) * 100)} %`;
	console.log(
		`${what}: ${perSecond(ours)} a second; ${peerName}: ${perSecond(peer)}; ratio ${ratio} (medians of ${ROUNDS}, ours spread ${spread})`,
	);
}

test('in process', () => {
	const adapter = new MiniportAdapter(adapterWith());
	const model = new NaiveModel(false, PROCESSORS, 128, 64);
	model.create(0, '0:2', true);
	const naiveSet = (queues: number) => ({
		vport: 0,
		on: true,
		queues,
		entries: 128,
		hash: undefined,
		keyBytes: 40,
	});
	expect(adapter.request(setQueues(8)).status).toBe(0);
	expect(model.set(naiveSet(8))).toBe('SUCCESS');
	const naiveMoves = ([from, to]: readonly [Processor, Processor]) => {
		const one = { switch: 0, vport: 0, target: formatProcessor(to) };
		return {
			actor: formatProcessor(from),
			moves: [
				{ ...one, flags: 2, index: 0 },
				{ ...one, flags: 1, index: 0 },
				...Array.from({ length: 128 }, (_, index) => ({ ...one, flags: 0, index })),
			],
		};
	};
	const naive = [naiveMoves([FIRST, SECOND]), naiveMoves([SECOND, FIRST])] as const;
	let refused = 0;
	const movesTimes = compare(
		400,
		(i) => {
			if (adapter.request(moves[(i % 2) as 0 | 1]).refusals.length > 0) refused++;
		},
		(i) => {
			const { actor, moves: commands } = naive[(i % 2) as 0 | 1];
			if (model.move(actor, commands).includes('NOT_ACCEPTED')) refused++;
		},
	);
	const setTimes = compare(
		4_000,
		(i) => {
			if (adapter.request(sets[(i % 2) as 0 | 1]).status !== 0) refused++;
		},
		(i) => {
			if (model.set(naiveSet(i % 2 ? 8 : 4)) !== 'SUCCESS') refused++;
		},
	);
	expect(refused).toBe(0);
	report('batches of 130 moves, in process', ...movesTimes, 'naive model');
	report('set requests, in process', ...setTimes, 'naive model');
});

let directory: { path: string; remove: () => Promise<void> };
const children: ChildDaemon[] = [];
beforeAll(async () => {
	directory = await socketDirectory();
});
afterAll(async () => {
	for (const { process, ended } of children) {
		process.kill();
		await ended;
	}
	await directory.remove();
});

test('over the socket', async () => {
	const folder = join(directory.path, '..');
	const client = async (name: 'daemonProcess' | 'echoProcess', ...more: string[]) => {
		const socket = join(folder, `${name}.sock`);
		children.push(await startProgram(await bundleProgram(name, folder), socket, ...more));
		return clientOf({ kind: 'unix', path: socket });
	};
	const emulator = await client('daemonProcess');
	const echo = await client('echoProcess');
	const wire = ({ inputBuffer, processor, oid, ...rest }: OidRequest) => ({
		...rest,
		oid: oidName(oid),
		...(processor !== undefined && { processor: formatProcessor(processor) }),
		inputBuffer: Buffer.from(inputBuffer).toString('base64'),
	});
	const status = async (connection: MessageConnection, request: object) =>
		(await connection.sendRequest<{ status: number }>('oid/request', request)).status;
	expect(await status(emulator, wire(setQueues(8)))).toBe(0);
	for (const [what, pair, calls] of [
		['batches of 130 moves', moves, 200],
		['set requests', sets, 400],
	] as const) {
		const requests = pair.map(wire);
		for (const [how, atOnce] of [
			['one after the other', 1],
			['32 at once', 32],
		] as const) {
			const ours: number[] = [];
			const peer: number[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				ours.push(
					await timeOf(calls, atOnce, async (i) => {
						if ((await status(emulator, requests[i % 2] ?? {})) !== 0) throw new Error('refused');
					}),
				);
				peer.push(await timeOf(calls, atOnce, (i) => echo.sendRequest('echo', requests[i % 2])));
			}
			report(`${what}, over the socket, ${how}`, ours, peer, 'bare echo');
		}
	}
	emulator.dispose();
	echo.dispose();
});

/** Microseconds a call, with so many under way at a time. */
async function timeOf(calls: number, atOnce: number, call: (i: number) => Promise<unknown>): Promise<number> {
	const start = performance.now();
	let next = 0;
	const worker = async () => {
		while (next < calls) await call(next++);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return ((performance.now() - start) * 1000) / calls;
}
