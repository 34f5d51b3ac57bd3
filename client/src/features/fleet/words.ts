import { l10n } from 'vscode';
import type { FleetHost, FleetHostState } from '../../../../server/src/protocol.js';

/** What a state is called. */
export function stateWord(state: FleetHostState): string {
	switch (state) {
		case 'waiting':
			return l10n.t('not begun');
		case 'running':
			return l10n.t('running');
		case 'applied':
			return l10n.t('applied');
		case 'unchanged':
			return l10n.t('unchanged');
		case 'planned':
			return l10n.t('to be changed');
		case 'rolledBack':
			return l10n.t('rolled back');
		case 'refused':
			return l10n.t('refused');
		case 'cancelled':
			return l10n.t('cancelled');
		case 'broken':
			return l10n.t('neither new nor old');
		case 'unknown':
			return l10n.t('unknown');
	}
}

/** States of which somebody has to know first. */
const ORDER: readonly FleetHostState[] = [
	'broken',
	'unknown',
	'rolledBack',
	'refused',
	'cancelled',
	'running',
	'planned',
	'waiting',
	'applied',
	'unchanged',
];

/** What needs attention first, and within that in the order of the inventory. */
export function byAttention(hosts: readonly FleetHost[]): FleetHost[] {
	return [...hosts].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

/** `3 applied, 1 rolled back` */
export function tally(hosts: readonly FleetHost[]): string {
	return ORDER.flatMap((state) => {
		const many = hosts.filter((host) => host.state === state).length;
		return many === 0 ? [] : [`${many} ${stateWord(state)}`];
	}).join(', ');
}

/** Hosts that are not as wanted when a run has ended. */
export function unfinished(hosts: readonly FleetHost[]): string[] {
	const good: readonly FleetHostState[] = ['applied', 'unchanged', 'planned'];
	return hosts.filter(({ state }) => !good.includes(state)).map(({ host }) => host);
}

/** The results as a table of text, with what changes and differs below. */
export function resultTable(hosts: readonly FleetHost[]): string {
	const rows = byAttention(hosts).map(({ host, state, message = '' }) => [host, stateWord(state), message]);
	const table = [[l10n.t('Host'), l10n.t('State'), l10n.t('What happened')], ...rows];
	const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
	const lines = table.map((row) =>
		row
			.map((cell, i) => cell.padEnd(widths[i] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	const details = hosts.flatMap(({ host, changes = [], differences = [] }) =>
		changes.length + differences.length === 0
			? []
			: ['', host, ...changes.map((line) => `  ${line}`), ...differences.map((line) => `  ! ${line}`)],
	);
	return `${[...lines, ...details].join('\n')}\n`;
}
