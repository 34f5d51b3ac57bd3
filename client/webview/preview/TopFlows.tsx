import { useState } from 'preact/hooks';
import type { FlowView, Load } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import { type Colours, paintClasses } from './palette.js';
import { alignedFigures, figure } from './words.js';

type Column = 'flow' | 'entry' | 'processor' | 'packets' | 'bytes' | 'share';

function columns(): { id: Column; label: string; numeric: boolean }[] {
	return [
		{ id: 'flow', label: l10n.t('Flow'), numeric: false },
		{ id: 'entry', label: l10n.t('Entry'), numeric: true },
		{ id: 'processor', label: l10n.t('Processor'), numeric: false },
		{ id: 'packets', label: l10n.t('Packets'), numeric: true },
		{ id: 'bytes', label: l10n.t('Bytes'), numeric: true },
		{ id: 'share', label: l10n.t('Share'), numeric: true },
	];
}

interface TopFlowsProps {
	flows: FlowView[];
	total: Load;
	/** False while RSS is off: no flow goes by an entry. */
	hashed: boolean;
	colours: Colours;
}

/** The largest flows; a click on a heading sorts by it, another turns the order round. */
export function TopFlows({ flows, total, hashed, colours }: TopFlowsProps) {
	const [order, setOrder] = useState<{ by: Column; down: boolean }>({ by: 'packets', down: true });
	const sized = total.bytes > 0;
	const shown = columns().filter(({ id }) => (id !== 'bytes' || sized) && (id !== 'entry' || hashed));
	const shareOf = ({ packets }: FlowView) => (total.packets === 0 ? 0 : packets / total.packets);
	const share = alignedFigures(flows.map(shareOf));
	const rows = [...flows].sort((a, b) => (order.down ? -1 : 1) * compare(a, b, order.by));
	return (
		<table class="flows">
			<caption>{l10n.t('Largest flows')}</caption>
			<thead>
				<tr>
					{shown.map(({ id, label, numeric }) => (
						<th
							key={id}
							scope="col"
							class={`${id}${numeric ? ' number' : ''}`}
							aria-sort={order.by === id ? (order.down ? 'descending' : 'ascending') : 'none'}
						>
							<button
								type="button"
								onClick={() => setOrder({ by: id, down: order.by === id ? !order.down : numeric })}
							>
								{label}
								<span aria-hidden="true">{order.by === id ? (order.down ? ' ↓' : ' ↑') : ''}</span>
							</button>
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map((flow) => (
					<tr key={flow.flow}>
						<td class="flow">{flow.flow}</td>
						{hashed && <td class="number entry">{flow.entry ?? l10n.t('no hash')}</td>}
						<td class="processor">
							{flow.processor === undefined ? (
								l10n.t('unknown')
							) : (
								<span
									class={`chip ${paintClasses(colours.get(flow.processor))}`}
									data-processor={flow.processor}
								>
									{flow.processor}
								</span>
							)}
						</td>
						<td class="number packets">{figure(flow.packets)}</td>
						{sized && <td class="number bytes">{figure(flow.bytes)}</td>}
						<td class="number share">{share(shareOf(flow))} %</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function compare(a: FlowView, b: FlowView, by: Column): number {
	if (by === 'flow') return a.flow.localeCompare(b.flow, 'en', { numeric: true });
	if (by === 'processor')
		return (a.processor ?? '').localeCompare(b.processor ?? '', 'en', { numeric: true });
	if (by === 'entry') return (a.entry ?? -1) - (b.entry ?? -1);
	if (by === 'bytes') return a.bytes - b.bytes;
	return a.packets - b.packets;
}
