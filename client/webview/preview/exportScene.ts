import type { AdapterView, EntityView } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import type { ProcessorLoad } from './load.js';
import { type Colours, paintOf, palette } from './palette.js';
import type { Scene, Shape } from './scene.js';
import { entityInWords, nodeWord, percentFigure, subtitleOf } from './words.js';

/** Sizes in pixels. */
const margin = 24;
const cell = { width: 46, height: 24, columns: 16 };
const bar = { width: 22, gap: 4, height: 110 };
const widest = 2 * margin + 34 + cell.columns * cell.width;

/** What a picture takes from the page's theme. */
export interface Theme {
	background: string;
	text: string;
	muted: string;
	font: string;
}

/** The theme that the page has now. */
export function currentTheme(): Theme {
	const style = getComputedStyle(document.body);
	const { color, backgroundColor, fontFamily } = style;
	const probe = document.querySelector('.muted');
	const muted = probe ? getComputedStyle(probe).color : color;
	return { background: backgroundColor, text: color, muted, font: fontFamily };
}

/** A picture of one entity: its table, and its load by processor. */
export function entityScene(
	fileName: string,
	entity: EntityView,
	adapter: AdapterView,
	load: ProcessorLoad,
	colours: Colours,
	theme: Theme,
): Scene {
	const { text, muted } = theme;
	const shapes: Shape[] = [
		{
			kind: 'text',
			x: margin,
			y: margin + 12,
			text: `${entity.title} · ${subtitleOf(entity)}`,
			fill: text,
			size: 16,
			bold: true,
		},
		{
			kind: 'text',
			x: margin,
			y: margin + 34,
			text: `${fileName} · ${adapter.name} · ${entityInWords(entity)}`,
			fill: muted,
			size: 12,
		},
	];
	const table = tableShapes(entity, colours, theme, margin + 52);
	const top = margin + 52 + Math.ceil(entity.table.length / cell.columns) * cell.height + 34;
	const loads = loadShapes(adapter, load, colours, theme, top);
	shapes.push(
		...table,
		{
			kind: 'text',
			x: margin,
			y: top - 8,
			text: l10n.t('Load by processor, {0}', load.unit),
			fill: text,
			size: 12,
			bold: true,
		},
		...loads.shapes,
	);
	return {
		width: widest,
		height: loads.bottom + margin,
		background: theme.background,
		font: theme.font,
		shapes,
	};
}

function fillOf(colour: number | undefined, theme: Theme): string {
	return palette[paintOf(colour)?.hue ?? -1] ?? theme.muted;
}

function tableShapes(entity: EntityView, colours: Colours, theme: Theme, top: number): Shape[] {
	return entity.table.flatMap(({ processor }, i): Shape[] => {
		const x = margin + 34 + (i % cell.columns) * cell.width;
		const y = top + Math.floor(i / cell.columns) * cell.height;
		const first = i % cell.columns === 0;
		return [
			...(first
				? [
						{
							kind: 'text',
							x: margin + 26,
							y: y + 15,
							text: String(i),
							fill: theme.muted,
							size: 11,
							anchor: 'end',
						} as const,
					]
				: []),
			{
				kind: 'rect',
				x,
				y,
				width: cell.width - 3,
				height: cell.height - 3,
				fill: fillOf(colours.get(processor), theme),
				radius: 3,
			},
			{
				kind: 'text',
				x: x + (cell.width - 3) / 2,
				y: y + 15,
				text: processor,
				fill: '#ffffff',
				size: 11,
				anchor: 'middle',
			},
		];
	});
}

/** Bars from left to right in the host's order, in as many rows as they need. */
function loadShapes(adapter: AdapterView, load: ProcessorLoad, colours: Colours, theme: Theme, top: number) {
	const shapes: Shape[] = [];
	const most = Math.max(load.even ?? 0, ...load.shares.values(), 0.01) * 1.15;
	let x = margin;
	let y = top + 20;
	for (const { node, cores } of adapter.topology) {
		const processors = cores.flat();
		if (x > margin) x += 18;
		shapes.push({
			kind: 'text',
			x,
			y: y - 6,
			text: node === undefined ? l10n.t('Processors') : nodeWord(node),
			fill: theme.text,
			size: 11,
			bold: true,
		});
		for (const { id } of processors) {
			if (x + bar.width > widest - margin) {
				x = margin;
				y += bar.height + 44;
			}
			const share = load.shares.get(id) ?? 0;
			const height = (share / most) * bar.height;
			shapes.push({
				kind: 'rect',
				x,
				y,
				width: bar.width,
				height: bar.height,
				fill: theme.text,
				opacity: 0.09,
				radius: 2,
			});
			if (share > 0) {
				shapes.push(
					{
						kind: 'rect',
						x,
						y: y + bar.height - height,
						width: bar.width,
						height,
						fill: fillOf(colours.get(id), theme),
						radius: 2,
					},
					{
						kind: 'text',
						x: x + bar.width / 2,
						y: y + bar.height - height - 3,
						text: percentFigure(share),
						fill: theme.text,
						size: 9,
						anchor: 'middle',
					},
				);
			}
			if (load.even !== undefined) {
				const level = y + bar.height - (load.even / most) * bar.height;
				shapes.push({
					kind: 'line',
					x1: x - 2,
					y1: level,
					x2: x + bar.width + 2,
					y2: level,
					stroke: theme.text,
					dash: [3, 3],
				});
			}
			shapes.push({
				kind: 'text',
				x: x + bar.width / 2,
				y: y + bar.height + 12,
				text: id,
				fill: share > 0 ? theme.text : theme.muted,
				size: 9,
				anchor: 'middle',
			});
			x += bar.width + bar.gap;
		}
	}
	return { shapes, bottom: y + bar.height + 18 };
}
