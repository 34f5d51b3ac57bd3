import type { FindingView } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import type { Measure } from './savedState.js';

/** `27.3 %`, `25 %`, `<0.1 %`: a share (0..1) to one decimal where it has one. */
export function percent(share: number): string {
	return `${percentFigure(share)} %`;
}

/** The figure of `percent` alone, for where the unit is told elsewhere. */
export function percentFigure(share: number): string {
	if (isTiny(share)) return `<${l10n.formatNumber(0.1, 1)}`;
	const rounded = Math.round(share * 1000) / 10;
	return l10n.formatNumber(rounded, Number.isInteger(rounded) ? 0 : 1);
}

/** Figures of shares that stand together: all with one decimal where any of them needs it. */
export function alignedFigures(shares: Iterable<number>): (share: number) => string {
	const whole = [...shares].every((share) => /^\d+$/.test(percentFigure(share)));
	return (share) => (whole || isTiny(share) ? percentFigure(share) : l10n.formatNumber(share * 100, 1));
}

function isTiny(share: number): boolean {
	return share > 0 && share < 0.0005;
}

/** `1,234,567` */
export function figure(n: number): string {
	return l10n.formatNumber(n);
}

/** `1 entry`, `64 entries` */
export function entriesInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} entry', figure(n)) : l10n.t('{0} entries', figure(n));
}

/** `entry 3` of one alone, `64 entries` of several. */
export function whichEntries(entries: readonly number[]): string {
	const [first = 0] = entries;
	return entries.length === 1 ? l10n.t('entry {0}', first) : entriesInWords(entries.length);
}

/** `1 processor`, `8 processors` */
export function processorsInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} processor', figure(n)) : l10n.t('{0} processors', figure(n));
}

/** `1 queue`, `8 queues` */
export function queuesInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} queue', figure(n)) : l10n.t('{0} queues', figure(n));
}

/** `1 of 1 queue`, `3 of 8 queues` */
export function queuesOf({ used, limit }: { used: number; limit: number }): string {
	return l10n.isOne(limit)
		? l10n.t('{0} of {1} queue', figure(used), figure(limit))
		: l10n.t('{0} of {1} queues', figure(used), figure(limit));
}

/** `1 VPort`, `8 VPorts` */
export function vportsInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} VPort', figure(n)) : l10n.t('{0} VPorts', figure(n));
}

/** `1 packet`, `1,234 packets` */
export function packetsInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} packet', figure(n)) : l10n.t('{0} packets', figure(n));
}

/** `1 flow`, `1,234 flows` */
export function flowsInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} flow', figure(n)) : l10n.t('{0} flows', figure(n));
}

/** `1 packet in 1 flow` */
export function packetsInFlows({ packets, flows }: { packets: number; flows: number }): string {
	return l10n.t('{0} in {1}', packetsInWords(packets), flowsInWords(flows));
}

/** A measure as a word within a line. */
export function measureWord(measure: Measure): string {
	switch (measure) {
		case 'entries':
			return l10n.t('entries');
		case 'packets':
			return l10n.t('packets');
		case 'bytes':
			return l10n.t('bytes');
		case 'flows':
			return l10n.t('flows');
	}
}

/** A severity as users read it, by itself. */
export function severityWord(severity: FindingView['severity']): string {
	switch (severity) {
		case 'error':
			return l10n.t('Error');
		case 'warning':
			return l10n.t('Warning');
		case 'information':
			return l10n.t('Information');
		case 'hint':
			return l10n.t('Hint');
	}
}

/** A severity within a line. */
export function severityInLine(severity: FindingView['severity']): string {
	switch (severity) {
		case 'error':
			return l10n.t('error');
		case 'warning':
			return l10n.t('warning');
		case 'information':
			return l10n.t('information');
		case 'hint':
			return l10n.t('hint');
	}
}

/** `NUMA node 1` */
export function nodeWord(node: number): string {
	return l10n.t('NUMA node {0}', node);
}

/** `RSS off: all packets → 0:2` of an entity that does without; `64 entries → 4 processors` of another. */
export function entityInWords(entity: {
	rss: boolean;
	table: readonly unknown[];
	shares: readonly unknown[];
	primaryProcessor: { processor: string };
}): string {
	return entity.rss
		? `${entriesInWords(entity.table.length)} → ${processorsInWords(entity.shares.length)}`
		: l10n.t('RSS off: all packets → {0}', entity.primaryProcessor.processor);
}

/** `VPort 1`, `VPort 1 · RSS off` */
export function subtitleOf({ subtitle, rss }: { subtitle: string; rss: boolean }): string {
	return rss ? subtitle : `${subtitle} · ${l10n.t('RSS off')}`;
}
