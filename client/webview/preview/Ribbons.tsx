import { useRef } from 'preact/hooks';
import type { TrafficResult } from '../../../server/src/protocol.js';
import { Bar } from './Bar.js';
import { type Colours, paintClasses } from './palette.js';
import { layOut, type Ribbon } from './ribbonLayout.js';
import type { Measure } from './savedState.js';
import { useWidth } from './useWidth.js';
import { percent } from './words.js';

/** Sizes in units of the drawing, one pixel each. */
const block = 10;
const slot = 17;
const room = { least: 120, most: 280, perProcessor: 16 };
const labelWidth = 92;
/** From this width on the labels of flows have a column of their own; else they lie upon the ribbons. */
const roomy = { from: 560, column: 300 };

interface RibbonsProps {
	result: TrafficResult;
	measure: Measure;
	colours: Colours;
}

/** Ribbons from flows to the processors they arrive at, as thick as their load. */
export function Ribbons({ result, measure, colours }: RibbonsProps) {
	const root = useRef<HTMLDivElement>(null);
	const width = Math.max(200, useWidth(root, 600));
	const by = measure === 'entries' ? 'packets' : measure;
	const thick = Math.max(room.least, Math.min(room.most, result.processors.length * room.perProcessor));
	const { sources, targets, ribbons, height } = layOut(result, by, thick, slot);
	const left = width >= roomy.from ? roomy.column : 0;
	const right = width - labelWidth;
	const unit = by === 'packets' ? 'packets' : by;
	const words = targets.map(({ id, share }) => `${id}: ${percent(share)}`).join('; ');
	return (
		<div ref={root} class="ribbons">
			<svg
				viewBox={`0 -2 ${width} ${height + 6}`}
				width={width}
				height={height + 6}
				role="img"
				aria-label={`${unit} by processor: ${words}`}
			>
				{ribbons.map((ribbon) => (
					<path
						key={`${ribbon.from} ${ribbon.to}`}
						class={`ribbon ${paintClasses(colours.get(ribbon.to))}`}
						d={pathOf(ribbon, left + block, right)}
						data-tip={`${labelOf(sources, ribbon.from)} → ${ribbon.to}: ${percent(ribbon.share)} of the ${unit}`}
					/>
				))}
				{sources.map((source) => (
					<g key={source.id} data-tip={`${source.label}: ${percent(source.share)} of the ${unit}`}>
						<rect class="source" x={left} y={source.y} width={block} height={Math.max(1, source.height)} />
						<text
							class={left > 0 ? 'before' : ''}
							x={left > 0 ? left - 6 : block + 6}
							y={source.y + source.height / 2 + 4}
						>
							{shorten(source.label, (left > 0 ? left : right - block) - 12)} {percent(source.share)}
						</text>
					</g>
				))}
				{targets.map((target) => (
					<g key={target.id} data-processor={target.id}>
						<Bar
							x={right}
							y={target.y}
							width={block}
							height={Math.max(1, target.height)}
							colour={colours.get(target.id)}
						/>
						<text x={right + block + 6} y={target.y + target.height / 2 + 4}>
							<tspan class="used">{target.id}</tspan> {percent(target.share)}
						</text>
					</g>
				))}
			</svg>
		</div>
	);
}

function labelOf(sources: readonly { id: string; label: string }[], id: string): string {
	return sources.find((source) => source.id === id)?.label ?? id;
}

/** A band that leaves and arrives level. */
function pathOf({ fromY, toY, height }: Ribbon, left: number, right: number): string {
	const middle = (left + right) / 2;
	const thick = Math.max(0.5, height);
	return [
		`M${left} ${fromY}`,
		`C${middle} ${fromY} ${middle} ${toY} ${right} ${toY}`,
		`V${toY + thick}`,
		`C${middle} ${toY + thick} ${middle} ${fromY + thick} ${left} ${fromY + thick}`,
		'Z',
	].join('');
}

/** A label that fits a width, by an estimate of 5.6 pixels a character; room is left for the figure behind it. */
function shorten(label: string, width: number): string {
	const most = Math.max(8, Math.floor(width / 5.6) - 8);
	return label.length <= most ? label : `${label.slice(0, most - 1)}…`;
}
