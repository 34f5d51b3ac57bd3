import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableEdits } from '../../../server/src/edit/tableEdit.js';
import { applyEdits } from '../../../server/src/edit/textEdit.js';
import { formatProcessor } from '../../../server/src/rss/processor.js';
import {
	BalanceError,
	type BalanceWishes,
	balanceEntity,
} from '../../../server/src/traffic/balanceEntity.js';
import { checkText } from '../../../server/src/validation/check.js';
import { model, vmqText } from '../../support/configuration.js';

/** Balances the first VPort of a file whose RSS processors are 0:2 to 0:15, two threads a core. */
function balanced(vport: string, entries: number[], wishes: BalanceWishes = {}, unhashed = 0) {
	const configuration = model(vmqText(`  - { id: 0, ${vport} }`));
	const [entity] = configuration.entities;
	if (!entity) throw new Error('no entity');
	const result = balanceEntity(configuration, entity, { entries, unhashed }, wishes);
	return { ...result, table: result.table.map(formatProcessor) };
}

const table = 'indirectionTable: ["0:2", "0:2", "0:2", "0:2"]';

describe('processors', () => {
	test('new ones are on idle cores first, by their first thread', () => {
		const { table: now } = balanced(`numberOfQueues: 4, ${table}`, [5, 5, 5, 5]);
		expect(new Set(now)).toEqual(new Set(['0:2', '0:4', '0:6', '0:8']));
	});
	test('siblings are used where cores are not enough, unless that is not wished', () => {
		const eight = `numberOfQueues: 8, indirectionTable: [${new Array(8).fill('"0:2"').join(', ')}]`;
		const loads = new Array<number>(8).fill(1);
		expect(new Set(balanced(eight, loads).table).size).toBe(8);
		expect(new Set(balanced(eight, loads, { oneThreadPerCore: true }).table).size).toBe(7);
	});
	test('a thread in use stays when one of its core is to go', () => {
		const { table: now, moved } = balanced(
			'numberOfQueues: 2, indirectionTable: ["0:3", "0:3", "0:2", "0:3"]',
			[1, 1, 1, 1],
			{ oneThreadPerCore: true },
		);
		expect(now).toContain('0:3');
		expect(now).not.toContain('0:2');
		expect(moved).toHaveLength(2);
	});
	test('never outside the RSS processors', () => {
		const { table: now } = balanced(`numberOfQueues: 16, ${table}`, [5, 5, 5, 5], { numaNode: 0 });
		expect(now.some((p) => p === '0:0' || p === '0:1' || p.startsWith('1:'))).toBe(false);
	});
});

describe('the default processor', () => {
	test('that is written costs a queue and carries what has no hash', () => {
		const result = balanced(`numberOfQueues: 2, defaultProcessor: "0:8", ${table}`, [5, 5, 5, 5], {}, 100);
		expect(new Set(result.table)).toEqual(new Set(['0:2']));
	});
	test('that is not follows entry 0, and what has no hash with it', () => {
		const result = balanced(`numberOfQueues: 2, ${table}`, [5, 5, 5, 5], {}, 15);
		const [first, ...others] = result.table;
		expect(others).not.toContain(first);
		expect(result.peak).toBe(20);
	});
});

describe('what cannot be balanced is told in a sentence', () => {
	test.each([
		['RSS off', `rss: false, ${table}`, [1, 1, 1, 1], {}, 'RSS is off'],
		['no load', table, [0, 0, 0, 0], {}, 'Nothing arrives by the table'],
		['an unknown node', table, [1, 1, 1, 1], { numaNode: 7 }, 'no NUMA node 7'],
		['a node without RSS processors', table, [1, 1, 1, 1], { numaNode: 1 }, 'None of the RSS processors'],
	])('%s', (_, vport, loads, wishes, message) => {
		expect(() => balanced(vport, loads, wishes)).toThrow(BalanceError);
		expect(() => balanced(vport, loads, wishes)).toThrow(message);
	});
});

test('the balanced file is one that the miniport takes, whatever is wished', () => {
	const cpu = fc.integer({ min: 2, max: 15 }).map((n) => `0:${n}`);
	const vport = fc.record({
		table: fc.constantFrom(1, 2, 4, 16).chain((n) => fc.array(cpu, { minLength: n, maxLength: n })),
		own: fc.option(cpu, { nil: undefined }),
		spare: fc.nat({ max: 4 }),
		loads: fc.array(fc.nat({ max: 1000 }), { minLength: 16, maxLength: 16 }),
		unhashed: fc.nat({ max: 500 }),
		numaNode: fc.option(fc.constant(0), { nil: undefined }),
		oneThreadPerCore: fc.boolean(),
		tolerance: fc.constantFrom(0, 0.01, 0.2),
	});
	fc.assert(
		fc.property(vport, ({ table, own, spare, loads, unhashed, ...wishes }) => {
			const used = new Set([...table, ...(own ? [own] : [])]).size;
			const queues = Math.min(16, used + spare);
			const text = vmqText(
				`  - id: 0\n    numberOfQueues: ${queues}\n${own ? `    defaultProcessor: "${own}"\n` : ''}    indirectionTable: [${table.map((p) => `"${p}"`).join(', ')}]\n`,
			);
			const errors = (of: string) =>
				checkText(of, { syntax: 'yaml' }).findings.filter(({ severity }) => severity === 'error');
			fc.pre(errors(text).length === 0);
			const configuration = model(text);
			const [entity] = configuration.entities;
			const entries = loads.slice(0, table.length);
			fc.pre(entity !== undefined && entries.some((load) => load > 0));
			if (!entity) return;
			let balance: ReturnType<typeof balanceEntity>;
			try {
				balance = balanceEntity(configuration, entity, { entries, unhashed }, wishes);
			} catch (error) {
				// One queue, on the default processor alone, which one thread a core may rule out.
				expect(error).toBeInstanceOf(BalanceError);
				return;
			}
			const edited = applyEdits(text, tableEdits(text, 'rssv2-yaml', 0, balance.table));
			expect(errors(edited)).toEqual([]);
			expect(model(edited).entities[0]?.indirectionTable.entries).toEqual(balance.table);
		}),
		{ numRuns: 200 },
	);
});
