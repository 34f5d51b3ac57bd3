import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdapterState, EntityState } from '../../../server/src/emulator/state.js';
import { describeDiffs } from '../../../server/src/plan/describe.js';
import { diffStates } from '../../../server/src/plan/diff.js';
import { listDifferences } from '../../../server/src/plan/differences.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';
import { descriptions, statesOf } from './arbitraries.js';

const p = (n: number): Processor => processor(0, n);

const entity: EntityState = {
	vportId: 1,
	active: true,
	attachedFunctionId: 0xffff,
	rssEnabled: true,
	numberOfQueues: 2,
	hashInformation: 0x1701,
	hashSecretKey: new Uint8Array(40).fill(7),
	primaryProcessor: p(2),
	defaultProcessor: p(2),
	indirectionTable: [p(2), p(4), p(2), p(4)],
	name: 'sql01',
};

const state = (...entities: EntityState[]): AdapterState => ({ entities });

describe('diffStates', () => {
	it('is empty for equal states, and only for those', () => {
		const two = descriptions.chain((description) => fc.tuple(statesOf(description), statesOf(description)));
		fc.assert(
			fc.property(two, ([a, b]) => {
				expect(diffStates(a, structuredClone(a))).toEqual([]);
				const equal = JSON.stringify(a) === JSON.stringify(b);
				expect(diffStates(a, b).length === 0).toBe(equal);
			}),
		);
	});

	it('names members and steering parameters that differ', () => {
		const to: EntityState = {
			...entity,
			numberOfQueues: 4,
			primaryProcessor: p(8),
			indirectionTable: [p(2), p(6), p(2), p(4), p(2), p(4), p(2), p(4)],
			hashSecretKey: new Uint8Array(40).fill(8),
		};
		const [diff] = diffStates(state(entity), state(to));
		expect(diff).toMatchObject({
			kind: 'changed',
			vportId: 1,
			members: ['numberOfQueues', 'numberOfIndirectionTableEntries', 'hashSecretKey'],
			steering: [
				{ parameter: 'primary', from: p(2), to: p(8) },
				{ parameter: { entry: 1 }, from: p(4), to: p(6) },
				{ parameter: { entry: 4 }, from: undefined, to: p(2) },
				{ parameter: { entry: 5 } },
				{ parameter: { entry: 6 } },
				{ parameter: { entry: 7 } },
			],
		});
	});

	it('orders created, deleted and changed entities by VPort id', () => {
		const other = { ...entity, vportId: 5 };
		const renamed = { ...entity, name: 'sql02' };
		const diffs = diffStates(state(entity, other), state({ ...entity, vportId: 0 }, renamed));
		expect(diffs.map(({ kind, vportId }) => [vportId, kind])).toEqual([
			[0, 'created'],
			[1, 'changed'],
			[5, 'deleted'],
		]);
	});
});

describe('a diff in words', () => {
	const to: EntityState = {
		...entity,
		rssEnabled: false,
		numberOfQueues: 4,
		defaultProcessor: p(8),
		hashSecretKey: new Uint8Array(40).fill(0x5a),
		indirectionTable: [p(2), p(6), p(2), p(6)],
	};

	it('says per entity what changes', () => {
		expect(describeDiffs(diffStates(state(entity), state(to)), 'vmq')).toEqual([
			{
				entity: 'VPort 1 (sql01)',
				action: 'change',
				details: [
					'RSS: on → off',
					'numberOfQueues: 2 → 4',
					'hash secret key: another',
					'defaultProcessor: 0:2 → 0:8',
					'indirectionTable: 2 of 4 entries',
				],
			},
		]);
		const [created] = describeDiffs(diffStates(state(), state(entity)), 'vmq');
		expect(created).toMatchObject({ entity: 'VPort 1 (sql01)', action: 'create' });
		expect(created?.details).toContain('indirectionTable: 4 entries on 0:2, 0:4');
		const [deleted] = describeDiffs(diffStates(state(entity), state()), 'vmq');
		expect(deleted).toEqual({ entity: 'VPort 1 (sql01)', action: 'delete', details: [] });
		const [native] = describeDiffs(diffStates(state(entity), state(to)), 'native');
		expect(native?.entity).toBe('Adapter');
	});

	it('lists what stands between a device and a state, entry by entry', () => {
		const lines = listDifferences(diffStates(state(entity), state(to)), 'vmq');
		expect(lines).toContain('VPort 1 (sql01): entry 1 is 0:4 instead of 0:6');
		expect(lines).toContain('VPort 1 (sql01): 2 queues instead of 4');
		expect(lines).toHaveLength(6);
	});

	it('never tells a key', () => {
		const said = [
			...listDifferences(diffStates(state(entity), state(to)), 'vmq'),
			...describeDiffs(diffStates(state(entity), state(to)), 'vmq').flatMap(({ details }) => details),
		].join();
		expect(said).not.toMatch(/5a5a|0707|90, ?90/);
	});
});
