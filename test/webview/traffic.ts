import { expect } from 'vitest';
import type { PreviewToHost, TrafficResult } from '../../server/src/protocol.js';
import type { PreviewPage } from './harness.js';

/** Waits until the page asks where traffic arrives, and takes its messages. */
export async function sentTraffic(
	preview: PreviewPage,
): Promise<Extract<PreviewToHost, { type: 'traffic' }>> {
	const all: PreviewToHost[] = [];
	await expect
		.poll(async () => {
			all.push(...(await preview.posted()));
			return all.some(({ type }) => type === 'traffic');
		})
		.toBe(true);
	const last = all.filter((message) => message.type === 'traffic').at(-1);
	if (!last) throw new Error('no traffic');
	return last;
}

function evenness(all: [string, number][], total: number): TrafficResult['evenness'] {
	const [busiest, most] = all.reduce((a, b) => (b[1] > a[1] ? b : a));
	const jain = total ** 2 / (all.length * all.reduce((sum, [, n]) => sum + n ** 2, 0));
	const figures = { busiest, share: most / total, maxOverMean: (most * all.length) / total, jain };
	return (['packets', 'bytes', 'flows'] as const).map((measure) => ({ measure, ...figures }));
}

/** An answer: so many packets to each processor, of 300 flows together, with one large flow a processor. */
export function trafficOf(packets: Record<string, number>): TrafficResult {
	const total = Object.values(packets).reduce((sum, n) => sum + n, 0);
	const load = (n: number) => ({ packets: n, bytes: 100 * n, flows: total === 0 ? 0 : (300 * n) / total });
	const all = Object.entries(packets);
	return {
		title: 'Elephants and mice, seed 1',
		hashed: 'TCP over IPv4, addresses and ports hashed',
		total: load(total),
		processors: all.map(([processor, n]) => ({ processor, ...load(n) })),
		entries: Array.from({ length: 64 }, () => load(total / 64)),
		topFlows: all.flatMap(([processor, n], i) => [
			{
				flow: `192.0.2.${i}:40000 → 198.51.100.1:443 TCP`,
				processor,
				entry: 7 * i + 3,
				...load(n / 4),
				flows: 1,
			},
			{
				flow: `192.0.2.${i}:50000 → 198.51.100.1:443 TCP`,
				processor,
				entry: 60 - i,
				...load(n / 8),
				flows: 1,
			},
		]),
		notHashable: total === 0 ? [] : [{ reason: 'ARP', packets: 7 }],
		evenness: total === 0 ? [] : evenness(all, total),
		judgement: total === 0 ? [] : ['Busiest of all.'],
		notes: [],
	};
}
