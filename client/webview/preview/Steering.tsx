import type { EntityView, SteeringView } from '../../../server/src/protocol.js';
import { byKeyboard } from './byKeyboard.js';
import type { Post } from './host.js';
import * as l10n from './l10n.js';
import type { Colours } from './palette.js';
import { paintClasses } from './palette.js';

interface SteeringProps {
	entity: EntityView;
	colours: Colours;
	post: Post;
}

/** The default and the primary processor, and which of them counts just now. */
export function Steering({ entity, colours, post }: SteeringProps) {
	const chip = (name: string, tip: string, { processor, range }: SteeringView) => (
		<button
			type="button"
			class={`chip ${paintClasses(colours.get(processor))}`}
			aria-label={`${name}: ${processor}`}
			data-tip={tip}
			onClick={(event) => post({ type: 'reveal', range, ...byKeyboard(event) })}
		>
			{processor}
		</button>
	);
	const inactive = entity.rss ? l10n.t('inactive while RSS is on') : l10n.t('inactive while RSS is off');
	const words = (active: boolean, what: string) => <dd class="muted">{active ? what : inactive}</dd>;
	const names = { default: l10n.t('default processor'), primary: l10n.t('primary processor') };
	const tips = {
		default: l10n.t(
			'Where packets without a hash go while RSS is on. It takes a queue, also when no entry points at it.',
		),
		primary: l10n.t('Where every packet goes while RSS is off.'),
	};
	return (
		<dl class="steering">
			<div>
				<dt>{names.default}</dt>
				<dd>{chip(names.default, tips.default, entity.defaultProcessor)}</dd>
				{words(entity.defaultProcessor.active, l10n.t('active: packets without a hash'))}
			</div>
			<div>
				<dt>{names.primary}</dt>
				<dd>{chip(names.primary, tips.primary, entity.primaryProcessor)}</dd>
				{words(entity.primaryProcessor.active, l10n.t('active: all packets'))}
			</div>
		</dl>
	);
}
