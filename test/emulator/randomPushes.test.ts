import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type { FaultEffect } from '../../server/src/daemon/protocol.js';
import type { Device } from '../../server/src/devices/device.js';
import type { DeviceJournal } from '../../server/src/devices/journal/deviceJournal.js';
import { Journals } from '../../server/src/devices/journal/journals.js';
import { openDevice } from '../../server/src/devices/open.js';
import {
	type AppliedPush,
	applyPush,
	applyRollback,
	type DeviceSnapshot,
	findInterrupted,
	preparePush,
	prepareRollback,
} from '../../server/src/devices/push.js';
import type { AdapterDescription } from '../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import { diffStates } from '../../server/src/plan/diff.js';
import { listDifferences, listSwitchDifferences } from '../../server/src/plan/differences.js';
import { wantedVirtualFunctions } from '../../server/src/plan/virtualFunctions.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { clientOf } from '../support/daemon.js';
import { PATIENCE, randomFault } from '../support/randomFault.js';
import { descriptions, statesOf } from '../unit/plan/arbitraries.js';

/** RSSV2_PUSHES=1000 for the figures of server/docs/devices.md. */
const PUSHES = Number(process.env['RSSV2_PUSHES'] ?? 120);
/** Pushes that one adapter gets. */
const A_ROUND = 10;

/** How the log of a daemon names each kind of fault that it can inject. */
const TOLD: Readonly<Record<FaultEffect['kind'], string>> = {
	status: 'NDIS_STATUS_FAILURE',
	adapterNotReady: 'NDIS_STATUS_ADAPTER_NOT_READY',
	adapterRemoved: 'NDIS_STATUS_ADAPTER_REMOVED',
	lowPower: 'NDIS_STATUS_LOW_POWER_STATE',
	resources: 'NDIS_STATUS_RESOURCES',
	vportVanishes: 'vportVanishes',
	delay: 'delay',
	dropBefore: 'dropBefore',
	dropAfter: 'dropAfter',
};

/** What a push is about, without what only the product compares. */
function plain({ entities, nicSwitch }: AdapterState) {
	return { entities, functions: nicSwitch?.allocatedVFs.map(({ vfId }) => vfId) };
}

/** What a result must say of the state that is really there, and must not leave out. */
function judge(
	{ outcome, message, differences }: AppliedPush,
	now: AdapterState,
	first: AdapterState,
	wanted: AdapterState,
	mode: AdapterDescription['mode'],
): void {
	if (outcome === 'applied') {
		expect(plain(now), message).toEqual(plain(wanted));
	} else if (differences.length === 0) {
		expect(plain(now), message).toEqual(plain(first));
	} else {
		expect(outcome, message).toBe('failed');
		// Every difference a line, and behind them why it is so.
		const lines = [...listDifferences(diffStates(now, first), mode), ...listSwitchDifferences(now, first)];
		expect(lines.length, message).toBeGreaterThan(0);
		expect(differences.slice(0, lines.length), message).toEqual(lines);
		expect(differences.length).toBeLessThanOrEqual(lines.length + 1);
	}
}

/** A state with the virtual functions that it needs. */
function wish({ entities }: AdapterState): (device: DeviceSnapshot) => AdapterState {
	return ({ state }) => ({
		entities,
		...(state.nicSwitch && {
			nicSwitch: { ...state.nicSwitch, allocatedVFs: wantedVirtualFunctions(state, entities) },
		}),
	});
}

/** An adapter in a daemon, a device that is pushed to, and another client that makes things go wrong. */
class Bench {
	private constructor(
		readonly miniport: MiniportAdapter,
		readonly daemon: EmulatorServer,
		readonly saboteur: MessageConnection,
		readonly device: Device,
		readonly journal: DeviceJournal,
	) {}

	/** @param onFault told the effect of each fault that strikes */
	static async start(
		folder: string,
		description: AdapterDescription,
		onFault: (effect: string) => void,
	): Promise<Bench> {
		const path = join(folder, `${Math.random().toString(36).slice(2)}.sock`);
		const miniport = new MiniportAdapter(description);
		const daemon = new EmulatorServer(miniport, {
			log: (line) => line.event === 'fault' && onFault(line.fault.replace(/ .*/, '')),
		});
		await daemon.listen({ kind: 'unix', path });
		const saboteur = await clientOf({ kind: 'unix', path });
		const device = await openDevice(`emulator://${path}`, {
			environment: {},
			timeouts: { request: PATIENCE },
		});
		return new Bench(miniport, daemon, saboteur, device, new Journals(join(folder, 'state')).of(device.uri));
	}

	/** Pushes once among faults, and gives up in between when the dice say so. */
	async push(random: SeededRandom, wanted: AdapterState): Promise<AppliedPush> {
		const { device, miniport, journal } = this;
		const prepared = await preparePush(device, wish(wanted));
		expect(prepared.refused).toBeUndefined();
		const giveUp = new AbortController();
		const giveUpAt = random.next() % 60;
		const faults = Array.from({ length: random.next() % 3 }, () => randomFault(random));
		await this.saboteur.sendRequest('fault/set', { faults });
		const result = await applyPush(device, prepared, {
			journal,
			signal: giveUp.signal,
			onProgress: ({ done, phase }) => phase === 'apply' && done === giveUpAt && giveUp.abort(),
		});
		await this.saboteur.sendRequest('fault/set', { faults: [] });
		judge(result, miniport.state(), prepared.first, prepared.wanted, miniport.description.mode);
		return result;
	}

	async end(): Promise<void> {
		this.saboteur.dispose();
		await this.device.close();
		await this.daemon.close();
	}
}

describe('pushes to emulators where anything goes wrong', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rssv2-random-'));
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	it(`ends each of ${PUSHES.toLocaleString('en')} old, new, or exactly reported; what is left half done is rolled back later`, {
		timeout: 60_000 + PUSHES * 2_000,
	}, async () => {
		const random = new SeededRandom(20);
		const seen = { applied: 0, rolledBack: 0, cancelled: 0, failed: 0, recovered: 0, undone: 0, lost: 0 };
		const struck = new Map<string, number>();
		const onFault = (effect: string) => struck.set(effect, (struck.get(effect) ?? 0) + 1);
		const adapters = fc.sample(descriptions, { numRuns: Math.ceil(PUSHES / A_ROUND), seed: 5 });
		for (const [n, description] of adapters.entries()) {
			const bench = await Bench.start(folder, description, onFault);
			const { device, journal, miniport } = bench;
			for (const wanted of fc.sample(statesOf(description), { numRuns: A_ROUND, seed: n })) {
				const before = plain(miniport.state());
				const result = await bench.push(random, wanted);
				seen[result.outcome]++;
				if (result.undone) seen.undone++;
				if (/Read back, the step had/.test(result.message)) seen.lost++;
				await device.reconnect();
				const open = await findInterrupted(device, journal);
				expect(open !== undefined, result.message).toBe(result.differences.length > 0);
				// Half of what went through is taken back too.
				const keep = result.outcome !== 'applied' || result.stepsPlanned === 0 || random.next() % 2 > 0;
				if (!open && keep) continue;
				const prepared = await prepareRollback(device, journal);
				expect(prepared.interrupted).toBe(open !== undefined);
				if (!open) expect(prepared.foreign).toEqual([]);
				const back = await applyRollback(device, journal, prepared);
				expect(back).toMatchObject({ outcome: 'applied', differences: [] });
				expect(plain(miniport.state())).toEqual(before);
				expect(journal.read()).toMatchObject({ state: 'finished', entry: { end: 'rolledBack' } });
				seen.recovered++;
			}
			await bench.end();
		}
		console.log(JSON.stringify({ ...seen, adapters: adapters.length, faults: Object.fromEntries(struck) }));
		expect(seen.applied).toBeGreaterThan(PUSHES / 4);
		for (const outcome of ['rolledBack', 'cancelled', 'failed', 'recovered'] as const)
			expect(seen[outcome], outcome).toBeGreaterThan(0);
		if (PUSHES < 1000) return;
		for (const outcome of ['undone', 'lost'] as const) expect(seen[outcome], outcome).toBeGreaterThan(0);
		expect([...struck.keys()]).toEqual(expect.arrayContaining(Object.values(TOLD)));
	});
});
