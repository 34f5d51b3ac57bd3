import { enumerate } from '../plan/words.js';
import type { FieldRank } from '../rss/keyAnalysis.js';
import type { KeyReport } from './keyCheck.js';
import type { Terminal } from './terminal.js';

/** A key's judgement for people: a line for each part of each input, then what is to be said of the whole. */
export function keyReportText(report: KeyReport, terminal: Terminal): string {
	const { layouts, entries, bytes } = report;
	const rows = layouts.flatMap(({ layout, all, ports, sourcePort }) => [
		row(layout, all, entries, terminal),
		...(ports ? [row('  ports alone', ports, entries, terminal)] : []),
		...(sourcePort ? [row('  source port alone', sourcePort, entries, terminal)] : []),
	]);
	return [
		terminal.styled(
			'bold',
			`Key of ${bytes} bytes, table of ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
		),
		terminal.styled(
			'dim',
			`  ${'over'.padEnd(26)}${'rank of the hash'.padStart(17)}${'of the index'.padStart(14)}${'entries reached'.padStart(19)}`,
		),
		...rows,
		...verdict(report),
	].join('\n');
}

function row(
	name: string,
	{ hash, index, reachable }: FieldRank,
	entries: number,
	terminal: Terminal,
): string {
	const reached = `${reachable} of ${entries}`.padStart(19);
	const shown = reachable < entries ? terminal.styled('yellow', reached) : reached;
	return `  ${name.padEnd(26)}${`${hash} of 32`.padStart(17)}${`${index} of ${Math.log2(entries)}`.padStart(14)}${shown}`;
}

function verdict({ layouts, weak, published }: KeyReport): string[] {
	const symmetric = layouts.filter(({ symmetric: { addresses, ports } }) => addresses && ports !== false);
	const half = layouts.filter(({ symmetric: { addresses, ports } }) =>
		ports === false ? addresses : !addresses && ports,
	);
	const names = (of: typeof layouts) => enumerate(of.map(({ layout }) => layout));
	return [
		weak ? 'Weak: part of the table can never be reached.' : 'Every entry can be reached.',
		symmetric.length > 0
			? `Symmetric over ${names(symmetric)}: both directions of a flow have one hash.`
			: 'Not symmetric.',
		...(half.length > 0 ? [`Symmetric in addresses or ports alone, not in both, over ${names(half)}.`] : []),
		...(published === null
			? []
			: [`Published: it is ${published}. Anybody can choose flows that land on one processor.`]),
	];
}
