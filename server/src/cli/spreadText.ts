import { count } from '../plan/words.js';
import { judgementLines } from './judgement.js';
import type { EntitySpread } from './spread.js';
import { captureText } from './spreadCaptureText.js';
import type { EntityFlows } from './spreadFlows.js';
import type { Terminal } from './terminal.js';

const BAR = 30;

/** How an entity spreads, for people: a line for each processor, then the NUMA nodes. */
export function spreadText(spread: EntitySpread, terminal: Terminal): string {
	const { adapter, title, rss, entries, queues, processors, numaNodes, flows, capture, loadRatio } = spread;
	const sized = flows !== undefined && flows.packets !== flows.count;
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
			? `${String(arrived.get(processor)?.flows ?? 0).padStart(9)} ${percent(arrived.get(processor)?.share ?? 0)}${sized ? ` ${percent(arrived.get(processor)?.packetShare ?? 0)}` : ''}`
			: '';
		return `  ${processor.padEnd(9)} ${String(n).padStart(7)} ${percent(share)}${flow}  ${terminal.styled('blue', bar)}`;
	});
	const header = `  processor ${'entries'.padStart(7)} ${'share'.padStart(7)}${flows ? `${'flows'.padStart(9)} ${'share'.padStart(7)}` : ''}${sized ? ` ${'packets'.padStart(7)}` : ''}`;
	return [
		terminal.styled('bold', `${adapter}: ${title}`),
		`  ${state}; ${queues.used} of ${count(queues.limit, 'queue')} used`,
		terminal.styled('dim', header),
		...rows.map((row) => row.trimEnd()),
		...numaNodes.map(
			({ node, entries: n, share }) =>
				`  ${(node === null ? 'no node' : `node ${node}`).padEnd(9)} ${String(n).padStart(7)} ${percent(share)}`,
		),
		...(flows ? [...flowLines(flows), ...judgementLines(flows)] : []),
		...(capture ? [captureText(capture, terminal), ...judgementLines(capture)] : []),
	].join('\n');
}

/** What was sent, set by set, and what must be known to read it. */
function flowLines({ count: flows, seed, flowSet, sets, packets, notes, largest }: EntityFlows): string[] {
	const amount = (n: number, what: string) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
	const [first] = largest;
	return [
		`  ${amount(flows, 'flow')}${packets === flows ? '' : ` with ${amount(packets, 'packet')}`}: ${flowSet}, seed ${seed}`,
		...sets.map(({ name, flows: n, sent }) => `    ${name}: ${amount(n, 'flow')}, ${sent}`),
		...(first
			? [
					`  largest flow: ${first.flow}, ${percent(first.packets / packets).trim()} of the packets, on ${first.processor}`,
				]
			: []),
		...notes.map((note) => `  ${note}`),
	];
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`.padStart(7);
}
