import { formatProcessor } from '../../rss/processor.js';
import type { Steering } from '../../rss/spread.js';
import { oneEntryNotes } from '../trafficNotes.js';
import type { CapturedFlow, CaptureLoad, Load } from './captureLoad.js';
import type { CaptureEnd } from './readCapture.js';

const protocolNames: Readonly<Record<number, string>> = {
	1: 'ICMP',
	2: 'IGMP',
	6: 'TCP',
	17: 'UDP',
	47: 'GRE',
	50: 'ESP',
	58: 'ICMPv6',
	132: 'SCTP',
};

/** `192.0.2.1:40000 → 198.51.100.2:443 TCP`, `192.0.2.1 → 198.51.100.2 UDP fragments` */
export function capturedFlowText(flow: CapturedFlow): string {
	const { source, destination, sourcePort, destinationPort, protocol, fragment } = flow;
	const end = (address: string, port: number | undefined) => {
		if (port === undefined) return address;
		return `${address.includes(':') ? `[${address}]` : address}:${port}`;
	};
	const name = protocolNames[protocol] ?? `protocol ${protocol}`;
	return `${end(source, sourcePort)} → ${end(destination, destinationPort)} ${name}${fragment ? ' fragments' : ''}`;
}

/**
 * What must be known to read a measured capture, a sentence each. Why it ended early, if it did, is `end.problem`.
 * @param entries what came to the entries of the table
 */
export function captureNotes(
	load: CaptureLoad,
	{ bytesRead, problem }: Pick<CaptureEnd, 'bytesRead' | 'problem'>,
	{ rssEnabled, primaryProcessor, defaultProcessor, indirectionTable }: Steering,
	secretKey: Uint8Array,
	entries: readonly Pick<Load, 'flows'>[],
): string[] {
	const { total, ipPackets, approximate, noEntry } = load;
	const so = problem ? ' before the place where it is broken' : '';
	if (total.packets === 0) {
		return [bytesRead === 0 ? 'The capture is empty: 0 bytes.' : `The capture has no packets${so}.`];
	}
	const primary = formatProcessor(primaryProcessor);
	const unknown = noEntry.reduce((sum, one) => sum + (one.toDefault ? 0 : one.packets), 0);
	return [
		...(rssEnabled ? [] : [`RSS is off: all packets go to the primary processor ${primary}.`]),
		...(ipPackets === 0
			? [
					`No packet of the capture${so} has an IP header that is read, so none is hashed${
						rssEnabled && unknown < total.packets
							? `: they go to the default processor ${formatProcessor(defaultProcessor)}`
							: ''
					}.`,
				]
			: []),
		...(rssEnabled && entries.some(({ flows }) => flows > 0)
			? oneEntryNotes(
					indirectionTable,
					secretKey,
					entries.map(({ flows }) => flows),
				)
			: []),
		...(approximate
			? [
					`More than ${number(approximate.maxFlows)} flows: numbers of flows are estimates (±${(approximate.flowsError * 100).toFixed(1)} %), flows with few bytes were left out, and up to ${number(approximate.missingBytes)} bytes may be missing from a flow that is named. Packets and bytes of processors and entries are exact.`,
				]
			: []),
	];
}

function number(n: number): string {
	return n.toLocaleString('en');
}
