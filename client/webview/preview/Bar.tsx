import { paintClasses, paintOf } from './palette.js';

interface BarProps {
	x: number;
	y: number;
	width: number;
	height: number;
	/** Index of the colour; undefined for a processor without one. */
	colour: number | undefined;
	radius?: number;
}

/** A painted rectangle of an SVG, with the pattern of its paint on top. */
export function Bar({ x, y, width, height, colour, radius = 0 }: BarProps) {
	const pattern = paintOf(colour)?.pattern ?? 0;
	const box = { x, y, width, height, rx: radius };
	return (
		<>
			<rect {...box} class={`bar ${paintClasses(colour)}`} />
			{pattern > 0 && <rect {...box} fill={`url(#stripes-${pattern})`} />}
		</>
	);
}
