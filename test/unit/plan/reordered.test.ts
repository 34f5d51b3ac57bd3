import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { AdapterState, EntityState } from '../../../server/src/emulator/state.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import { planTransition } from '../../../server/src/plan/plan.js';
import { reorderedFlows } from '../../../server/src/plan/reordered.js';
import { adapterWith, p } from '../../support/adapter.js';
import { descriptions, statesOf } from './arbitraries.js';

const adapter = adapterWith();
const base: EntityState = {
	...(new MiniportAdapter(adapter).state().entities[0] as EntityState),
	rssEnabled: true,
	numberOfQueues: 4,
	hashInformation: 0x701,
	indirectionTable: ['0:2', '0:3', '0:4', '0:5'].map(p),
	defaultProcessor: p('0:2'),
};

function told(change: Partial<EntityState>, start: Partial<EntityState> = {}) {
	const from: AdapterState = { entities: [{ ...base, ...start }] };
	const to: AdapterState = { entities: [{ ...base, ...start, ...change }] };
	return reorderedFlows(from, to, planTransition(from, to, adapter), 'vmq').map(({ share, text }) => [
		share,
		text,
	]);
}

describe('reorderedFlows', () => {
	it('counts entries whose processor changes, as a share of the hash space', () => {
		expect(told({ indirectionTable: ['0:2', '0:3', '0:4', '0:4'].map(p) })).toEqual([
			[0.25, '25 % of the hash space (1 of 4 entries) changes its processor.'],
		]);
		// A larger table that clones the old one moves nothing.
		expect(told({ indirectionTable: [...base.indirectionTable, ...base.indirectionTable] })).toEqual([]);
		const half = [...base.indirectionTable, ...base.indirectionTable].with(7, p('0:2'));
		expect(told({ indirectionTable: half })).toEqual([
			[0.125, '12.5 % of the hash space (1 of 8 entries) changes its processor.'],
		]);
	});

	it('leaves out what reorders nothing', () => {
		expect(told({})).toEqual([]);
		expect(told({ name: 'x', numberOfQueues: 5 })).toEqual([]);
		expect(told({ primaryProcessor: p('0:9') })).toEqual([]);
	});

	it('says that every flow is touched by another key, RSS off and a primary that moves', () => {
		expect(told({ hashSecretKey: new Uint8Array(40).fill(7) })).toEqual([
			[1, expect.stringContaining('hashes anew')],
		]);
		expect(told({ rssEnabled: false })).toEqual([
			[0.75, '75 % of the hash space (3 of 4 entries) changes its processor.'],
		]);
		expect(told({ primaryProcessor: p('0:3') }, { rssEnabled: false })).toEqual([
			[1, '100 % of the hash space (4 of 4 entries) changes its processor.'],
		]);
	});

	it('tells what moves only on the way', () => {
		// RSS goes off and on for hash types that RSS on does not take: all flows visit the primary processor.
		const change = { hashInformation: 0 };
		expect(told(change, { primaryProcessor: p('0:9') })).toEqual([
			[1, '100 % of the hash space (4 of 4 entries) changes its processor, all of that only on the way.'],
		]);
	});

	it('names every entity that the emulator ever steers elsewhere during the plan, and no other', () => {
		const journeys = descriptions.chain((description) =>
			fc.record({
				description: fc.constant(description),
				from: statesOf(description),
				to: statesOf(description),
			}),
		);
		fc.assert(
			fc.property(journeys, ({ description, from, to }) => {
				const miniport = new MiniportAdapter(description);
				miniport.restore(from);
				const steps = planTransition(from, to, description);
				const touched = new Set<number>();
				for (const { request } of steps) {
					const before = miniport.state();
					miniport.request(encodeRequest(request, description.mode));
					for (const id of steeredElsewhere(before, miniport.state())) touched.add(id);
				}
				const kept = new Set(to.entities.map(({ vportId }) => vportId));
				const expected = from.entities.filter(({ vportId }) => touched.has(vportId) && kept.has(vportId));
				expect(reorderedFlows(from, to, steps, description.mode)).toHaveLength(expected.length);
			}),
			{ numRuns: 200 },
		);
	});
});

/** Entities of which some hash value is steered elsewhere, or hashed otherwise. */
function steeredElsewhere(before: AdapterState, after: AdapterState): number[] {
	const now = new Map(after.entities.map((entity) => [entity.vportId, entity]));
	const where = ({ rssEnabled, primaryProcessor, indirectionTable: table }: EntityState) =>
		Array.from({ length: 128 }, (_, i) => (rssEnabled ? table[i % table.length] : primaryProcessor)).join();
	const hash = ({ hashInformation, hashSecretKey }: EntityState) => `${hashInformation} ${hashSecretKey}`;
	const touched = (one: EntityState, next: EntityState | undefined) =>
		!next || where(one) !== where(next) || (one.rssEnabled && next.rssEnabled && hash(one) !== hash(next));
	return before.entities
		.filter((entity) => touched(entity, now.get(entity.vportId)))
		.map(({ vportId }) => vportId);
}
