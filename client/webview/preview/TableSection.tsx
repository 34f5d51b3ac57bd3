import { useMemo, useState } from 'preact/hooks';
import type { EntityView } from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import { IndirectionTable } from './IndirectionTable.js';
import * as l10n from './l10n.js';
import { MoveBar } from './MoveBar.js';
import type { PlacedProcessor } from './model.js';
import type { Colours } from './palette.js';
import { Steering } from './Steering.js';
import { meant, noSelection } from './selection.js';
import { useDrag } from './useDrag.js';
import { whichEntries } from './words.js';

interface TableSectionProps {
	entity: EntityView;
	processors: ReadonlyMap<string, PlacedProcessor>;
	colours: Colours;
	/** Index of the table entry that Tab reaches. */
	cell: number;
	onEnter: (cell: number) => void;
	whatIf: boolean;
	differing: ReadonlyMap<number, string>;
	comparedWith: string | undefined;
	/** What each entry got of the traffic against the one that got most, 0..1; undefined without traffic. */
	loads: number[] | undefined;
	onMove: (entries: number[], processor: string) => void;
	post: Post;
}

/** The table of an entity, and moving its entries: by dragging, or by choosing entries and then a processor. */
export function TableSection(props: TableSectionProps) {
	const { entity, processors, colours, cell, onEnter, whatIf, differing, comparedWith, onMove, post } = props;
	const { table } = entity;
	const [selection, setSelection] = useState(noSelection);
	// What was typed when the bar was asked for by keyboard, and how often, so that asking again takes the focus again.
	const [asked, setAsked] = useState<{ typed: string; times: number }>();
	const current = Math.max(0, Math.min(cell, table.length - 1));
	const entries = meant(selection, current, table.length);
	const close = (focus = true) => {
		setAsked(undefined);
		setSelection(noSelection);
		if (focus) document.querySelector<HTMLElement>(`[data-entry="${current}"]`)?.focus();
	};
	const move = (processor: string) => {
		onMove(entries, processor);
		close();
	};
	const { drag, press } = useDrag(move);
	const onPress = (event: PointerEvent, entry: number) =>
		press(event, () => {
			onEnter(entry);
			if (!selection.entries.has(entry)) setSelection({ entries: new Set([entry]), anchor: entry });
		});
	const held = useMemo(() => {
		const counts = new Map<string, number>();
		for (const { processor } of table) counts.set(processor, (counts.get(processor) ?? 0) + 1);
		return counts;
	}, [table]);
	const choices = useMemo(
		() => [...processors.values()].filter(({ id, inRssSet }) => inRssSet || held.has(id)),
		[processors, held],
	);
	const barOpen =
		table.length > 0 && (asked !== undefined || drag !== undefined || selection.entries.size > 0);
	return (
		<section aria-labelledby="table-heading" class={drag ? 'dragging' : ''}>
			<h3 id="table-heading">
				{l10n.t('Indirection table')}
				{!entity.rss && table.length > 0 && <span class="aside">{l10n.t('inactive while RSS is off')}</span>}
				{props.loads && (
					<span
						class="aside"
						data-tip={l10n.t(
							'The meter at the foot of a cell: what its entry got of the traffic, against the entry that got most. Point at a cell for its figures.',
						)}
					>
						{l10n.t('meters: load of an entry')}
					</span>
				)}
			</h3>
			{table.length > 0 ? (
				<>
					<IndirectionTable
						key={entity.key}
						table={table}
						active={entity.rss}
						colours={colours}
						cell={cell}
						onEnter={onEnter}
						selection={selection}
						onSelect={setSelection}
						onMove={(typed) => setAsked((old) => ({ typed, times: (old?.times ?? 0) + 1 }))}
						onCancel={() => close(false)}
						onPress={onPress}
						differing={differing}
						comparedWith={comparedWith}
						loads={props.loads}
						post={post}
					/>
					<p id="table-keys" class="muted keys">
						{l10n.t('Drag an entry onto a processor, or choose entries (Shift, Ctrl) and press M.')}
					</p>
					{barOpen && (
						<MoveBar
							entries={entries}
							processors={choices}
							held={held}
							whatIf={whatIf}
							asked={asked}
							onMove={move}
							onClose={close}
						/>
					)}
				</>
			) : (
				<p class="empty">{l10n.t('{0} has no indirection table in the file.', entity.title)}</p>
			)}
			<Steering entity={entity} colours={colours} post={post} />
			{drag && (
				<div class="ghost" style={{ transform: `translate(${drag.x + 12}px, ${drag.y + 12}px)` }}>
					{whichEntries(entries)}
					{drag.over === undefined ? '' : ` → ${drag.over}`}
				</div>
			)}
		</section>
	);
}
