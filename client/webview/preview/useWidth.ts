import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * The inner width of an element in pixels, kept up to date while it is resized.
 * @param initial what it is before the element was first laid out
 */
export function useWidth(element: RefObject<HTMLElement>, initial: number): number {
	const [width, setWidth] = useState(initial);
	useLayoutEffect(() => {
		const { current } = element;
		if (!current) return undefined;
		const measure = () => setWidth(current.clientWidth);
		const observer = new ResizeObserver(measure);
		measure();
		observer.observe(current);
		return () => observer.disconnect();
	}, [element]);
	return width;
}
