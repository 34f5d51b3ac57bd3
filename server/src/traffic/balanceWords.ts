import { count } from '../plan/words.js';
import type { Balance } from '../rss/balance.js';
import type { Measure } from './judgeTraffic.js';

/** What a balanced table is worth, against the old one and against what is possible at all; in sentences. */
export function balanceWords(
	balance: Omit<Balance, 'table' | 'moved'> & {
		readonly table: readonly unknown[];
		readonly moved: readonly unknown[];
	},
	measure: Measure,
): string[] {
	const { peak, peakBefore, lowerBound, moved, movesBound, optimal, table } = balance;
	const change = peakBefore > 0 ? (peak / peakBefore - 1) * 100 : 0;
	const signed = `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %`;
	const first =
		moved.length === 0
			? `No entry is worth moving: the busiest processor has ${number(peak)} ${measure}.`
			: `The busiest processor goes from ${number(peakBefore)} to ${number(peak)} ${measure} (${signed}); ${count(moved.length, 'entry', 'entries')} of ${table.length} ${moved.length === 1 ? 'moves' : 'move'}.`;
	const above = lowerBound > 0 ? (peak / lowerBound - 1) * 100 : 0;
	const near = above < 0.1 ? 'less than 0.1 % above' : `${above.toFixed(1)} % above`;
	const least =
		peak <= lowerBound
			? 'No table within the limits does better.'
			: `No table within the limits has less than ${number(lowerBound)}: this one is ${near}.`;
	const moves =
		optimal || moved.length <= movesBound
			? []
			: [
					`At least ${count(movesBound, 'entry', 'entries')} would have to move for it; whether fewer than ${moved.length} do was not proved.`,
				];
	return [first, least, ...moves];
}

function number(n: number): string {
	return n.toLocaleString('en');
}
