import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type { FaultEffect, FaultSpec } from '../../server/src/daemon/protocol.js';
import type { Device } from '../../server/src/devices/device.js';
import type { DeviceJournal } from '../../server/src/devices/journal/deviceJournal.js';
import { Journals } from '../../server/src/devices/journal/journals.js';
import { openDevice } from '../../server/src/devices/open.js';
import {
	type AppliedPush,
	applyPush,
	applyRollback,
	findInterrupted,
	preparePush,
	prepareRollback,
} from '../../server/src/devices/push.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import { diffStates } from '../../server/src/plan/diff.js';
import { listDifferences } from '../../server/src/plan/differences.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith } from '../support/adapter.js';
import { clientOf } from '../support/daemon.js';
import { randomState } from '../support/randomState.js';

const PUSHES = 1_000;
/** A request that is held up longer than its answer is waited for, in milliseconds, and how long it is waited for. */
const DELAY = 3_000;
const PATIENCE = 2_000;
const processors = adapterWith().rssProcessors.processors;

/** Something that can go wrong, at some request of the push or of its rollback. */
function randomFault(random: SeededRandom): FaultSpec {
	const below = (n: number) => random.next() % n;
	const effects: readonly (() => FaultEffect)[] = [
		() => ({ kind: 'status', status: ['NDIS_STATUS_FAILURE', 'NDIS_STATUS_NO_QUEUES'][below(2)] as string }),
		() => ({ kind: 'adapterNotReady' }),
		() => ({ kind: 'lowPower' }),
		() => ({ kind: 'resources' }),
		() => ({ kind: 'vportVanishes', vportId: 1 + below(3) }),
		() => ({ kind: 'dropBefore' }),
		() => ({ kind: 'dropAfter' }),
		() => (below(32) === 0 ? { kind: 'delay', milliseconds: DELAY } : { kind: 'dropAfter' }),
	];
	const effect = (effects[below(effects.length)] as () => FaultEffect)();
	const lasts = effect.kind !== 'delay' && below(6) === 0;
	return { skip: below(10), times: lasts ? 0xffffffff : 1 + below(2), effect };
}

/** What a result must say of the state that is really there, and must not leave out. */
function judge(result: AppliedPush, now: AdapterState, first: AdapterState, wanted: AdapterState): void {
	const { outcome, message, differences } = result;
	if (outcome === 'applied') {
		expect(diffStates(now, wanted), message).toEqual([]);
	} else if (differences.length === 0) {
		expect(diffStates(now, first), message).toEqual([]);
	} else {
		expect(outcome, message).toBe('failed');
		// Every difference a line, and behind them why it is so.
		const lines = listDifferences(diffStates(now, first), 'vmq');
		expect(differences.slice(0, lines.length), message).toEqual(lines);
		expect(differences.length).toBeLessThanOrEqual(lines.length + 1);
	}
}

describe('pushes to an emulator where anything goes wrong', () => {
	let folder: string;
	let miniport: MiniportAdapter;
	let daemon: EmulatorServer;
	let saboteur: MessageConnection;
	let device: Device;
	let journal: DeviceJournal;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rssv2-random-'));
		const path = join(folder, 'd.sock');
		miniport = new MiniportAdapter(adapterWith());
		daemon = new EmulatorServer(miniport);
		await daemon.listen({ kind: 'unix', path });
		saboteur = await clientOf({ kind: 'unix', path });
		device = await openDevice(`emulator://${path}`, { environment: {}, timeouts: { request: PATIENCE } });
		journal = new Journals(join(folder, 'state')).of(device.uri);
	});
	afterAll(async () => {
		saboteur.dispose();
		await device.close();
		await daemon.close();
		await rm(folder, { recursive: true, force: true });
	});

	/** Pushes once, and gives up in between when the dice say so. */
	async function pushOnce(random: SeededRandom, wanted: AdapterState): Promise<AppliedPush> {
		const prepared = await preparePush(device, wanted);
		expect(prepared.refused).toBeUndefined();
		const giveUp = new AbortController();
		const giveUpAt = random.next() % 60;
		const count = random.next() % 3;
		const faults = Array.from({ length: count }, () => randomFault(random));
		await saboteur.sendRequest('fault/set', { faults });
		const result = await applyPush(device, prepared, {
			journal,
			signal: giveUp.signal,
			onProgress: ({ done, phase }) => phase === 'apply' && done === giveUpAt && giveUp.abort(),
		});
		await saboteur.sendRequest('fault/set', { faults: [] });
		judge(result, miniport.state(), prepared.first, prepared.wanted);
		return result;
	}

	it(`ends each of ${PUSHES.toLocaleString('en')} old, new, or exactly reported; what is left half done is rolled back later`, {
		timeout: 300_000,
	}, async () => {
		const random = new SeededRandom(20);
		const seen = { applied: 0, rolledBack: 0, cancelled: 0, failed: 0, recovered: 0, undone: 0, lost: 0 };
		for (let i = 0; i < PUSHES; i++) {
			const before = miniport.state();
			const result = await pushOnce(random, randomState(random, processors));
			seen[result.outcome]++;
			if (result.undone) seen.undone++;
			if (/Read back, the step had/.test(result.message)) seen.lost++;
			await device.reconnect();
			const open = await findInterrupted(device, journal);
			expect(open !== undefined, result.message).toBe(result.differences.length > 0);
			// Half of what went through is taken back too.
			if (!open && (result.outcome !== 'applied' || result.stepsPlanned === 0 || random.next() % 2)) continue;
			const prepared = await prepareRollback(device, journal);
			expect(prepared.interrupted).toBe(open !== undefined);
			if (!open) expect(prepared.foreign).toEqual([]);
			const back = await applyRollback(device, journal, prepared);
			expect(back).toMatchObject({ outcome: 'applied', differences: [] });
			expect(diffStates(miniport.state(), before)).toEqual([]);
			expect(journal.read()).toMatchObject({ state: 'finished', entry: { end: 'rolledBack' } });
			seen.recovered++;
		}
		console.log(JSON.stringify(seen));
		expect(seen.applied).toBeGreaterThan(PUSHES / 4);
		for (const outcome of ['rolledBack', 'cancelled', 'failed', 'recovered', 'undone', 'lost'] as const)
			expect(seen[outcome], outcome).toBeGreaterThan(10);
	});
});
