import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device, StepResult } from '../../server/src/devices/device.js';
import { openDevice } from '../../server/src/devices/open.js';
import { applyPush, preparePush } from '../../server/src/devices/push.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import { diffStates } from '../../server/src/plan/diff.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import type { PlannedRequest } from '../../server/src/plan/step.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith } from '../support/adapter.js';
import { bundleProgram, type ChildDaemon, startProgram } from '../support/childDaemon.js';
import { randomState } from '../support/randomState.js';

/** More by `RSSV2_PUSHES=1000`. */
const PUSHES = Number(process.env['RSSV2_PUSHES'] ?? 200);
/** One step in so many meets a daemon that is being killed. */
const STEPS_A_KILL = 60;

/** A daemon that is started again whenever it was killed. */
class MortalDaemon {
	#running: Promise<ChildDaemon>;
	kills = 0;

	constructor(readonly start: () => Promise<ChildDaemon>) {
		this.#running = start();
	}

	/** Resolves once one is listening. */
	async ready(): Promise<void> {
		await this.#running;
	}

	async kill(): Promise<void> {
		const { process, ended } = await this.#running;
		process.kill('SIGKILL');
		this.kills++;
		this.#running = ended.then(this.start);
		await ended;
	}

	async stop(): Promise<void> {
		const { process, ended } = await this.#running;
		process.kill('SIGKILL');
		await ended;
	}
}

/** A device over the daemon that knows what was acknowledged, and compares whatever is read with that. */
class Witness implements Device {
	readonly uri;
	readonly #model = new MiniportAdapter(adapterWith());
	#unanswered: PlannedRequest | undefined;
	#steps = 0;
	/** Requests without an answer that turned out to be done. */
	doneUnanswered = 0;

	constructor(
		readonly device: Device,
		readonly daemon: MortalDaemon,
		readonly random: SeededRandom,
	) {
		this.uri = device.uri;
	}

	describe(signal?: AbortSignal) {
		return this.device.describe(signal);
	}

	async read(signal?: AbortSignal): Promise<AdapterState> {
		const state = await this.device.read(signal);
		if (this.#unanswered && diffStates(this.#model.state(), state).length > 0) {
			this.#take(this.#unanswered);
			this.doneUnanswered++;
		}
		this.#unanswered = undefined;
		expect(diffStates(this.#model.state(), state)).toEqual([]);
		return state;
	}

	async apply(request: PlannedRequest, signal?: AbortSignal): Promise<StepResult> {
		// A push that begins anew after a lost connection has read the device first.
		expect(this.#unanswered).toBeUndefined();
		this.#unanswered = request;
		const answer = this.device.apply(request, signal);
		if (++this.#steps % STEPS_A_KILL === this.random.next() % STEPS_A_KILL) {
			const dead = this.daemon.kill();
			await answer.catch(() => {});
			await dead;
		}
		const result = await answer;
		if (result.accepted) this.#take(request);
		this.#unanswered = undefined;
		return result;
	}

	async reconnect(signal?: AbortSignal): Promise<void> {
		await this.daemon.ready();
		await this.device.reconnect(signal);
	}

	close(): Promise<void> {
		return this.device.close();
	}

	#take(request: PlannedRequest): void {
		const { status, refusals } = this.#model.request(encodeRequest(request, 'vmq'));
		expect([status, refusals]).toEqual([0, []]);
	}
}

describe('an emulator that is killed during pushes', () => {
	let folder: string;
	let daemon: MortalDaemon;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rssv2-killed-'));
		const program = await bundleProgram('daemonProcess', folder);
		daemon = new MortalDaemon(() =>
			startProgram(program, join(folder, 'd.sock'), join(folder, 'state.json')),
		);
		await daemon.ready();
	});
	afterAll(async () => {
		await daemon.stop();
		await rm(folder, { recursive: true, force: true });
	});

	it(`loses nothing that it acknowledged in ${PUSHES.toLocaleString('en')} pushes, and each ends old, new or told`, {
		timeout: 60_000 + PUSHES * 1_000,
	}, async () => {
		const random = new SeededRandom(9);
		const device = await openDevice(`emulator://${join(folder, 'd.sock')}`, { environment: {} });
		const witness = new Witness(device, daemon, random);
		const outcomes: Record<string, number> = {};
		for (let i = 0; i < PUSHES; i++) {
			const wanted = randomState(random, adapterWith().rssProcessors.processors);
			const prepared = await preparePush(witness, wanted);
			expect(prepared.refused).toBeUndefined();
			const { outcome, message, differences } = await applyPush(witness, prepared);
			outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
			if (outcome === 'failed') await witness.reconnect();
			const now = await witness.read();
			const goal = outcome === 'applied' ? wanted : prepared.first;
			if (outcome === 'failed') expect(differences, message).not.toEqual([]);
			else expect(diffStates(now, goal), message).toEqual([]);
		}
		expect(daemon.kills).toBeGreaterThan(PUSHES / 100);
		expect(outcomes['rolledBack']).toBeGreaterThan(PUSHES / 100);
		expect(outcomes['applied']).toBeGreaterThan(PUSHES / 2);
		await witness.close();
	});
});
