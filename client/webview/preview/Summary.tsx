import type { EntityView } from '../../../server/src/protocol.js';
import { count, percent } from './words.js';

/** One line of figures: how many processors, queues, and how even. */
export function Summary({ entity }: { entity: EntityView }) {
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
					<strong>
						needs {count(queues.used, 'queue')}, has {queues.limit}
					</strong>
				) : (
					<span>
						{queues.used} of {count(queues.limit, 'queue')}
					</span>
				)}
				{entity.rss && busiest && (
					<span>
						busiest <strong>{percent(busiest.share)}</strong>{' '}
						<span class="muted">(even: {percent(entity.evenShare)})</span>
					</span>
				)}
			</p>
		</section>
	);
}
