import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_IN_FLIGHT } from '../../../server/src/emulator/receiveMoves.js';
import { ReceivePath } from '../../../server/src/emulator/receivePath.js';
import type { SteeringParameter } from '../../../server/src/emulator/request.js';
import { formatProcessor, type Processor } from '../../../server/src/rss/processor.js';
import { SeededRandom } from '../../../server/src/traffic/random.js';
import { p } from '../../support/adapter.js';
import { adapterIn, move, packetOf, spreading } from '../../support/receiving.js';

const target = (landing: { readonly processor: Processor | undefined }) =>
	landing.processor === undefined ? 'dropped' : formatProcessor(landing.processor);
const randomOf = (seed: number) => {
	const random = new SeededRandom(seed);
	return () => random.next();
};

describe('in flight during a move', () => {
	/** Entry 0 takes the packet of source port 2794 and moves from 0:2 to 0:6. */
	const moved = () => {
		const adapter = adapterIn([spreading(0)]);
		const path = new ReceivePath(adapter);
		move(adapter, 0, { entry: 0 }, p('0:2'), p('0:6'));
		return { adapter, path };
	};

	it('lets that many packets land on the source or the target, and then all on the target', () => {
		const { path } = moved();
		const random = randomOf(7);
		const packet = packetOf(2794);
		const landed = Array.from({ length: 60 }, () =>
			path.receive(packet, { inFlight: 40, random }).map(target),
		);
		expect(landed.every((places) => places.length === 1)).toBe(true);
		const places = landed.flat();
		expect(new Set(places.slice(0, 40))).toEqual(new Set(['0:2', '0:6']));
		expect(new Set(places.slice(40))).toEqual(new Set(['0:6']));
	});

	it('chooses by the seed alone', () => {
		const run = (seed: number) => {
			const { path } = moved();
			const random = randomOf(seed);
			return Array.from({ length: 64 }, () =>
				path.receive(packetOf(2794), { inFlight: 64, random }).map(target),
			);
		};
		expect(run(1)).toEqual(run(1));
		expect(run(1)).not.toEqual(run(2));
	});

	it('splits a count, and the sum is the count', () => {
		const { path } = moved();
		const landings = path.receive(packetOf(2794), { count: 1_000_000, inFlight: 500, random: randomOf(1) });
		expect(landings.map(target)).toEqual(['0:6', '0:2']);
		const [onTarget, onSource] = landings.map(({ count }) => count);
		expect(onTarget! + onSource!).toBe(1_000_000);
		expect(onSource).toBeGreaterThan(150);
		expect(onSource).toBeLessThan(350);
		const { entries, processors } = path.counters.vports.get(0)!;
		expect([...entries]).toEqual([[0, 1_000_000]]);
		expect(processors.get(p('0:2'))).toBe(onSource);
	});

	it('leaves other entries alone, and all packets when none are in flight', () => {
		const { path } = moved();
		const random = () => 0xffffffff;
		const places = Array.from({ length: 64 }, (_, port) => {
			const [landing] = path.receive(packetOf(port), { inFlight: 100, random });
			return [landing!.parameter, target(landing!)] as const;
		});
		for (const [parameter, place] of places) {
			const { entry } = parameter as { entry: number };
			expect(place).toBe(['0:2', '0:3', '0:4', '0:5'][entry]);
		}
		expect(new Set(places.map(([, place]) => place)).size).toBe(4);
		const still = moved();
		expect(still.path.receive(packetOf(2794), { random }).map(target)).toEqual(['0:6']);
		expect(still.path.receive(packetOf(2794), { inFlight: 100 }).map(target)).toEqual(['0:6']);
	});

	it('ends when RSS is switched, when the VPort goes, and after the most that can be in flight', () => {
		const random = () => 0xffffffff;
		const landing = (path: ReceivePath) =>
			path.receive(packetOf(2794), { inFlight: MOST_IN_FLIGHT * 2, random }).map(target);
		expect(landing(moved().path)).toEqual(['0:2']);

		const switched = moved();
		const [on] = switched.adapter.state().entities;
		switched.adapter.restore({ entities: [{ ...on!, rssEnabled: false }] });
		switched.adapter.restore({ entities: [on!] });
		expect(landing(switched.path)).toEqual(['0:6']);

		const gone = moved();
		gone.path.receive(packetOf(2794), { count: 5 });
		gone.adapter.restore({ entities: [spreading(1)] });
		expect(gone.path.counters.vports.has(0)).toBe(false);
		expect(gone.path.counters.packets).toBe(5);
		gone.adapter.restore({ entities: [on!] });
		expect(landing(gone.path)).toEqual(['0:6']);

		const long = moved();
		long.path.receive(packetOf(2794), { count: MOST_IN_FLIGHT, random });
		expect(landing(long.path)).toEqual(['0:6']);
	});

	it('never lands anywhere else, whatever moves and whichever packets come in between', () => {
		const processors = ['0:2', '0:3', '0:4', '0:5', '0:6', '0:7'].map(p);
		const step = fc.oneof(
			fc.record({ port: fc.nat({ max: 200 }), count: fc.integer({ min: 1, max: 4 }) }),
			fc.record({ parameter: fc.integer({ min: -1, max: 3 }), to: fc.constantFrom(...processors) }),
		);
		fc.assert(
			fc.property(
				fc.array(step, { maxLength: 60 }),
				fc.boolean(),
				fc.nat({ max: 20 }),
				fc.nat(),
				(steps, rssEnabled, inFlight, seed) => {
					const adapter = adapterIn([spreading(0, { rssEnabled })]);
					const path = new ReceivePath(adapter);
					const random = randomOf(seed);
					/** Where each parameter pointed before its last move, and packets since. */
					const moves = new Map<string, { source: Processor; packets: number }>();
					for (const one of steps) {
						const entity = adapter.state().entities[0]!;
						if ('to' in one) {
							const parameter: SteeringParameter = !rssEnabled
								? 'primary'
								: one.parameter < 0
									? 'default'
									: { entry: one.parameter };
							const source = !rssEnabled
								? entity.primaryProcessor
								: one.parameter < 0
									? entity.defaultProcessor
									: entity.indirectionTable[one.parameter]!;
							move(adapter, 0, parameter, source, one.to);
							if (source !== one.to) moves.set(JSON.stringify(parameter), { source, packets: 0 });
							continue;
						}
						const { count, port } = one;
						const protocol = port % 5 === 0 ? 59 : 6;
						const over =
							protocol === 59 ? { source: new Uint8Array(16), destination: new Uint8Array(16) } : {};
						const landings = path.receive(packetOf(port, { protocol, ...over }), { count, inFlight, random });
						expect(landings.reduce((sum, landing) => sum + landing.count, 0)).toBe(count);
						for (const { parameter, processor } of landings) {
							const now =
								parameter === 'primary'
									? entity.primaryProcessor
									: parameter === 'default'
										? entity.defaultProcessor
										: entity.indirectionTable[parameter!.entry];
							const last = moves.get(JSON.stringify(parameter));
							const open = last && last.packets < inFlight;
							expect(open ? [now, last.source] : [now]).toContain(processor);
						}
						const last = moves.get(JSON.stringify(landings[0]!.parameter));
						if (last) last.packets += count;
					}
				},
			),
			{ numRuns: 300 },
		);
	});
});
