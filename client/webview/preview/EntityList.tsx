import { useRef } from 'preact/hooks';
import type { EntityView } from '../../../server/src/protocol.js';
import { SeverityIcon } from './Icon.js';
import * as l10n from './l10n.js';
import type { Colours } from './palette.js';
import { paintClasses } from './palette.js';
import { allEntities } from './savedState.js';
import { figure, severityInLine, subtitleOf } from './words.js';

interface EntityListProps {
	entities: EntityView[];
	/** Key of an entity, or `allEntities`. */
	selected: string | undefined;
	colours: Colours;
	/** How many cells differ from what is compared with, by key. */
	differing: ReadonlyMap<string, number>;
	onSelect: (key: string) => void;
}

/** The VPorts (or the adapter) to choose from. One Tab stop; arrows, Home and End choose. */
export function EntityList({ entities, selected, colours, differing, onSelect }: EntityListProps) {
	// One alone needs no picture of all.
	const keys = [...(entities.length > 1 ? [allEntities] : []), ...entities.map(({ key }) => key)];
	const list = useRef<HTMLUListElement>(null);
	const choose = (index: number) => {
		const key = keys[index];
		if (key === undefined) return;
		onSelect(key);
		list.current?.querySelectorAll<HTMLElement>('button')[index]?.focus();
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const last = keys.length - 1;
		const at = selected === undefined ? -1 : keys.indexOf(selected);
		const to = { ArrowUp: Math.max(0, at - 1), ArrowDown: Math.min(last, at + 1), Home: 0, End: last }[
			event.key
		];
		if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
		event.preventDefault();
		choose(to);
	};
	return (
		<nav aria-label={l10n.t('Scaling entities')}>
			<ul ref={list} onKeyDown={onKeyDown}>
				{entities.length > 1 && (
					<li>
						<button
							type="button"
							class="entity all"
							tabIndex={selected === allEntities ? 0 : -1}
							aria-current={selected === allEntities}
							onClick={() => choose(0)}
						>
							<span class="name">{l10n.t('All VPorts')}</span>
						</button>
					</li>
				)}
				{entities.map((entity) => (
					<li key={entity.key}>
						<button
							type="button"
							class="entity"
							tabIndex={entity.key === selected ? 0 : -1}
							aria-current={entity.key === selected}
							onClick={() => choose(keys.indexOf(entity.key))}
						>
							<span class="name">{entity.title}</span>
							<Counts entity={entity} differing={differing.get(entity.key) ?? 0} />
							<span class="subtitle">{subtitleOf(entity)}</span>
							<Shares entity={entity} colours={colours} />
						</button>
					</li>
				))}
			</ul>
		</nav>
	);
}

/** How many errors and warnings, each only where there are any: a sign and a figure, the word for screen readers. */
function Counts({ entity, differing }: { entity: EntityView; differing: number }) {
	const counts = [
		{ severity: 'error', n: entity.errors },
		{ severity: 'warning', n: entity.warnings },
	] as const;
	return (
		<span class="counts">
			{differing > 0 && (
				<span title={differingInWords(differing)}>
					≠ {differing}
					<span class="unseen">
						{' '}
						{l10n.isOne(differing) ? l10n.t('cell differs') : l10n.t('cells differ')}
					</span>
				</span>
			)}
			{counts.map(
				({ severity, n }) =>
					n > 0 && (
						<span key={severity} title={countInWords(severity, n)}>
							<SeverityIcon severity={severity} /> {n}
							<span class="unseen">
								{' '}
								{l10n.isOne(n) ? severityInLine(severity) : severitiesInLine(severity)}
							</span>
						</span>
					),
			)}
		</span>
	);
}

function differingInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} cell differs', figure(n)) : l10n.t('{0} cells differ', figure(n));
}

function severitiesInLine(severity: 'error' | 'warning'): string {
	return severity === 'error' ? l10n.t('errors') : l10n.t('warnings');
}

function countInWords(severity: 'error' | 'warning', n: number): string {
	if (severity === 'error')
		return l10n.isOne(n) ? l10n.t('{0} error', figure(n)) : l10n.t('{0} errors', figure(n));
	return l10n.isOne(n) ? l10n.t('{0} warning', figure(n)) : l10n.t('{0} warnings', figure(n));
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
