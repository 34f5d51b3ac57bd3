import { count } from '../plan/words.js';
import type { EntityCapture } from './spreadCapture.js';
import type { Terminal } from './terminal.js';

const BAR = 30;
/** Entries and flows that are listed; the JSON output has all entries and more flows. */
const LISTED = 8;

/** Where a capture goes, for people: processors, then the busiest entries, the largest flows, what was not hashed. */
export function captureText(capture: EntityCapture, terminal: Terminal): string {
	const { file, format, gzip, inner, total, seconds, fragments, notes, largest, processors } = capture;
	const kind = [format ?? 'no format', ...(gzip ? ['gzip'] : []), ...(inner ? ['inner headers'] : [])].join(
		', ',
	);
	const time = seconds === null ? '' : ` in ${seconds.toFixed(seconds < 10 ? 3 : 0)} s`;
	const head = `  ${file} (${kind}): ${amount(total.packets, 'packet')}, ${amount(total.bytes, 'byte')}, ${flowCount(capture)}${time}`;
	const busiest = processors[0]?.packetShare || 1;
	const table = processors.map(({ processor, packets, packetShare, bytes, byteShare, flows }) => {
		const bar = terminal.styled('blue', '█'.repeat(Math.round((packetShare / busiest) * BAR)));
		const row = `  ${processor.padEnd(9)} ${cell(packets)} ${percent(packetShare)} ${cell(bytes, 16)} ${percent(byteShare)} ${cell(flows)}  ${bar}`;
		return row.trimEnd();
	});
	const header = `  processor ${'packets'.padStart(12)} ${'share'.padStart(7)} ${'bytes'.padStart(16)} ${'share'.padStart(7)} ${'flows'.padStart(12)}`;
	return [
		terminal.styled('bold', head),
		...(total.packets === 0 ? [] : [terminal.styled('dim', header), ...table]),
		...hashLines(capture),
		...(fragments > 0 ? [`  ${amount(fragments, 'IP fragment')}, hashed without ports`] : []),
		...entryLines(capture),
		...(largest.length > 0 ? ['  largest flows'] : []),
		...largest
			.slice(0, LISTED)
			.map(
				({ flow, packets, bytes, entry, processor }) =>
					`    ${percent(bytes / total.bytes)} of the bytes, ${amount(packets, 'packet')}: ${flow} (${entry === null ? '' : `entry ${entry}, `}${processor ?? 'processor unknown'})`,
			),
		...notes.map((note) => `  ${note}`),
	].join('\n');
}

function hashLines({ hashTypes, notHashed }: EntityCapture): string[] {
	const hashed = hashTypes.map(({ type, packets }) => `${type} ${packets.toLocaleString('en')}`);
	return [
		...(hashed.length > 0 ? [`  packets by hash type: ${hashed.join(', ')}`] : []),
		...notHashed.map(
			({ packets, bytes, words, toDefault }) =>
				`  ${toDefault ? 'no hash, to the default processor' : 'hash unknown'}: ${amount(packets, 'packet')}, ${amount(bytes, 'byte')}: ${words}`,
		),
	];
}

function entryLines({ entries, total }: EntityCapture): string[] {
	const listed = entries
		.map((entry, index) => ({ ...entry, index }))
		.filter(({ packets }) => packets > 0)
		.sort((a, b) => b.bytes - a.bytes || a.index - b.index);
	if (entries.length < 2 || listed.length === 0) return [];
	const idle = entries.length - listed.length;
	return [
		`  busiest entries${idle > 0 ? ` (${count(idle, 'entry', 'entries')} of ${entries.length} got nothing)` : ''}`,
		...listed
			.slice(0, LISTED)
			.map(
				({ index, processor, bytes, packets, flows, largest: [first] }) =>
					`    ${percent(bytes / total.bytes)} of the bytes, ${amount(packets, 'packet')}, ${amount(flows, 'flow')}: entry ${index} on ${processor}${first ? `, largest ${first.flow}` : ''}`,
			),
	];
}

function flowCount({ total, approximate }: EntityCapture): string {
	return `${approximate ? 'about ' : ''}${amount(total.flows, 'flow')}`;
}

function amount(n: number, what: string): string {
	return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}

function cell(n: number, width = 12): string {
	return n.toLocaleString('en').padStart(width);
}

function percent(share: number): string {
	return `${((Number.isFinite(share) ? share : 0) * 100).toFixed(1)} %`.padStart(7);
}
