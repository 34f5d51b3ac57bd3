import type { EvennessView } from '../../../server/src/protocol.js';
import { type Colours, paintClasses } from './palette.js';
import { alignedFigures } from './words.js';

const columns = [
	{ label: 'By', tip: 'What is counted: packets, bytes on the wire, or flows.' },
	{ label: 'Busiest', tip: 'The processor that gets the most.' },
	{ label: 'Share', tip: 'What part of all the busiest processor gets.' },
	{ label: 'Max ÷ mean', tip: 'The busiest against the mean of all processors in use: 1 is even.' },
	{
		label: 'Jain',
		tip: 'Jain’s fairness index, (Σx)² / (n · Σx²): 1 is even, 1 divided by the processors is all on one.',
	},
];

interface EvennessProps {
	rows: EvennessView[];
	colours: Colours;
}

/** How even the load is, a line a measure. */
export function Evenness({ rows, colours }: EvennessProps) {
	const figure = alignedFigures(rows.map(({ share }) => share));
	return (
		<table class="evenness">
			<caption class="unseen">How even the load is</caption>
			<thead>
				<tr>
					{columns.map(({ label, tip }, i) => (
						<th key={label} scope="col" class={i > 1 ? 'number' : ''} data-tip={tip}>
							{label}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map(({ measure, busiest, share, maxOverMean, jain }) => (
					<tr key={measure}>
						<th scope="row">{measure}</th>
						<td>
							<span class={`chip ${paintClasses(colours.get(busiest))}`} data-processor={busiest}>
								{busiest}
							</span>
						</td>
						<td class="number">{figure(share)} %</td>
						<td class="number">{maxOverMean.toFixed(2)}</td>
						<td class="number">{jain.toFixed(3)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
