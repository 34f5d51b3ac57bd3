/** A picture as shapes, to be written as SVG or painted on a canvas. Lengths in pixels, colours as CSS has them. */
export interface Scene {
	width: number;
	height: number;
	background: string;
	font: string;
	shapes: Shape[];
}

/** One shape of a scene. */
export type Shape =
	| {
			kind: 'rect';
			x: number;
			y: number;
			width: number;
			height: number;
			fill: string;
			radius?: number;
			opacity?: number;
	  }
	| {
			kind: 'line';
			x1: number;
			y1: number;
			x2: number;
			y2: number;
			stroke: string;
			width?: number;
			dash?: number[];
	  }
	| {
			kind: 'text';
			x: number;
			y: number;
			text: string;
			fill: string;
			size: number;
			bold?: boolean;
			anchor?: 'start' | 'middle' | 'end';
	  };

/** The scene as an SVG document. */
export function toSvg({ width, height, background, font, shapes }: Scene): string {
	const all: Shape[] = [{ kind: 'rect', x: 0, y: 0, width, height, fill: background }, ...shapes];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${encoded(font)}">`,
		...all.map(element),
		'</svg>',
		'',
	].join('\n');
}

function element(shape: Shape): string {
	if (shape.kind === 'rect') {
		const { x, y, width, height, fill, radius = 0, opacity = 1 } = shape;
		return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${encoded(fill)}" fill-opacity="${opacity}"/>`;
	}
	if (shape.kind === 'line') {
		const { x1, y1, x2, y2, stroke, width = 1, dash } = shape;
		const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
		return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${encoded(stroke)}" stroke-width="${width}"${dashes}/>`;
	}
	const { x, y, text, fill, size, bold, anchor = 'start' } = shape;
	const weight = bold ? ' font-weight="600"' : '';
	return `<text x="${x}" y="${y}" font-size="${size}" fill="${encoded(fill)}" text-anchor="${anchor}"${weight}>${encoded(text)}</text>`;
}

function encoded(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * The scene as a PNG, in base64.
 * @param scale pixels of the picture for each of the scene
 * @throws Error when the browser gives no canvas of that size
 */
export function toPng({ width, height, background, font, shapes }: Scene, scale: number): string {
	const canvas = document.createElement('canvas');
	canvas.width = Math.round(width * scale);
	canvas.height = Math.round(height * scale);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('This picture is too large to be drawn.');
	context.scale(scale, scale);
	context.fillStyle = background;
	context.fillRect(0, 0, width, height);
	for (const shape of shapes) paint(context, shape, font);
	const address = canvas.toDataURL('image/png');
	return address.slice(address.indexOf(',') + 1);
}

function paint(context: CanvasRenderingContext2D, shape: Shape, font: string): void {
	if (shape.kind === 'rect') {
		context.fillStyle = shape.fill;
		context.globalAlpha = shape.opacity ?? 1;
		context.beginPath();
		context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0);
		context.fill();
		context.globalAlpha = 1;
	} else if (shape.kind === 'line') {
		context.strokeStyle = shape.stroke;
		context.lineWidth = shape.width ?? 1;
		context.setLineDash(shape.dash ?? []);
		context.beginPath();
		context.moveTo(shape.x1, shape.y1);
		context.lineTo(shape.x2, shape.y2);
		context.stroke();
	} else {
		context.fillStyle = shape.fill;
		context.font = `${shape.bold ? '600 ' : ''}${shape.size}px ${font}`;
		context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start');
		context.fillText(shape.text, shape.x, shape.y);
	}
}
