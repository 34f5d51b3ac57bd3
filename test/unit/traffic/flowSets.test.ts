import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };
import { createBatch, flowAt } from '../../../server/src/rss/engine/flowBatch.js';
import type { FlowSetParameters } from '../../../server/src/traffic/flowSets/flowSet.js';
import {
	findFlowSetKind,
	flowSetIds,
	flowSetKinds,
	parametersOf,
} from '../../../server/src/traffic/flowSets/index.js';
import { SeededRandom } from '../../../server/src/traffic/random.js';
import { shareOut } from '../../../server/src/traffic/shareOut.js';

interface Wanted {
	readonly kind: (typeof flowSetIds)[number];
	readonly family?: 'ipv4' | 'ipv6';
	readonly first?: number;
	readonly length?: number;
	readonly flows?: number;
	readonly seed?: number;
	readonly parameters?: Partial<FlowSetParameters>;
}

/** Flows of a set, as text of each field, and their packets. */
function flowsOf({
	kind: id,
	family = 'ipv4',
	first = 0,
	length = 500,
	seed = 1,
	parameters = {},
	flows = 1000,
}: Wanted) {
	const kind = findFlowSetKind(id);
	if (!kind) throw new Error(id);
	const batch = createBatch(family, length);
	const part = {
		batch,
		first,
		flows,
		seed,
		random: SeededRandom.ofPart(seed, first),
		parameters: parametersOf(kind, parameters),
	};
	kind.fill(part);
	const packets = new Float64Array(length).fill(1);
	kind.fillPackets?.(part, packets);
	return Array.from({ length }, (_, i) => {
		const { source, destination, ...ports } = flowAt(batch, i);
		return {
			source: source.join('.'),
			destination: destination.join('.'),
			...ports,
			packets: packets[i] ?? 0,
		};
	});
}

const different = <T>(values: readonly T[]) => new Set(values).size;

it('every kind is in the schema, with its words', () => {
	const { kind } = schema.properties.traffic.properties.flowSets.items.properties;
	expect(kind.enum).toEqual(flowSetIds);
	expect(kind.enumDescriptions).toHaveLength(flowSetKinds.length);
	for (const { label, description } of flowSetKinds) expect([label, description]).not.toContain('');
});

describe.each(flowSetIds.flatMap((kind) => (['ipv4', 'ipv6'] as const).map((family) => ({ kind, family }))))(
	'$kind over $family',
	(wanted) => {
		it('depends on the seed and the place alone', () => {
			expect(flowsOf(wanted)).toEqual(flowsOf(wanted));
			const constant = wanted.kind === 'oneClient' || wanted.kind === 'nvgre';
			if (!constant) expect(flowsOf({ ...wanted, seed: 2 })).not.toEqual(flowsOf(wanted));
			if (wanted.kind !== 'nvgre') expect(flowsOf({ ...wanted, first: 7 })).not.toEqual(flowsOf(wanted));
		});
	},
);

describe('flow sets', () => {
	it('many clients: as many sources as wanted, one server', () => {
		for (const family of ['ipv4', 'ipv6'] as const) {
			const flows = flowsOf({ kind: 'manyClients', family, parameters: { sources: 300, serverPort: 80 } });
			expect(different(flows.map(({ source }) => source))).toBe(300);
			expect(different(flows.map(({ destination }) => destination))).toBe(1);
			expect(different(flows.map(({ destinationPort }) => destinationPort))).toBe(1);
			expect(flows[0]?.destinationPort).toBe(80);
			for (const { sourcePort } of flows) expect(sourcePort).toBeGreaterThanOrEqual(49152);
		}
	});

	it('one client: nothing but its port changes, and the port comes round', () => {
		const flows = flowsOf({ kind: 'oneClient', length: 64_512 + 3 });
		expect(different(flows.map(({ source, destination }) => source + destination))).toBe(1);
		expect(different(flows.map(({ sourcePort }) => sourcePort))).toBe(64_512);
		expect(flows.slice(64_512).map(({ sourcePort }) => sourcePort)).toEqual([49152, 49153, 49154]);
		expect(Math.min(...flows.map(({ sourcePort }) => sourcePort))).toBe(1024);
	});

	it('NAT: few addresses, the server that was chosen', () => {
		const server = Uint8Array.of(203, 0, 113, 9);
		const flows = flowsOf({ kind: 'nat', parameters: { sources: 3, server } });
		expect(different(flows.map(({ source }) => source))).toBe(3);
		expect(different(flows.map(({ sourcePort }) => sourcePort))).toBeGreaterThan(450);
		expect(flows[0]?.destination).toBe('203.0.113.9');
	});

	it('elephants and mice: sizes fall with the rank as the exponent says', () => {
		const sizes = (exponent: number) =>
			flowsOf({ kind: 'zipf', parameters: { exponent } }).map(({ packets }) => packets);
		expect(sizes(1).slice(0, 4)).toEqual([1000, 500, 333, 250]);
		expect(sizes(2)[1]).toBe(250_000);
		expect(different(sizes(0))).toBe(1);
		expect(Math.max(...sizes(3))).toBeLessThanOrEqual(2 ** 32);
	});

	it('tunnels: constant addresses; only VXLAN has a port that changes', () => {
		const vxlan = flowsOf({ kind: 'vxlan' });
		const nvgre = flowsOf({ kind: 'nvgre' });
		for (const flows of [vxlan, nvgre]) {
			expect(different(flows.map(({ source, destination }) => source + destination))).toBe(1);
		}
		expect(different(vxlan.map(({ destinationPort }) => destinationPort))).toBe(1);
		expect(vxlan[0]?.destinationPort).toBe(4789);
		expect(different(vxlan.map(({ sourcePort }) => sourcePort))).toBeGreaterThan(450);
		expect(different(nvgre)).toBe(nvgre.length);
		expect(nvgre.every(({ sourcePort, destinationPort }) => sourcePort === 0 && destinationPort === 0)).toBe(
			true,
		);
	});

	it('of a family take only an address of it', () => {
		const [flow] = flowsOf({
			kind: 'nat',
			family: 'ipv6',
			parameters: { server: Uint8Array.of(1, 2, 3, 4) },
		});
		expect(flow?.destination).toBe('32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.16');
	});
});

describe('shares', () => {
	it('add up to the whole, none further than 1 from its exact part', () => {
		const weights = fc
			.array(fc.nat(1000), { minLength: 1, maxLength: 10 })
			.filter((all) => all.some((n) => n > 0));
		fc.assert(
			fc.property(fc.nat(1_000_000), weights, (whole, shares) => {
				const sum = shares.reduce((a, b) => a + b, 0);
				const parts = shareOut(whole, shares);
				expect(parts.reduce((a, b) => a + b, 0)).toBe(whole);
				for (const [i, part] of parts.entries()) {
					expect(Math.abs(part - (whole * (shares[i] ?? 0)) / sum)).toBeLessThan(1);
				}
			}),
		);
	});

	it('of nothing are nothing', () => expect(shareOut(10, [0, 0])).toEqual([0, 0]));
});

it('streams of parts are unlike each other', () => {
	const words = Array.from({ length: 200 }, (_, part) => SeededRandom.ofPart(5, part).next());
	expect(different(words)).toBe(200);
	expect(words[0]).toBe(new SeededRandom(5).next());
});

it('fills columns with the words that come one by one', () => {
	const columns = [new Uint32Array(50), new Uint32Array(50), new Uint32Array(50)];
	const [one, other] = [new SeededRandom(9), new SeededRandom(9)];
	one.fill(columns, 40);
	for (let i = 0; i < 40; i++) for (const column of columns) expect(column[i]).toBe(other.next());
	expect(columns.map((column) => column[40])).toEqual([0, 0, 0]);
	expect(one.next()).toBe(other.next());
});
