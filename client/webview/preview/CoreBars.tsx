import type { ProcessorView } from '../../../server/src/protocol.js';
import { Bar } from './Bar.js';
import { percent, percentFigure } from './words.js';

/** Sizes in units of the drawing, one pixel each. */
const thread = { width: 34, gap: 2 };
const margin = 8;
const height = 116;
const labelHeight = 18;

interface CoreBarsProps {
	/** The threads of one core. */
	core: ProcessorView[];
	/** Share (0..1) by processor id; absent = none. */
	shares: ReadonlyMap<string, number>;
	/** Where the dashed line stands; undefined for no line. */
	even: number | undefined;
	/** The share at the upper edge. */
	top: number;
}

/** One core: a bar a thread, side by side. */
export function CoreBars({ core, shares, even, top }: CoreBarsProps) {
	const width = core.length * (thread.width + thread.gap) - thread.gap + margin;
	const yOf = (share: number) => height - (share / top) * height;
	const label = core
		.map((p) => {
			const share = shares.get(p.id);
			return `${p.id}: ${share === undefined ? 'none' : percent(share)}${p.inRssSet ? '' : ', outside the RSS set'}`;
		})
		.join('; ');
	return (
		<svg
			class="core"
			viewBox={`0 0 ${width} ${height + labelHeight}`}
			width={width}
			height={height + labelHeight}
			role="img"
			aria-label={`Processor ${label}`}
		>
			{core.map((p, i) => {
				const share = shares.get(p.id) ?? 0;
				const x = margin / 2 + i * (thread.width + thread.gap);
				const middle = x + thread.width / 2;
				const bar = { x, y: yOf(share), width: thread.width, height: height - yOf(share) };
				return (
					<g key={p.id}>
						<rect class="track" x={x} width={thread.width} height={height} rx="2" />
						{!p.inRssSet && <rect x={x} width={thread.width} height={height} rx="2" fill="url(#hatch)" />}
						{share > 0 && <Bar {...bar} colour={p.colour} radius={2} />}
						{share > 0 && (
							<text class="figure" x={middle} y={yOf(share) - 5}>
								{percentFigure(share)}
							</text>
						)}
						<text class={share > 0 ? 'id used' : 'id'} x={middle} y={height + 14}>
							{p.id}
						</text>
					</g>
				);
			})}
			<line class="ground" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
			{even !== undefined && <line class="even" x1="0" x2={width} y1={yOf(even)} y2={yOf(even)} />}
		</svg>
	);
}
