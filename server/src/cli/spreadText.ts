import { count } from '../plan/words.js';
import type { EntitySpread } from './spread.js';
import type { Terminal } from './terminal.js';

const BAR = 30;

/** How an entity spreads, for people: a line for each processor, then the NUMA nodes. */
export function spreadText(spread: EntitySpread, terminal: Terminal): string {
	const { adapter, title, rss, entries, queues, processors, numaNodes, flows, loadRatio } = spread;
	const arrived = new Map(flows?.processors.map((one) => [one.processor, one]));
	const others =
		flows?.processors.filter(({ processor }) => !processors.some((one) => one.processor === processor)) ?? [];
	const state = rss
		? `RSS on, ${entries} ${entries === 1 ? 'entry' : 'entries'} on ${count(processors.length, 'processor')}, busiest ${loadRatio.toFixed(2)} × even`
		: 'RSS off, all on the primary processor';
	const busiest = processors[0]?.share ?? 1;
	const rows = [
		...processors.map(({ processor, entries: n, share }) => ({ processor, n, share })),
		...others.map(({ processor }) => ({ processor, n: 0, share: 0 })),
	].map(({ processor, n, share }) => {
		const bar = '█'.repeat(Math.round((share / busiest) * BAR));
		const flow = flows
			? `${String(arrived.get(processor)?.flows ?? 0).padStart(9)} ${percent(arrived.get(processor)?.share ?? 0)}`
			: '';
		return `  ${processor.padEnd(9)} ${String(n).padStart(7)} ${percent(share)}${flow}  ${terminal.styled('blue', bar)}`;
	});
	const header = `  processor ${'entries'.padStart(7)} ${'share'.padStart(7)}${flows ? `${'flows'.padStart(9)} ${'share'.padStart(7)}` : ''}`;
	return [
		terminal.styled('bold', `${adapter}: ${title}`),
		`  ${state}; ${queues.used} of ${count(queues.limit, 'queue')} used`,
		terminal.styled('dim', header),
		...rows.map((row) => row.trimEnd()),
		...numaNodes.map(
			({ node, entries: n, share }) =>
				`  ${(node === null ? 'no node' : `node ${node}`).padEnd(9)} ${String(n).padStart(7)} ${percent(share)}`,
		),
		...(flows
			? [`  ${flows.count.toLocaleString('en')} random flows (${flows.kind}), seed ${flows.seed}`]
			: []),
	].join('\n');
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`.padStart(7);
}
