import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../../server/src/emulator/request.js';
import { affinityOf } from '../../../server/src/ndis/groupAffinity.js';
import { Oid } from '../../../server/src/ndis/oid.js';
import { encodeReceiveScaleParametersV2 } from '../../../server/src/ndis/receiveScaleParametersV2.js';
import {
	decodeEntryStatuses,
	encodeRssSetIndirectionEntries,
} from '../../../server/src/ndis/rssSetIndirectionEntries.js';
import { Status } from '../../../server/src/ndis/status.js';
import { adapterWith, p } from '../../support/adapter.js';
import { brokenInvariant } from '../../support/invariants.js';
import { change, create, createSwitch, deleteSwitch, remove, setV1 } from './ruleCases.js';

const oid = fc.oneof(
	{ weight: 9, arbitrary: fc.constantFrom(...Object.values(Oid)) },
	{ weight: 1, arbitrary: fc.nat() },
);
const type = fc.constantFrom('query' as const, 'set' as const, 'method' as const);
const small = fc.oneof(
	{ weight: 4, arbitrary: fc.nat(8) },
	{ weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffffffff }) },
);
const processors = fc.constantFrom(p('0:2'), p('0:3'), p('0:4'), p('0:9'), p('1:1'));

/** Requests that mean something, bent in a few places or not at all. */
const meant: fc.Arbitrary<OidRequest> = fc.oneof(
	fc
		.record({
			flags: fc.nat(0x1f),
			hashInformation: fc.constantFrom(0x1701, 0x101),
			numberOfQueues: small,
			numberOfIndirectionTableEntries: fc.constantFrom(1, 2, 4, 8, 5),
			key: fc.nat(1),
			vportId: fc.nat(2),
		})
		.map(({ key, vportId, ...value }) => ({
			oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
			type: 'set' as const,
			vportId,
			inputBuffer: encodeReceiveScaleParametersV2({
				...value,
				hashSecretKey: new Uint8Array(40).fill(key),
			}),
		})),
	fc
		.record({
			entries: fc.array(
				fc.record({
					switchId: fc.constant(0),
					vportId: fc.nat(2),
					flags: fc.constantFrom(0, 0, 0, 1, 2),
					indirectionTableIndex: fc.nat(5),
					targetProcessor: processors,
				}),
				{ maxLength: 4 },
			),
			processor: processors,
		})
		.map(({ entries, processor }) => ({
			oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
			type: 'method' as const,
			processor,
			inputBuffer: encodeRssSetIndirectionEntries(entries),
		})),
	fc
		.record({
			vportId: fc.nat(3),
			attachedFunctionId: fc.constantFrom(0xffff, 0xffff, 0),
			numQueuePairs: fc.nat(4),
		})
		.map((value) => create(value)),
	fc
		.record({
			vportId: fc.nat(3),
			flags: fc.constantFrom(0x20000, 0x80000, 0x100000, 0x800000, 0x900000),
			numQueuePairs: fc.nat(4),
			processorAffinity: processors.map(affinityOf),
		})
		.map((value) => change(value)),
	fc.nat(3).map(remove),
	fc.constantFrom(deleteSwitch(), createSwitch({ numQueuePairsForDefaultVPort: 1 })),
	fc
		.record({
			flags: fc.constantFrom(0, 0x10, 0x2e),
			indirectionTable: fc.array(processors, { minLength: 1, maxLength: 4 }),
			defaultProcessorNumber: processors,
		})
		.map((value) => setV1(value)),
);

const bent: fc.Arbitrary<OidRequest> = fc
	.record({
		request: meant,
		pokes: fc.array(fc.tuple(fc.nat(0x50), fc.nat(255)), { minLength: 1, maxLength: 3 }),
		cut: fc.option(fc.nat(0x300), { nil: undefined, freq: 4 }),
	})
	.map(({ request, pokes, cut }) => {
		const inputBuffer = request.inputBuffer.slice(0, cut);
		for (const [at, value] of pokes) if (at < inputBuffer.length) inputBuffer[at] = value;
		return { ...request, inputBuffer };
	});

const rubbish: fc.Arbitrary<OidRequest> = fc
	.record(
		{
			oid,
			type,
			vportId: small,
			processor: processors,
			inputBuffer: fc.oneof(
				fc.uint8Array({ maxLength: 100 }),
				bent.map(({ inputBuffer }) => inputBuffer),
			),
			outputBufferLength: fc.nat(800),
		},
		{ requiredKeys: ['oid', 'type', 'inputBuffer'] },
	)
	.map((value) => value as OidRequest);

const request = fc.oneof(
	{ weight: 6, arbitrary: meant },
	{ weight: 2, arbitrary: bent },
	{ weight: 2, arbitrary: rubbish },
);

const adapters = fc
	.record({
		mode: fc.constantFrom('vmq' as const, 'native' as const),
		supportsIndependentEntryMove: fc.boolean(),
		asymmetricQueuePairsForNonDefaultVPort: fc.boolean(),
		rssPerPFVPortHashKey: fc.boolean(),
		maxNumQueuePairs: fc.integer({ min: 3, max: 12 }),
		maxNumVPorts: fc.integer({ min: 1, max: 4 }),
	})
	.map(({ mode, ...capabilities }) => adapterWith(capabilities, mode));

describe('MiniportAdapter', () => {
	it('answers whatever bytes with a status, keeps every limit, and changes nothing that it refuses', () => {
		let accepted = 0;
		fc.assert(
			fc.property(adapters, fc.array(request, { maxLength: 40 }), (description, requests) => {
				const miniport = new MiniportAdapter(description);
				if (description.mode === 'vmq') miniport.request(create({ vportId: 1 }));
				for (const one of requests) {
					const before = miniport.state();
					const input = one.inputBuffer.slice();
					const result = miniport.request(one);
					expect(one.inputBuffer).toEqual(input);
					expect(Number.isInteger(result.status) && result.status >= 0 && result.status <= 0xffffffff).toBe(
						true,
					);
					expect(result.status).not.toBe(Status.PENDING);
					if (result.status !== 0) {
						expect(result.refusals).toHaveLength(1);
						expect(miniport.state()).toEqual(before);
					} else if (one.type !== 'query') accepted++;
					if (one.type === 'query') expect(miniport.state()).toEqual(before);
					for (const { message, status } of result.refusals) {
						expect(message).toMatch(/^[A-Z\d].*\.$/s);
						expect(status).not.toBe(0);
					}
					if (result.status === 0 && one.outputBufferLength !== undefined) {
						expect(result.outputBuffer.length).toBeLessThanOrEqual(one.outputBufferLength);
					}
					expect(brokenInvariant(miniport.state(), miniport.description)).toBeUndefined();
				}
			}),
			{ numRuns: 300 },
		);
		expect(accepted).toBeGreaterThan(100);
	});

	it('takes a group of moves whole or not at all', () => {
		const move = fc.record({
			vportId: fc.nat(1),
			flags: fc.constantFrom(0, 0, 0, 1, 2, 8),
			indirectionTableIndex: fc.nat(5),
			targetProcessor: processors,
			switchId: fc.constant(0),
		});
		fc.assert(
			fc.property(
				fc.array(move, { minLength: 1, maxLength: 12 }),
				fc.integer({ min: 1, max: 4 }),
				fc.boolean(),
				(moves, queues, on) => {
					const miniport = new MiniportAdapter(adapterWith());
					miniport.request(create({ vportId: 1 }));
					for (const vportId of [0, 1]) {
						const set = {
							flags: on ? 0x19 : 0x18,
							hashInformation: 0,
							hashSecretKey: new Uint8Array(40),
							numberOfQueues: queues,
							numberOfIndirectionTableEntries: 4,
						};
						expect(
							miniport.request({
								oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
								type: 'set',
								vportId,
								inputBuffer: encodeReceiveScaleParametersV2(set),
							}).status,
						).toBe(0);
					}
					const before = miniport.state().entities;
					const result = miniport.request({
						oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
						type: 'method',
						processor: p('0:2'),
						inputBuffer: encodeRssSetIndirectionEntries(moves),
					});
					const statuses = decodeEntryStatuses(result.outputBuffer) ?? [];
					expect(statuses).toHaveLength(moves.length);
					moves.forEach((one, i) => {
						if (moves[i + 1]?.vportId === one.vportId) expect(statuses[i]).toBe(statuses[i + 1]);
					});
					const after = miniport.state().entities;
					const groups = moves.filter((one, i) => moves[i - 1]?.vportId !== one.vportId).length;
					expect(result.refusals.length).toBeLessThanOrEqual(groups);
					for (const vportId of [0, 1]) {
						const taken = moves.some((one, i) => one.vportId === vportId && statuses[i] === 0);
						if (!taken) expect(after[vportId]).toEqual(before[vportId]);
					}
				},
			),
		);
	});

	it('gives snapshots that later requests do not reach, and takes them back', () => {
		const miniport = new MiniportAdapter(adapterWith());
		const first = miniport.state();
		const copy = structuredClone(first);
		expect(miniport.request(create({ vportId: 3 })).status).toBe(0);
		expect(first).toEqual(copy);
		first.entities[0]?.hashSecretKey.fill(9);
		expect(miniport.state().entities[0]?.hashSecretKey).toEqual(new Uint8Array(40));
		const { revision } = miniport;
		miniport.restore(copy);
		expect(miniport.state()).toEqual(copy);
		expect(miniport.revision).toBeGreaterThan(revision);
	});
});
