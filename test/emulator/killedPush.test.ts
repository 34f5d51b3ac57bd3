import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { Journals } from '../../server/src/devices/journal/journals.js';
import { openDevice } from '../../server/src/devices/open.js';
import { applyRollback, findInterrupted, prepareRollback } from '../../server/src/devices/push.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith } from '../support/adapter.js';
import { bundleProgram, startProgram } from '../support/childDaemon.js';
import { eventually } from '../support/languageServer.js';

/** RSSV2_KILLS=300 for the figures of server/docs/devices.md. */
const KILLS = Number(process.env['RSSV2_KILLS'] ?? 12);
/** A push takes some tens of milliseconds: a kill hits anything between the reading of one and the end of a later one. */
const LATEST = 120;

describe('a process that is killed while it pushes', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rssv2-killed-push-'));
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	it(`leaves the device old, new, or told as interrupted and brought back by a rollback, ${KILLS} times`, {
		timeout: 60_000 + KILLS * 10_000,
	}, async () => {
		const program = await bundleProgram('pushProcess', folder);
		const path = join(folder, 'd.sock');
		const miniport = new MiniportAdapter(adapterWith());
		const sessions = new Set<number>();
		const daemon = new EmulatorServer(miniport, {
			log: (line) => {
				if (line.event === 'connected') sessions.add(line.session);
				if (line.event === 'disconnected') sessions.delete(line.session);
			},
		});
		await daemon.listen({ kind: 'unix', path });
		const random = new SeededRandom(31);
		const journals = join(folder, 'state');
		const seen = { old: 0, new: 0, interrupted: 0 };
		for (let i = 0; i < KILLS; i++) {
			const pusher = await startProgram(program, path, journals, String(i));
			await pause(random.next() % LATEST);
			// It goes on until it is killed: nothing of it has failed before.
			expect(pusher.process.exitCode).toBeNull();
			pusher.process.kill('SIGKILL');
			await pusher.ended;
			await eventually('the end of its connection', () => sessions.size === 0 || undefined);

			const device = await openDevice(`emulator://${path}`, { environment: {} });
			// As a process that starts anew sees it.
			const journal = new Journals(journals).of(device.uri);
			const open = await findInterrupted(device, journal);
			if (open) {
				seen.interrupted++;
				expect(new Journals(journals).interrupted()).toHaveLength(1);
				const prepared = await prepareRollback(device, journal);
				expect(prepared).toMatchObject({ interrupted: true, foreign: [] });
				const back = await applyRollback(device, journal, prepared);
				expect(back, back.message).toMatchObject({ outcome: 'applied', differences: [] });
				expect(miniport.state().entities).toEqual(open.first.entities);
			} else {
				const { first, wanted } = journal.read()?.entry ?? {};
				const { entities } = miniport.state();
				const isNew = JSON.stringify(entities) === JSON.stringify(wanted?.entities);
				if (!isNew) expect(entities).toEqual(first?.entities);
				seen[isNew ? 'new' : 'old']++;
			}
			await device.close();
			await eventually('the end of our connection', () => sessions.size === 0 || undefined);
		}
		await daemon.close();
		console.log(JSON.stringify(seen));
		expect(seen.interrupted).toBeGreaterThan(0);
	});
});
