import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Processor, processor } from '../../../server/src/rss/processor.js';
import type {
	CapturedFlow,
	CaptureLoad,
	EntryLoad,
} from '../../../server/src/traffic/capture/captureLoad.js';
import { capturedFlowText, captureNotes } from '../../../server/src/traffic/capture/captureWords.js';
import { noEntries } from '../../../server/src/traffic/capture/places.js';
import { spreadCapture } from '../../../server/src/traffic/capture/spreadCapture.js';

const flow = (bytes: number, entry?: number, more: Partial<CapturedFlow> = {}): CapturedFlow => ({
	source: '192.0.2.1',
	destination: '192.0.2.2',
	protocol: 6,
	fragment: false,
	cut: false,
	packets: 1,
	bytes,
	...(entry !== undefined && { entry }),
	...more,
});

function loadOf(entries: readonly EntryLoad[], noEntry: CaptureLoad['noEntry'] = []): CaptureLoad {
	const all = [...entries, ...noEntry];
	const sum = (of: 'packets' | 'bytes' | 'flows') => all.reduce((total, one) => total + one[of], 0);
	return {
		total: { packets: sum('packets'), bytes: sum('bytes'), flows: sum('flows') },
		entries,
		hashTypes: [],
		noEntry,
		topFlows: entries.flatMap(({ largest }) => largest),
		ipPackets: sum('packets'),
		fragments: 0,
		linkTypes: [],
		seconds: 1,
		approximate: undefined,
	};
}

const withoutEntry = (reason: string, packets: number): CaptureLoad['noEntry'] =>
	noEntries
		.filter((one) => one.reason === reason)
		.map((one) => ({ ...one, packets, bytes: packets, flows: 0 }));
const p = (number: number) => processor(0, number);
const steering = (table: readonly Processor[], rssEnabled = true) => ({
	rssEnabled,
	primaryProcessor: p(1),
	defaultProcessor: p(0),
	indirectionTable: table,
});

const entryArb = fc.record({ packets: fc.nat(1000), bytes: fc.nat(100_000), flows: fc.nat(50) });
const loadsArb = fc.array(entryArb, { minLength: 64, maxLength: 64 });
const tableArb = fc
	.nat(6)
	.chain((bits) => fc.array(fc.nat(7), { minLength: 2 ** bits, maxLength: 2 ** bits }))
	.map((numbers) => numbers.map(p));

describe('where a measured capture goes', () => {
	it('every processor gets what its entries get, for each table that the measured one folds onto', () => {
		fc.assert(
			fc.property(loadsArb, tableArb, fc.nat(30), (loads, table, arp) => {
				const load = loadOf(
					loads.map((one, i) => ({ ...one, largest: [flow(one.bytes, i)] })),
					withoutEntry('noIp', arp),
				);
				const spread = spreadCapture(load, steering(table));
				const expected = new Map<Processor, number>();
				const add = (to: Processor, n: number) => expected.set(to, (expected.get(to) ?? 0) + n);
				for (const to of table) add(to, 0);
				for (const [i, { packets }] of loads.entries()) add(table[i % table.length]!, packets);
				if (arp > 0) add(p(0), arp);
				expect(new Map(spread.processors.map((one) => [one.processor, one.packets]))).toEqual(expected);
				const sum = (of: (one: (typeof spread.processors)[number]) => number) =>
					spread.processors.reduce((total, one) => total + of(one), 0);
				expect(sum((one) => one.bytes)).toBe(load.total.bytes);
				expect(sum((one) => one.flows)).toBe(load.total.flows);
				if (load.total.packets > 0) expect(sum((one) => one.packetShare)).toBeCloseTo(1, 9);
				expect(spread.entries.map((one) => one.processor)).toEqual(table);
				for (const one of spread.processors) {
					expect(one.entries).toEqual(table.flatMap((to, i) => (to === one.processor ? [i] : [])));
					for (const { entry } of one.largest) expect(table[entry!]).toBe(one.processor);
				}
				for (const one of spread.topFlows) expect(one.processor).toBe(table[one.entry!]);
			}),
		);
	});

	it('with RSS off all goes to the primary processor, whatever the table', () => {
		const load = loadOf(
			[{ packets: 5, bytes: 50, flows: 2, largest: [flow(50, 0)] }],
			withoutEntry('cut', 3),
		);
		const { processors, entries, unknown, topFlows } = spreadCapture(load, steering([p(4)], false));
		expect(processors).toMatchObject([{ processor: p(1), packets: 8, packetShare: 1 }]);
		expect(entries).toEqual([]);
		expect(unknown.packets).toBe(0);
		expect(topFlows[0]).not.toHaveProperty('entry');
	});

	it('packets that nobody can place are on no processor', () => {
		const load = loadOf([{ packets: 5, bytes: 50, flows: 2, largest: [] }], withoutEntry('cut', 3));
		const cutFlow = { ...load, topFlows: [flow(9, undefined, { cut: true })] };
		const { processors, unknown, topFlows } = spreadCapture(cutFlow, steering([p(4)]));
		expect(processors).toMatchObject([{ processor: p(4), packets: 5, packetShare: 1 }]);
		expect(unknown.packets).toBe(3);
		expect(topFlows[0]).not.toHaveProperty('processor');
	});

	it('refuses a table that the measured one does not fold onto', () => {
		expect(() => spreadCapture(loadOf([]), steering([p(1), p(2)]))).not.toThrow();
		const one = loadOf([{ packets: 0, bytes: 0, flows: 0, largest: [] }]);
		expect(() => spreadCapture(one, steering([p(1), p(2)]))).toThrow(/1 entries cannot be folded to 2/);
		expect(() => spreadCapture(one, steering([]))).toThrow(RangeError);
	});
});

describe('in words', () => {
	it('flows', () => {
		expect(capturedFlowText(flow(1, 0, { sourcePort: 1, destinationPort: 2 }))).toBe(
			'192.0.2.1:1 → 192.0.2.2:2 TCP',
		);
		expect(
			capturedFlowText(flow(1, 0, { source: '::1', destination: '::2', sourcePort: 5, destinationPort: 0 })),
		).toBe('[::1]:5 → [::2]:0 TCP');
		expect(capturedFlowText(flow(1, 0, { protocol: 17, fragment: true }))).toBe(
			'192.0.2.1 → 192.0.2.2 UDP fragments',
		);
		expect(capturedFlowText(flow(1, 0, { protocol: 99 }))).toBe('192.0.2.1 → 192.0.2.2 protocol 99');
	});

	const end = { bytesRead: 24, problem: undefined };
	it.each([
		['an empty file', loadOf([]), { ...end, bytesRead: 0 }, true, [/^The capture is empty: 0 bytes\.$/]],
		['no packets', loadOf([]), end, true, [/^The capture has no packets\.$/]],
		[
			'no IP',
			{ ...loadOf([], withoutEntry('noIp', 4)), ipPackets: 0 },
			end,
			true,
			[/^No packet of the capture has an IP header.*default processor 0:0\.$/],
		],
		[
			'no IP and RSS off',
			{ ...loadOf([], withoutEntry('noIp', 4)), ipPackets: 0 },
			end,
			false,
			[
				/^RSS is off: all packets go to the primary processor 0:1\.$/,
				/^No packet of the capture has an IP header/,
			],
		],
		[
			'estimates',
			{
				...loadOf([], withoutEntry('noIp', 4)),
				approximate: { maxFlows: 1000, flowsError: 0.016, missingBytes: 12345 },
			},
			end,
			true,
			[/^More than 1,000 flows: .* estimates \(±1\.6 %\).*12,345 bytes may be missing/],
		],
	] as const)('%s', (_name, load, ended, rss, expected) => {
		const notes = captureNotes(load, ended, steering([p(4)], rss), Uint8Array.of(1), []);
		expect(notes).toHaveLength(expected.length);
		for (const [i, pattern] of expected.entries()) expect(notes[i]).toMatch(pattern);
	});

	it('a key of zeros, and flows that all land on one entry', () => {
		const none = { flows: 0, packets: 0, bytes: 0, largest: [] };
		const load = loadOf([{ ...none, flows: 3, packets: 3 }, none]);
		const notes = (key: number, rss = true) =>
			captureNotes(load, end, steering([p(4), p(6)], rss), Uint8Array.of(0, key), load.entries);
		expect(notes(0)).toEqual([expect.stringMatching(/^The key is all zeros.*entry 0, 0:4\.$/)]);
		expect(notes(1)).toEqual([expect.stringMatching(/^All 3 flows that are hashed land on entry 0, 0:4:/)]);
		expect(notes(0, false)).toEqual([expect.stringMatching(/^RSS is off/)]);
	});
});
