import { useRef } from 'preact/hooks';
import type { EntityView } from '../../../server/src/protocol.js';
import { Bar } from './Bar.js';
import type { Colours } from './EntityPane.js';
import { SeverityIcon } from './Icon.js';
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
		<nav aria-label="VPorts">
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

/** `1 error 2 warnings`, each only where there are any. */
function Counts({ entity }: { entity: EntityView }) {
	return (
		<span class="counts">
			{entity.errors > 0 && (
				<span>
					<SeverityIcon severity="error" /> {count(entity.errors, 'error')}
				</span>
			)}
			{entity.warnings > 0 && (
				<span>
					<SeverityIcon severity="warning" /> {count(entity.warnings, 'warning')}
				</span>
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
					<Bar
						key={processor}
						x={x - width}
						y={0}
						width={Math.max(0.5, width - 1)}
						height={5}
						colour={colours.get(processor)}
					/>
				);
			})}
		</svg>
	);
}
