import type { EntityView, EvennessView } from '../../../server/src/protocol.js';
import type { Measure } from './savedState.js';
import { count, percent } from './words.js';

const queueTip =
	'Each processor that the active parameters point at takes a queue: every entry and the default processor with RSS on, the primary processor with RSS off.';

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
	const { shares, queues, table, hashKey: key } = entity;
	const busiest = shares[0];
	const arrived = evenness.find((one) => one.measure === measure);
	return (
		<section class="summary" aria-labelledby="entity-heading">
			<h2 id="entity-heading">
				{entity.title} <span class="aside">{entity.subtitle}</span>
			</h2>
			<p class="facts">
				{entity.rss ? (
					<strong>
						{count(table.length, 'entry', 'entries')} → {count(shares.length, 'processor')}
					</strong>
				) : (
					<strong>RSS off: all packets → {entity.primaryProcessor.processor}</strong>
				)}
				{queues.used > queues.limit ? (
					<strong data-tip={queueTip}>
						needs {count(queues.used, 'queue')}, has {queues.limit}
					</strong>
				) : (
					<span data-tip={queueTip}>
						{queues.used} of {count(queues.limit, 'queue')}
					</span>
				)}
				{entity.rss && busiest && !arrived && (
					<span data-tip="The processor to which most entries point, and the share of each if all in use had the same.">
						busiest <strong>{percent(busiest.share)}</strong>{' '}
						<span class="muted">(even: {percent(entity.evenShare)})</span>
					</span>
				)}
				{entity.rss && arrived && (
					<span
						data-tip={`Of the traffic sent below, processor ${arrived.busiest} gets the most ${measure}; if all in use had the same, each would have ${percent(entity.evenShare)}.`}
					>
						busiest <strong>{percent(arrived.share)}</strong> of {measure}{' '}
						<span class="muted">(even: {percent(entity.evenShare)})</span>
					</span>
				)}
				{entity.rss && arrived && (
					<span data-tip="Jain’s fairness index of the traffic over the processors: 1 is even, 1 divided by the processors is all on one.">
						Jain {arrived.jain.toFixed(3)}
					</span>
				)}
				{key && (
					<span
						class={key.rank < key.of ? '' : 'muted'}
						data-tip={[...key.words, `Rank over GF(2) of the hash bits that choose the entry.`].join(' ')}
					>
						key rank {key.rank} of {key.of}
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
