import type { Baseline, EntityView, PreviewModel } from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import { SeverityIcon } from './Icon.js';
import * as l10n from './l10n.js';
import { differingCells, otherDifferences } from './model.js';
import { figure } from './words.js';

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
						<SeverityIcon severity="warning" />{' '}
						{l10n.t('The text cannot be read just now: this is the last state that could.')}
					</p>
				)}
				{whatIf && (
					<p>
						<strong>{l10n.t('What if:')}</strong> {supposedInWords(changes)}
					</p>
				)}
				{baseline && <p>{comparisonInWords(model.entities, baseline)}</p>}
				{notice && <p>{notice.text}</p>}
			</div>
			<div class="actions">
				{whatIf && changes > 0 && (
					<>
						<button type="button" class="plain" onClick={onApply}>
							{l10n.t('Apply to file')}
						</button>
						<button type="button" class="plain" onClick={onReset}>
							{l10n.t('Reset')}
						</button>
					</>
				)}
				{notice?.undo && (
					<button type="button" class="plain" onClick={() => post({ type: 'undo' })}>
						{l10n.t('Undo')}
					</button>
				)}
				{notice && (
					<button type="button" class="plain" onClick={onDismiss}>
						{l10n.t('Dismiss')}
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
		...(sum > 0 ? [cellsInWords(sum, cells.filter((n) => n > 0).length)] : []),
		...(others > 0 ? [othersInWords(others)] : []),
		...(gone.length > 0
			? [
					l10n.t(
						'{0} only there, not in the file',
						gone.map(({ vportId }) => l10n.t('VPort {0}', vportId)).join(', '),
					),
				]
			: []),
	];
	return said.length === 0
		? l10n.t('Compared with {0}: nothing differs.', baseline.label)
		: l10n.t('Compared with {0}: {1}.', baseline.label, said.join('; '));
}

function supposedInWords(changes: number): string {
	if (changes === 0) return l10n.t('move entries, and see what would be; the file stays as it is.');
	return l10n.isOne(changes)
		? l10n.t('{0} entry differs from the file, and the findings are those of this picture.', figure(changes))
		: l10n.t(
				'{0} entries differ from the file, and the findings are those of this picture.',
				figure(changes),
			);
}

function cellsInWords(cells: number, vports: number): string {
	if (l10n.isOne(cells)) return l10n.t('{0} cell differs in {1} VPort', figure(cells), figure(vports));
	return l10n.isOne(vports)
		? l10n.t('{0} cells differ in {1} VPort', figure(cells), figure(vports))
		: l10n.t('{0} cells differ in {1} VPorts', figure(cells), figure(vports));
}

function othersInWords(vports: number): string {
	return l10n.isOne(vports)
		? l10n.t('{0} VPort differs in more than cells', figure(vports))
		: l10n.t('{0} VPorts differ in more than cells', figure(vports));
}
