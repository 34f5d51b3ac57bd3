import type { EntityView } from '../../../server/src/protocol.js';
import { count, percent } from './words.js';

const queueTip =
	'Each processor that the active parameters point at takes a queue: every entry and the default processor with RSS on, the primary processor with RSS off.';

interface SummaryProps {
	entity: EntityView;
	/** What differs beside cells on the other side of a comparison, and what that is called. */
	there: string[];
	comparedWith: string | undefined;
}

/** One line of figures: how many processors, queues, and how even. */
export function Summary({ entity, there, comparedWith }: SummaryProps) {
	const { shares, queues, table } = entity;
	const busiest = shares[0];
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
				{entity.rss && busiest && (
					<span data-tip="The processor to which most entries point, and the share of each if all in use had the same.">
						busiest <strong>{percent(busiest.share)}</strong>{' '}
						<span class="muted">(even: {percent(entity.evenShare)})</span>
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
