import type { Baseline, EntityView, PreviewModel } from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import { SeverityIcon } from './Icon.js';
import { differingCells, otherDifferences } from './model.js';
import { count } from './words.js';

interface BannersProps {
	model: PreviewModel;
	whatIf: boolean;
	baseline: Baseline | undefined;
	/** The last thing that was done or refused. */
	notice: { text: string; undo: boolean } | undefined;
	onApply: () => void;
	onReset: () => void;
	onDismiss: () => void;
	post: Post;
}

/** What holds for the whole picture just now. Always there: a live region speaks only of what changes within it. */
export function Banners(props: BannersProps) {
	const { model, whatIf, baseline, notice, onApply, onReset, onDismiss, post } = props;
	const changes = model.whatIf ?? 0;
	return (
		<div class="banner">
			<div role="status">
				{model.stale && (
					<p class="grave">
						<SeverityIcon severity="warning" /> The text cannot be read just now: this is the last state that
						could.
					</p>
				)}
				{whatIf && (
					<p>
						<strong>What if:</strong>{' '}
						{changes === 0
							? 'move entries, and see what would be; the file stays as it is.'
							: `${count(changes, 'entry', 'entries')} differ from the file, and the findings are those of this picture.`}
					</p>
				)}
				{baseline && <p>{comparisonInWords(model.entities, baseline)}</p>}
				{notice && <p>{notice.text}</p>}
			</div>
			<div class="actions">
				{whatIf && changes > 0 && (
					<>
						<button type="button" class="plain" onClick={onApply}>
							Apply to file
						</button>
						<button type="button" class="plain" onClick={onReset}>
							Reset
						</button>
					</>
				)}
				{notice?.undo && (
					<button type="button" class="plain" onClick={() => post({ type: 'undo' })}>
						Undo
					</button>
				)}
				{notice && (
					<button type="button" class="plain" onClick={onDismiss}>
						Dismiss
					</button>
				)}
			</div>
		</div>
	);
}

/** `git HEAD: 12 cells differ in 2 VPorts.` */
function comparisonInWords(entities: EntityView[], baseline: Baseline): string {
	const cells = entities.map((entity) => differingCells(entity, baseline).size);
	const sum = cells.reduce((a, b) => a + b, 0);
	const others = entities.filter((entity) => otherDifferences(entity, baseline).length > 0).length;
	const gone = baseline.entities.filter(
		({ vportId }) => !entities.some((entity) => entity.vportId === vportId),
	);
	const said = [
		...(sum > 0
			? [
					`${count(sum, 'cell differs', 'cells differ')} in ${count(cells.filter((n) => n > 0).length, 'VPort')}`,
				]
			: []),
		...(others > 0 ? [`${count(others, 'VPort differs', 'VPorts differ')} in more than cells`] : []),
		...(gone.length > 0
			? [`${gone.map(({ vportId }) => `VPort ${vportId}`).join(', ')} only there, not in the file`]
			: []),
	];
	return `Compared with ${baseline.label}: ${said.length === 0 ? 'nothing differs' : said.join('; ')}.`;
}
