import type { EntityView, SteeringView } from '../../../server/src/protocol.js';
import { byKeyboard } from './byKeyboard.js';
import type { Post } from './host.js';
import type { Colours } from './palette.js';
import { paintClasses } from './palette.js';

interface SteeringProps {
	entity: EntityView;
	colours: Colours;
	post: Post;
}

const tips = {
	default:
		'Where packets without a hash go while RSS is on. It takes a queue, also when no entry points at it.',
	primary: 'Where every packet goes while RSS is off.',
};

/** The default and the primary processor, and which of them counts just now. */
export function Steering({ entity, colours, post }: SteeringProps) {
	const state = entity.rss ? 'on' : 'off';
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
	const words = (active: boolean, what: string) => (
		<dd class="muted">{active ? `active: ${what}` : `inactive while RSS is ${state}`}</dd>
	);
	return (
		<dl class="steering">
			<div>
				<dt>default processor</dt>
				<dd>{chip('default processor', tips.default, entity.defaultProcessor)}</dd>
				{words(entity.defaultProcessor.active, 'packets without a hash')}
			</div>
			<div>
				<dt>primary processor</dt>
				<dd>{chip('primary processor', tips.primary, entity.primaryProcessor)}</dd>
				{words(entity.primaryProcessor.active, 'all packets')}
			</div>
		</dl>
	);
}
