import type { ProcessorView } from '../../../server/src/protocol.js';
import { Bar } from './Bar.js';
import * as l10n from './l10n.js';
import { percent } from './words.js';

/** Sizes in units of the drawing, one pixel each. */
const gap = 2;
const margin = 4;
const labelHeight = 18;

/** How every core of a drawing is drawn. */
export interface Scale {
	/** Share (0..1) by processor id; absent = none. */
	shares: ReadonlyMap<string, number>;
	/** Where the dashed line stands; undefined for no line. */
	even: number | undefined;
	/** The share at the upper edge. */
	top: number;
	/** Height of the upper edge above the ground. */
	height: number;
	/** A share as the figure above its bar. */
	figure: (share: number) => string;
}

interface CoreBarsProps {
	/** The threads of one core. */
	core: ProcessorView[];
	scale: Scale;
}

/** One core: a bar a thread, side by side. */
export function CoreBars({ core, scale: { shares, even, top, height, figure } }: CoreBarsProps) {
	// One thread alone needs the room of its label, several share it.
	const thread = core.length === 1 ? 32 : core.length === 2 ? 22 : 20;
	const width = core.length * (thread + gap) - gap + 2 * margin;
	const yOf = (share: number) => height - (share / top) * height;
	return (
		<svg
			class="core"
			viewBox={`0 0 ${width} ${height + labelHeight}`}
			width={width}
			height={height + labelHeight}
			role="img"
			aria-label={l10n.t('Processor {0}', core.map((p) => inWords(p, shares.get(p.id))).join('; '))}
		>
			{core.map((p, i) => {
				const share = shares.get(p.id) ?? 0;
				const x = margin + i * (thread + gap);
				const bar = { x, y: yOf(share), width: thread, height: height - yOf(share) };
				return (
					<g key={p.id} class="thread" data-processor={p.id}>
						<rect
							class={p.inRssSet ? 'track' : 'track outside'}
							x={x}
							width={thread}
							height={height}
							rx="2"
						/>
						{!p.inRssSet && <rect x={x} width={thread} height={height} rx="2" fill="url(#hatch)" />}
						{share > 0 && <Bar {...bar} colour={p.colour} radius={2} />}
					</g>
				);
			})}
			<line class="ground" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
			{even !== undefined && <line class="even" x1="0" x2={width} y1={yOf(even)} y2={yOf(even)} />}
			{/* Above the line, and legible there by their halo. */}
			{core.map((p, i) => {
				const share = shares.get(p.id) ?? 0;
				return (
					share > 0 && (
						<text key={p.id} class="figure" x={margin + i * (thread + gap) + thread / 2} y={yOf(share) - 5}>
							{figure(share)}
						</text>
					)
				);
			})}
			<text class="id" x={width / 2} y={height + 14}>
				{core.map((p, i) => (
					<tspan key={p.id} class={shares.has(p.id) ? 'used' : ''}>
						{shortId(core, i)}
					</tspan>
				))}
			</text>
		</svg>
	);
}

/** `0:2: 25 %`, `0:3: none, outside the RSS set` */
function inWords({ id, inRssSet }: ProcessorView, share: number | undefined): string {
	if (share === undefined)
		return inRssSet ? l10n.t('{0}: none', id) : l10n.t('{0}: none, outside the RSS set', id);
	const told = `${id}: ${percent(share)}`;
	return inRssSet ? told : l10n.t('{0}, outside the RSS set', told);
}

/** `0:2`, then only ` · 3` for a sibling of the same group, as the group stands before it. */
function shortId(core: readonly ProcessorView[], index: number): string {
	const id = core[index]?.id ?? '';
	if (index === 0) return id;
	const [group, number] = id.split(':');
	const [before] = (core[index - 1]?.id ?? '').split(':');
	return `\u2009·\u2009${group === before ? number : id}`;
}
