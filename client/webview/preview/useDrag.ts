import { useEffect, useRef, useState } from 'preact/hooks';

/** A press becomes a drag once the pointer has moved this far, in pixels. */
const threshold = 5;
/** What can be dropped on says which processor it is. */
const targets = '[data-processor]';

/** Where the pointer of a running drag is, in pixels of the window, and over which processor. */
export interface DragState {
	x: number;
	y: number;
	over: string | undefined;
}

/**
 * Dragging with the pointer onto anything that is marked as a processor. Not the browser's own drag and drop: that
 * belongs to the window around a webview.
 * @param onDrop what was dropped on; not called when the drag ends elsewhere or Escape ends it
 */
export function useDrag(onDrop: (processor: string) => void): {
	drag: DragState | undefined;
	/** For `pointerdown` on what can be dragged; `onStart` is called once the press has become a drag. */
	press(event: PointerEvent, onStart: () => void): void;
} {
	const [drag, setDrag] = useState<DragState>();
	const drop = useRef(onDrop);
	drop.current = onDrop;
	const stop = useRef<() => void>();
	useEffect(() => () => stop.current?.(), []);

	const press = (down: PointerEvent, onStart: () => void) => {
		// A finger scrolls; it chooses from the bar instead.
		if (down.button !== 0 || down.pointerType === 'touch' || down.ctrlKey || down.shiftKey) return;
		const controller = new AbortController();
		const { signal } = controller;
		let started = false;
		let target: HTMLElement | SVGElement | undefined;
		const aim = (element: HTMLElement | SVGElement | undefined) => {
			if (target === element) return;
			target?.classList.remove('drop');
			element?.classList.add('drop');
			target = element;
		};
		const end = () => {
			aim(undefined);
			controller.abort();
			setDrag(undefined);
		};
		stop.current?.();
		stop.current = end;
		const move = ({ clientX, clientY }: PointerEvent) => {
			if (!started && Math.hypot(clientX - down.clientX, clientY - down.clientY) < threshold) return;
			if (!started) onStart();
			started = true;
			const under = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement | SVGElement>(targets);
			aim(under ?? undefined);
			setDrag({ x: clientX, y: clientY, over: under?.dataset['processor'] });
		};
		const up = () => {
			const processor = started ? target?.dataset['processor'] : undefined;
			end();
			if (processor !== undefined) drop.current(processor);
		};
		window.addEventListener('pointermove', move, { signal });
		window.addEventListener('pointerup', up, { signal });
		window.addEventListener('pointercancel', end, { signal });
		window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal });
	};
	return { drag, press };
}
