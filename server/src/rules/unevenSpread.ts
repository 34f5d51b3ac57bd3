import { formatProcessor } from '../rss/processor.js';
import { loadRatio, sharesOf } from '../rss/spread.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';

/** Some processors get more entries than a fair share. */
export const unevenSpread: EntityRule = {
	id: 'uneven-spread',
	severity: 'warning',
	summary: 'Entries per processor differ by more than one.',
	documentation:
		'Each entry of the indirection table takes the same share of many random flows, so a processor with more entries takes more traffic. Give every processor the same number of entries, to within one. Where the difference is meant, generate the table from `weights`: then this is only a hint.',
	examples: {
		bad: exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:2", "0:2", "0:4"]' }),
		good: exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4", "0:2", "0:4"]' }),
	},
	*check({ rss, indirectionTable: { entries, span, weighted } }) {
		if (!rss.value) return;
		const shares = sharesOf(entries);
		const busiest = shares[0];
		const idlest = shares.at(-1);
		if (!busiest || !idlest || busiest.entries - idlest.entries <= 1) return;
		const ratio = loadRatio(shares).toFixed(2);
		yield {
			message: `Uneven: processor ${formatProcessor(busiest.processor)} has ${busiest.entries} of ${entries.length} entries, ${formatProcessor(idlest.processor)} has ${idlest.entries}; the busiest takes ${ratio} times an even share.`,
			span,
			...(weighted && { severity: 'hint' as const }),
		};
	},
};
