import type { Baseline } from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import * as l10n from './l10n.js';
import { Menu } from './Menu.js';

/** A picture or table to save. */
export type ExportFormat = 'png' | 'svg' | 'csv';

interface ToolbarProps {
	whatIf: boolean;
	onWhatIf: (whatIf: boolean) => void;
	follows: boolean;
	onFollows: (follows: boolean) => void;
	baseline: Baseline | undefined;
	/** Undefined for what cannot be saved now. */
	onExport: ((format: ExportFormat) => void) | undefined;
	/** Whether there is a picture of what is shown, and not only a table. */
	pictures: boolean;
	post: Post;
}

/** What one can do with the whole preview. */
export function Toolbar(props: ToolbarProps) {
	const { whatIf, onWhatIf, follows, onFollows, baseline, onExport, pictures, post } = props;
	const save = (format: ExportFormat) => (onExport ? () => onExport(format) : undefined);
	return (
		<div class="toolbar">
			<button
				type="button"
				class="plain"
				aria-pressed={whatIf}
				data-tip={l10n.t('While on, moving an entry changes this picture and not the file.')}
				onClick={() => onWhatIf(!whatIf)}
			>
				{l10n.t('What if')}
			</button>
			<Menu
				label={l10n.t('Compare')}
				items={[
					{ label: l10n.t('With a device…'), onChoose: () => post({ type: 'compare', with: 'device' }) },
					{ label: l10n.t('With git HEAD'), onChoose: () => post({ type: 'compare', with: 'head' }) },
					{
						label: l10n.t('Read again'),
						onChoose: baseline && (() => post({ type: 'compare', with: 'again' })),
					},
					{
						label: l10n.t('With nothing'),
						onChoose: baseline && (() => post({ type: 'compare', with: 'nothing' })),
					},
				]}
			/>
			<Menu
				label={l10n.t('Export')}
				items={[
					{ label: l10n.t('PNG picture…'), onChoose: pictures ? save('png') : undefined },
					{ label: l10n.t('SVG picture…'), onChoose: pictures ? save('svg') : undefined },
					{ label: l10n.t('CSV table…'), onChoose: save('csv') },
				]}
			/>
			<button
				type="button"
				class="plain"
				aria-pressed={follows}
				data-tip={l10n.t(
					'While on, the preview shows whichever configuration is being edited; else it stays with this one.',
				)}
				onClick={() => onFollows(!follows)}
			>
				{l10n.t('Follow editor')}
			</button>
			<button type="button" class="push" onClick={() => post({ type: 'push' })}>
				{l10n.t('Push…')}
			</button>
		</div>
	);
}
