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
import { statusName } from '../../../server/src/ndis/status.js';
import { formatProcessor } from '../../../server/src/rss/processor.js';
import { adapterWith, p } from '../../support/adapter.js';
import { NaiveModel, type NaiveMove, type NaiveSet } from '../../support/naive/model.js';
import { create } from './ruleCases.js';

const inside = Array.from({ length: 8 }, (_, i) => `0:${i + 2}`);
const MAX_ENTRIES = 16;
const MAX_QUEUES = 6;

// Few values, so that requests meet: most of them name something that is there and do what is allowed.
const oftenInside = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...inside.slice(0, 4)) },
	{ weight: 1, arbitrary: fc.constantFrom('0:1', '1:2', '0:63') },
);
const vport = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom(0, 1) },
	{ weight: 1, arbitrary: fc.constantFrom(2, 9) },
);
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

type Step =
	| ({ kind: 'set' } & NaiveSet)
	| { kind: 'move'; actor: string; moves: NaiveMove[] }
	/** Moves of parameters that do point at one processor: the model says which. */
	| { kind: 'drain'; vport: number; pick: number; targets: string[]; primary: boolean };

const set: fc.Arbitrary<Step> = fc.record({
	kind: fc.constant('set' as const),
	vport: fc.oneof({ weight: 9, arbitrary: vport }, { weight: 1, arbitrary: fc.constant(undefined) }),
	on: fc.boolean(),
	queues: sometimes(
		fc.oneof(
			{ weight: 8, arbitrary: fc.integer({ min: 1, max: MAX_QUEUES }) },
			{ weight: 1, arbitrary: fc.constantFrom(0, 7) },
		),
	),
	entries: sometimes(
		fc.oneof(
			{ weight: 8, arbitrary: fc.constantFrom(1, 2, 4, 8, 16) },
			{ weight: 1, arbitrary: fc.constantFrom(0, 3, 32) },
		),
	),
	hash: sometimes(fc.constantFrom(0x1701, 0x101, 0x1ff01, 0x1702, 0x1, 0x20001)),
	keyBytes: fc.oneof(
		{ weight: 20, arbitrary: fc.constant(40) },
		{ weight: 1, arbitrary: fc.constantFrom(0, 39, 41) },
	),
});
const move: fc.Arbitrary<NaiveMove> = fc.record({
	switch: fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
	vport,
	flags: fc.oneof(
		{ weight: 12, arbitrary: fc.constantFrom(0, 0, 0, 1, 2) },
		{ weight: 1, arbitrary: fc.constantFrom(3, 4, 8) },
	),
	index: fc.oneof(
		{ weight: 12, arbitrary: fc.nat(7) },
		{ weight: 1, arbitrary: fc.constantFrom(16, 0xfffd, 0xfffe, 0xffff) },
	),
	target: oftenInside,
});
const moves: fc.Arbitrary<Step> = fc.record({
	kind: fc.constant('move' as const),
	actor: oftenInside,
	moves: fc.oneof(
		{ weight: 20, arbitrary: fc.array(move, { maxLength: 5 }) },
		{ weight: 1, arbitrary: move.map((one) => Array.from({ length: 131 }, () => one)) },
	),
});
const drain: fc.Arbitrary<Step> = fc.record({
	kind: fc.constant('drain' as const),
	vport: fc.constantFrom(0, 1),
	pick: fc.nat(20),
	targets: fc.array(oftenInside, { minLength: 20, maxLength: 20 }),
	primary: fc.boolean(),
});

function requestOf(step: NaiveSet): OidRequest {
	const flags =
		(step.on ? 1 : 0) |
		(step.hash === undefined ? 0 : 2) |
		(step.queues === undefined ? 0 : 8) |
		(step.entries === undefined ? 0 : 16);
	return {
		oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
		type: 'set',
		...(step.vport !== undefined && { vportId: step.vport }),
		inputBuffer: encodeReceiveScaleParametersV2({
			flags,
			hashInformation: step.hash ?? 0xdead,
			hashSecretKey: new Uint8Array(step.keyBytes),
			numberOfQueues: step.queues ?? 0xdead,
			numberOfIndirectionTableEntries: step.entries ?? 0xdead,
		}),
	};
}

function moveRequestOf(actor: string, moves: readonly NaiveMove[]): OidRequest {
	return {
		oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
		type: 'method',
		processor: p(actor),
		inputBuffer: encodeRssSetIndirectionEntries(
			moves.map((one) => ({
				switchId: one.switch,
				vportId: one.vport,
				flags: one.flags,
				indirectionTableIndex: one.index,
				targetProcessor: p(one.target),
			})),
		),
	};
}

/** Turns a drain into moves that are accepted as far as the actor goes. */
function drained(
	model: NaiveModel,
	step: Extract<Step, { kind: 'drain' }>,
): { actor: string; moves: NaiveMove[] } {
	const vport = model.native ? 0 : step.vport;
	const entity = model.entities.get(vport);
	if (!entity) return { actor: '0:2', moves: [] };
	const all = [entity.default, entity.primary, ...entity.table];
	const actor = all[step.pick % all.length] as string;
	const found: NaiveMove[] = [];
	all.forEach((at, i) => {
		const target = step.targets[i % step.targets.length] as string;
		const one = { switch: 0, vport, index: Math.max(i - 2, 0), target, flags: i === 0 ? 2 : i === 1 ? 1 : 0 };
		if (at === actor && (i !== 1 || step.primary)) found.push(one);
	});
	return { actor, moves: found };
}

function snapshot(adapter: MiniportAdapter) {
	return adapter.state().entities.map((entity) => ({
		id: entity.vportId,
		active: entity.active,
		on: entity.rssEnabled,
		queues: entity.numberOfQueues,
		hash: entity.hashInformation,
		primary: formatProcessor(entity.primaryProcessor),
		default: formatProcessor(entity.defaultProcessor),
		table: entity.indirectionTable.map(formatProcessor),
	}));
}

describe('MiniportAdapter beside a naive model', () => {
	it.each([{ native: false }, { native: true }])(
		'answers and ends the same (native: $native)',
		({ native }) => {
			const seen = new Map<string, number>();
			fc.assert(
				fc.property(fc.array(fc.oneof(set, moves, drain), { minLength: 1, maxLength: 30 }), (steps) => {
					const model = new NaiveModel(native, inside, MAX_ENTRIES, MAX_QUEUES);
					const limits = {
						numberOfReceiveQueues: MAX_QUEUES,
						maxNumQueuePairsForDefaultVPort: MAX_QUEUES,
						maxNumQueuePairsPerNonDefaultVPort: MAX_QUEUES,
						numberOfIndirectionTableEntries: MAX_ENTRIES,
						numberOfIndirectionTableEntriesForDefaultVPort: MAX_ENTRIES,
						numberOfIndirectionTableEntriesPerNonDefaultPFVPort: MAX_ENTRIES,
					};
					const adapter = new MiniportAdapter(adapterWith(limits, native ? 'native' : 'vmq'));
					model.create(0, '0:2', true);
					if (!native) {
						for (const [id, vportState] of [
							[1, 1],
							[2, 2],
						] as const) {
							const made = adapter.request(
								create({ vportId: id, vportState, processorAffinity: affinityOf(p('0:3')) }),
							);
							expect(made.status).toBe(0);
							model.create(id, '0:3', vportState === 1);
						}
					}
					for (const step of steps) {
						if (step.kind === 'set') {
							// A VPort id is nothing that a native adapter's request carries.
							const request = native ? { ...step, vport: undefined } : step;
							const wanted = model.set(request);
							expect(statusName(adapter.request(requestOf(request)).status)).toBe(`NDIS_STATUS_${wanted}`);
							seen.set(`set ${wanted}`, (seen.get(`set ${wanted}`) ?? 0) + 1);
						} else {
							const { actor, moves } = step.kind === 'move' ? step : drained(model, step);
							const wanted = model.move(actor, moves);
							const result = adapter.request(moveRequestOf(actor, moves));
							const statuses = (decodeEntryStatuses(result.outputBuffer) ?? []).map(statusName);
							if (typeof wanted === 'string') expect(statusName(result.status)).toBe(`NDIS_STATUS_${wanted}`);
							else
								expect([result.status, ...statuses]).toEqual([
									0,
									...wanted.map((name) => `NDIS_STATUS_${name}`),
								]);
							for (const name of [wanted].flat())
								seen.set(`move ${name}`, (seen.get(`move ${name}`) ?? 0) + 1);
						}
						const expected = [...model.entities].map(([id, entity]) => ({ id, ...entity }));
						expect(snapshot(adapter)).toEqual(expected);
					}
				}),
				{ numRuns: 400 },
			);
			// The requests reach everything there is to answer.
			const want = ['SUCCESS', 'INVALID_PARAMETER', 'INVALID_LENGTH', 'NO_QUEUES', 'INVALID_DATA'].map(
				(name) => `set ${name}`,
			);
			want.push(
				...['SUCCESS', 'INVALID_PARAMETER', 'NOT_ACCEPTED', 'NO_QUEUES', 'INVALID_DATA'].map(
					(name) => `move ${name}`,
				),
			);
			if (!native) want.push('set INVALID_PORT', 'move INVALID_PORT_STATE');
			expect(want.filter((name) => !seen.has(name))).toEqual([]);
		},
	);
});
