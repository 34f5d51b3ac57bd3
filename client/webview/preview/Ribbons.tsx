import { useRef } from 'preact/hooks';
import type { TrafficResult } from '../../../server/src/protocol.js';
import { Bar } from './Bar.js';
import * as l10n from './l10n.js';
import { type Colours, paintClasses } from './palette.js';
import { layOut, type Ribbon } from './ribbonLayout.js';
import type { Measure } from './savedState.js';
import { shorten, useTextWidth } from './textWidth.js';
import { useWidth } from './useWidth.js';
import { alignedFigures, measureWord, percent } from './words.js';

/** Sizes in units of the drawing, one pixel each. */
const block = 10;
const slot = 17;
const room = { least: 120, most: 280, perProcessor: 16 };
const labelWidth = 92;
/** From this width on flows are named, in a column that takes at most this part of it; else their shares stand alone. */
const roomy = { from: 560, part: 0.48 };
const fontSize = 11;

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
	const widthOf = useTextWidth(root, fontSize);
	const figure = alignedFigures([...sources, ...targets].map(({ share }) => share));
	const named = width >= roomy.from;
	// A name that does not fit loses its middle: both ends tell flows apart.
	const labels = sources.map(({ id, label, share }) => {
		const end = ` ${figure(share)} %`;
		const whole = named || id === '' ? label : '';
		const most = named ? width * roomy.part - 12 - widthOf(end) : 130;
		return `${shorten(whole, most, widthOf)}${end}`;
	});
	const left = Math.ceil(Math.max(0, ...labels.map(widthOf))) + 12;
	const right = width - labelWidth;
	const unit = measureWord(by);
	const partOf = (share: number) => l10n.t('{0} of the {1}', percent(share), unit);
	const words = targets.map(({ id, share }) => `${id}: ${percent(share)}`).join('; ');
	return (
		<div ref={root} class="ribbons">
			<svg
				viewBox={`0 -2 ${width} ${height + 6}`}
				width={width}
				height={height + 6}
				role="img"
				aria-label={l10n.t('{0} by processor: {1}', unit, words)}
			>
				{ribbons.map((ribbon) => (
					<path
						key={`${ribbon.from} ${ribbon.to}`}
						class={`ribbon ${paintClasses(colours.get(ribbon.to))}`}
						d={pathOf(ribbon, left + block, right)}
						data-tip={`${labelOf(sources, ribbon.from)} → ${ribbon.to}: ${partOf(ribbon.share)}`}
					/>
				))}
				{sources.map((source, i) => (
					<g key={source.id} data-tip={`${source.label}: ${partOf(source.share)}`}>
						<rect class="source" x={left} y={source.y} width={block} height={Math.max(1, source.height)} />
						<text class="before" x={left - 6} y={source.y + source.height / 2 + 4}>
							{labels[i]}
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
							<tspan class="used">{target.id}</tspan> {figure(target.share)} %
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
