import type { WireCounters, WireLanding, WireVPortCounters } from '../daemon/trafficProtocol.js';
import type { DropReason } from '../emulator/receiveLanding.js';
import { formatHash } from '../rss/toeplitz.js';
import type { Terminal } from './terminal.js';

const BAR = 30;
const MOST_ENTRIES = 16;
const dropWords: Readonly<Record<DropReason, string>> = {
	vportDeactivated: 'the VPort is not activated',
	noVPort: 'there is no such VPort',
};

/** `packet 0: VPort 1, 0:4, entry 8 (tcpIpv4 0x51ccc178)` */
export function landingText(landing: WireLanding): string {
	const { packet, count, vportId, processor, steeredBy, entry, hashType, hash, reason, problem } = landing;
	const times = count === 1 ? '' : ` × ${amount(count)}`;
	const vport = vportId === null ? 'no VPort' : `VPort ${vportId}`;
	if (reason) return `packet ${packet}${times}: ${vport}, dropped: ${dropWords[reason] ?? reason}`;
	const steering = entry === null ? `${steeredBy} processor` : `entry ${entry}`;
	const hashed = hash === null ? 'no hash' : `${hashType} ${formatHash(hash)}`;
	const why = problem === undefined ? '' : `: ${problem}`;
	return `packet ${packet}${times}: ${vport}, ${processor}, ${steering} (${hashed}${why})`;
}

/** The totals, then a block for each VPort with a line for each processor. */
export function countersText({ packets, dropped, vports }: WireCounters, terminal: Terminal): string {
	const reasons = Object.entries(dropped).filter(([, count]) => count > 0);
	const lost = reasons.map(
		([reason, count]) => `${amount(count)} dropped: ${dropWords[reason as DropReason]}`,
	);
	return [
		[`${amount(packets)} ${packets === 1 ? 'packet' : 'packets'}`, ...lost].join('; '),
		...vports.map((vport) => vportText(vport, terminal)),
	].join('\n');
}

function vportText(vport: WireVPortCounters, terminal: Terminal): string {
	const { vportId, packets, dropped, primary, default: byDefault, entries, processors, hashTypes } = vport;
	const busiest = Math.max(1, ...processors.map((one) => one.packets));
	const byEntry = [...entries].sort((a, b) => b.packets - a.packets);
	const rest = byEntry.length - MOST_ENTRIES;
	const lists = [
		['primary processor', primary > 0 ? amount(primary) : ''],
		['default processor', byDefault > 0 ? amount(byDefault) : ''],
		[
			'entries',
			byEntry
				.slice(0, MOST_ENTRIES)
				.map(({ entry, packets: n }) => `${entry}: ${amount(n)}`)
				.concat(rest > 0 ? [`${amount(rest)} more`] : [])
				.join(', '),
		],
		[
			'hash types',
			hashTypes.map(({ hashType, packets: n }) => `${hashType ?? 'none'}: ${amount(n)}`).join(', '),
		],
	];
	return [
		terminal.styled('bold', `VPort ${vportId}: ${amount(packets)} received, ${amount(dropped)} dropped`),
		...processors.map(({ processor, packets: n }) => {
			const bar = terminal.styled('blue', '█'.repeat(Math.round((n / busiest) * BAR)));
			return `  ${processor.padEnd(9)} ${amount(n).padStart(15)} ${percent(n / packets)}  ${bar}`.trimEnd();
		}),
		...lists.flatMap(([title, text]) => (text ? [`  ${title}: ${text}`] : [])),
	].join('\n');
}

function amount(count: number): string {
	return count.toLocaleString('en');
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`.padStart(7);
}
