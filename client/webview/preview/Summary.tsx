import type { EntityView, EvennessView } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import type { Measure } from './savedState.js';
import { entityInWords, figure, measureWord, percent, queuesInWords, queuesOf, subtitleOf } from './words.js';

interface SummaryProps {
	entity: EntityView;
	/** What differs beside cells on the other side of a comparison, and what that is called. */
	there: string[];
	comparedWith: string | undefined;
	/** How even traffic arrived, and by what the bars below measure it; none: the entries alone are told of. */
	evenness: EvennessView[];
	measure: Measure;
}

/** One line of figures: how many processors, queues, and how even. */
export function Summary({ entity, there, comparedWith, evenness, measure }: SummaryProps) {
	const { shares, queues, hashKey: key } = entity;
	const busiest = shares[0];
	const queueTip = l10n.t(
		'Each processor that the active parameters point at takes a queue: every entry and the default processor with RSS on, the primary processor with RSS off.',
	);
	const even = l10n.t('(even: {0})', percent(entity.evenShare));
	const arrived = evenness.find((one) => one.measure === measure);
	return (
		<section class="summary" aria-labelledby="entity-heading">
			<h2 id="entity-heading">
				{entity.title} <span class="aside">{subtitleOf(entity)}</span>
			</h2>
			<p class="facts">
				<strong>{entityInWords(entity)}</strong>
				{queues.used > queues.limit ? (
					<strong data-tip={queueTip}>
						{l10n.t('needs {0}, has {1}', queuesInWords(queues.used), figure(queues.limit))}
					</strong>
				) : (
					<span data-tip={queueTip}>{queuesOf(queues)}</span>
				)}
				{entity.rss && busiest && !arrived && (
					<span
						data-tip={l10n.t(
							'The processor to which most entries point, and the share of each if all in use had the same.',
						)}
					>
						{l10n.around(l10n.t('busiest {0}'), <strong>{percent(busiest.share)}</strong>)}{' '}
						<span class="muted">{even}</span>
					</span>
				)}
				{entity.rss && arrived && (
					<span
						data-tip={l10n.t(
							'Of the traffic sent below, processor {0} gets the most {1}; if all in use had the same, each would have {2}.',
							arrived.busiest,
							measureWord(measure),
							percent(entity.evenShare),
						)}
					>
						{l10n.around(
							l10n.t('busiest {0} of {1}'),
							<strong>{percent(arrived.share)}</strong>,
							measureWord(measure),
						)}{' '}
						<span class="muted">{even}</span>
					</span>
				)}
				{entity.rss && arrived && (
					<span
						data-tip={l10n.t(
							'Jain’s fairness index of the traffic over the processors: 1 is even, 1 divided by the processors is all on one.',
						)}
					>
						Jain {l10n.formatNumber(arrived.jain, 3)}
					</span>
				)}
				{key && (
					<span
						class={key.rank < key.of ? '' : 'muted'}
						data-tip={[...key.words, l10n.t('Rank over GF(2) of the hash bits that choose the entry.')].join(
							' ',
						)}
					>
						{l10n.t('key rank {0} of {1}', key.rank, key.of)}
					</span>
				)}
			</p>
			{there.length > 0 && (
				<p class="muted">
					{comparedWith}: {there.join(', ')}
				</p>
			)}
		</section>
	);
}
