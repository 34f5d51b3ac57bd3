import type { EvennessView } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import { type Colours, paintClasses } from './palette.js';
import { alignedFigures, measureWord } from './words.js';

/** The headings, each with what it means. */
function columns() {
	return [
		{ label: l10n.t('By'), tip: l10n.t('What is counted: packets, bytes on the wire, or flows.') },
		{ label: l10n.t('Busiest'), tip: l10n.t('The processor that gets the most.') },
		{ label: l10n.t('Share'), tip: l10n.t('What part of all the busiest processor gets.') },
		{
			label: l10n.t('Max ÷ mean'),
			tip: l10n.t('The busiest against the mean of all processors in use: 1 is even.'),
		},
		{
			label: 'Jain',
			tip: l10n.t(
				'Jain’s fairness index, (Σx)² / (n · Σx²): 1 is even, 1 divided by the processors is all on one.',
			),
		},
	];
}

interface EvennessProps {
	rows: EvennessView[];
	colours: Colours;
}

/** How even the load is, a line a measure. */
export function Evenness({ rows, colours }: EvennessProps) {
	const figure = alignedFigures(rows.map(({ share }) => share));
	return (
		<table class="evenness">
			<caption class="unseen">{l10n.t('How even the load is')}</caption>
			<thead>
				<tr>
					{columns().map(({ label, tip }, i) => (
						<th key={label} scope="col" class={i > 1 ? 'number' : ''} data-tip={tip}>
							{label}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map(({ measure, busiest, share, maxOverMean, jain }) => (
					<tr key={measure}>
						<th scope="row">{measureWord(measure)}</th>
						<td>
							<span class={`chip ${paintClasses(colours.get(busiest))}`} data-processor={busiest}>
								{busiest}
							</span>
						</td>
						<td class="number">{figure(share)} %</td>
						<td class="number">{l10n.formatNumber(maxOverMean, 2)}</td>
						<td class="number">{l10n.formatNumber(jain, 3)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
