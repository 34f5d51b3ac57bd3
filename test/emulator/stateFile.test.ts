import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireState } from '../../server/src/daemon/protocol.js';
import { StateFile, StateFileError } from '../../server/src/daemon/stateFile.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { encodeReceiveScaleParametersV2 } from '../../server/src/ndis/receiveScaleParametersV2.js';
import { adapterWith } from '../support/adapter.js';
import { bundleProgram, startProgram } from '../support/childDaemon.js';
import { clientOf } from '../support/daemon.js';
import { allocateVF, create, setHash } from '../unit/emulator/ruleCases.js';

const queuesRequest = (numberOfQueues: number) => ({
	oid: 'OID_GEN_RECEIVE_SCALE_PARAMETERS_V2',
	type: 'set',
	vportId: 0,
	inputBuffer: Buffer.from(
		encodeReceiveScaleParametersV2({
			flags: 0x8,
			hashInformation: 0,
			hashSecretKey: new Uint8Array(40),
			numberOfQueues,
			numberOfIndirectionTableEntries: 0,
		}),
	).toString('base64'),
});

describe('StateFile', () => {
	let directory: string;
	beforeAll(async () => {
		directory = await mkdtemp(join(tmpdir(), 'rssv2-state-'));
	});
	afterAll(() => rm(directory, { recursive: true, force: true }));

	it('keeps everything, for its owner alone, and starts anew when there is no file', async () => {
		const path = join(directory, 'kept.json');
		const file = new StateFile(path);
		const adapter = new MiniportAdapter(adapterWith());
		file.load(adapter);
		for (const request of [allocateVF({ vfId: 3, vmName: 'guid "1"' }), setHash()]) {
			expect(adapter.request(request).status).toBe(0);
		}
		expect(adapter.request(create({ vportId: 6, attachedFunctionId: 3 })).status).toBe(0);
		expect(adapter.request(create({ vportId: 5, vportName: 'sql "01"', vportState: 2 })).status).toBe(0);
		file.save(adapter);
		file.save(adapter);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		const again = new MiniportAdapter(adapterWith());
		new StateFile(path).load(again);
		expect(again.state()).toEqual(adapter.state());
		expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
	});

	it('a state of before there were virtual functions has those of its VPorts', async () => {
		const path = join(directory, 'old.json');
		const adapter = new MiniportAdapter(adapterWith());
		for (const request of [allocateVF({ vfId: 2 }), create({ attachedFunctionId: 2 })]) {
			expect(adapter.request(request).status).toBe(0);
		}
		new StateFile(path).save(adapter);
		const { nicSwitch: _, ...old } = JSON.parse(await readFile(path, 'utf8'));
		await writeFile(path, JSON.stringify(old));
		const again = new MiniportAdapter(adapterWith());
		new StateFile(path).load(again);
		expect(again.state().nicSwitch?.allocatedVFs.map(({ vfId }) => vfId)).toEqual([2]);
		expect(again.state().entities).toEqual(adapter.state().entities);
	});

	it('says why a file cannot be used, and touches neither file nor adapter', async () => {
		const path = join(directory, 'wrong.json');
		const adapter = new MiniportAdapter(adapterWith());
		new StateFile(path).save(adapter);
		const good = JSON.parse(await readFile(path, 'utf8')) as WireState & Record<string, unknown>;
		const entity = good.entities[0] as WireState['entities'][0];
		const vf = {
			vfId: 0,
			vmName: '',
			vmFriendlyName: '',
			nicName: '',
			permanentMacAddress: '00155d010203',
			currentMacAddress: '',
		};
		const before = adapter.state();
		const wrong: [unknown, RegExp][] = [
			['{', /no state of an emulator/],
			['null', /version must be 1/],
			[{ ...good, version: 2 }, /version must be 1/],
			[{ ...good, mode: 'native' }, /mode must be vmq/],
			...(
				[
					[[], /nicSwitch must be an object/],
					[{ name: 5, numVFs: 1, allocatedVFs: [] }, /nicSwitch\.name must be a string/],
					[{ name: '', numVFs: -1, allocatedVFs: [] }, /nicSwitch\.numVFs must be/],
					[{ name: '', numVFs: 2 ** 31, allocatedVFs: [] }, /virtual functions/],
					[
						{ name: '', numVFs: 1, allocatedVFs: [{ ...vf, vfId: 0xffff }] },
						/allocatedVFs\[0\]\.vfId must be/,
					],
					[{ name: '', numVFs: 1, allocatedVFs: [{ ...vf, vfId: 1 }] }, /Virtual function 1 does not exist/],
					[
						{ name: '', numVFs: 1, allocatedVFs: [{ ...vf, currentMacAddress: '0' }] },
						/currentMacAddress must be/,
					],
					[{ name: '', numVFs: 1, allocatedVFs: [vf, vf] }, /Virtual function 0 is there twice/],
				] as const
			).map(([nicSwitch, message]): [unknown, RegExp] => [{ ...good, nicSwitch }, message]),
			[{ ...good, entities: [{ ...entity, attachedFunctionId: 0 }] }, /Virtual function 0 is not allocated/],
			[{ ...good, entities: [{ ...entity, receiveHash: false }] }, /receiveHash must be/],
			[{ ...good, entities: [{ ...entity, receiveHash: true, rssEnabled: true }] }, /Receive hash/],
			[{ ...good, entities: {} }, /entities must be an array/],
			[{ ...good, entities: [{ ...entity, vportId: 1 }] }, /VPort 0 is missing/],
			[{ ...good, entities: [entity, entity] }, /VPort 0 is there twice/],
			[{ ...good, entities: [{ ...entity, hashSecretKey: '00' }] }, /80 hexadecimal digits/],
			[{ ...good, entities: [{ ...entity, indirectionTable: ['0:2', 5] }] }, /indirectionTable\[1\]/],
			[{ ...good, entities: [{ ...entity, indirectionTable: ['0:2', '0:2', '0:2'] }] }, /power of two/],
			[{ ...good, entities: [{ ...entity, primaryProcessor: '1:1' }] }, /RSS processors/],
			[{ ...good, entities: [{ ...entity, numberOfQueues: 0 }] }, /At least 1 queue/],
			[
				{ ...good, entities: [{ ...entity, rssEnabled: true, indirectionTable: ['0:2', '0:3'] }] },
				/2 processors/,
			],
		];
		for (const [value, message] of wrong) {
			const text = typeof value === 'string' ? value : JSON.stringify(value);
			await writeFile(path, text);
			expect(() => new StateFile(path).load(adapter), text).toThrow(message);
			expect(() => new StateFile(path).load(adapter)).toThrow(StateFileError);
			expect(await readFile(path, 'utf8')).toBe(text);
			expect(adapter.state()).toEqual(before);
		}
		expect(() => new StateFile(join(directory, 'no', 'where.json')).save(adapter)).toThrow(
			/cannot be written/,
		);
		expect(() => new StateFile(directory).load(adapter)).toThrow(/cannot be read/);
	});

	it('loses nothing that was acknowledged, whenever the daemon is killed', async () => {
		const program = await bundleProgram('daemonProcess', directory);
		const [socket, state] = [join(directory, 'd.sock'), join(directory, 'killed.json')];
		let acknowledged = 1;
		let asked = 1;
		let kills = 0;
		for (let round = 0; round < 12; round++) {
			const { process: daemon, ended } = await startProgram(program, socket, state);
			const client = await clientOf({ kind: 'unix', path: socket });
			const kept = await client.sendRequest<WireState>('state/get', {});
			const { numberOfQueues } = kept.entities[0] as WireState['entities'][0];
			expect(numberOfQueues).toBeGreaterThanOrEqual(acknowledged);
			expect(numberOfQueues).toBeLessThanOrEqual(asked);
			asked = Math.max(asked, numberOfQueues);
			const dead = new Promise<void>((resolve) => client.onClose(() => resolve()));
			const answers: Promise<unknown>[] = [];
			for (let i = 0; i < 30; i++) {
				const queues = ++asked;
				answers.push(
					client.sendRequest<{ status: number }>('oid/request', queuesRequest(queues)).then(
						({ status }) => {
							if (status === 0) acknowledged = queues;
						},
						() => {},
					),
				);
				// Killed in the midst of requests, each round after another number of answers.
				if (i === 2 * round) void answers[round]?.then(() => daemon.kill('SIGKILL'));
			}
			await dead;
			client.dispose();
			expect(await ended).toEqual([null, 'SIGKILL']);
			kills++;
		}
		expect(kills).toBe(12);
		expect(acknowledged).toBeGreaterThan(12);
	});
});
