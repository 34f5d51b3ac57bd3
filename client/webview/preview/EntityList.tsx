import { useRef } from 'preact/hooks';
import type { EntityView } from '../../../server/src/protocol.js';
import { SeverityIcon } from './Icon.js';
import type { Colours } from './palette.js';
import { paintClasses } from './palette.js';
import { count } from './words.js';

interface EntityListProps {
	entities: EntityView[];
	selected: string | undefined;
	colours: Colours;
	onSelect: (key: string) => void;
}

/** The VPorts (or the adapter) to choose from. One Tab stop; arrows, Home and End choose. */
export function EntityList({ entities, selected, colours, onSelect }: EntityListProps) {
	const list = useRef<HTMLUListElement>(null);
	const choose = (index: number) => {
		const entity = entities[index];
		if (!entity) return;
		onSelect(entity.key);
		list.current?.querySelectorAll<HTMLElement>('button')[index]?.focus();
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const last = entities.length - 1;
		const at = entities.findIndex((e) => e.key === selected);
		const to = { ArrowUp: Math.max(0, at - 1), ArrowDown: Math.min(last, at + 1), Home: 0, End: last }[
			event.key
		];
		if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
		event.preventDefault();
		choose(to);
	};
	return (
		<nav aria-label="Scaling entities">
			<ul ref={list} onKeyDown={onKeyDown}>
				{entities.map((entity, i) => (
					<li key={entity.key}>
						<button
							type="button"
							class="entity"
							tabIndex={entity.key === selected ? 0 : -1}
							aria-current={entity.key === selected}
							onClick={() => choose(i)}
						>
							<span class="name">{entity.title}</span>
							<Counts entity={entity} />
							<span class="subtitle">{entity.subtitle}</span>
							<Shares entity={entity} colours={colours} />
						</button>
					</li>
				))}
			</ul>
		</nav>
	);
}

/** How many errors and warnings, each only where there are any: a sign and a figure, the word for screen readers. */
function Counts({ entity }: { entity: EntityView }) {
	const counts = [
		{ severity: 'error', n: entity.errors },
		{ severity: 'warning', n: entity.warnings },
	] as const;
	return (
		<span class="counts">
			{counts.map(
				({ severity, n }) =>
					n > 0 && (
						<span key={severity} title={count(n, severity)}>
							<SeverityIcon severity={severity} /> {n}
							<span class="unseen"> {n === 1 ? severity : `${severity}s`}</span>
						</span>
					),
			)}
		</span>
	);
}

/** The shares of the processors as one thin bar; decoration, its figures stand in the pane. */
function Shares({ entity, colours }: { entity: EntityView; colours: Colours }) {
	let x = 0;
	return (
		<svg class="shares" viewBox="0 0 200 5" height="5" preserveAspectRatio="none" aria-hidden="true">
			<rect class="track" width="200" height="5" />
			{entity.shares.map(({ processor, share }) => {
				const width = share * 200;
				x += width;
				return (
					<rect
						key={processor}
						class={`bar ${paintClasses(colours.get(processor))}`}
						x={x - width}
						width={Math.max(0.5, width - 1)}
						height="5"
					/>
				);
			})}
		</svg>
	);
}
