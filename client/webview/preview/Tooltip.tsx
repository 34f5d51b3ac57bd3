import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How long pointer or focus rest before words appear, in milliseconds. */
const delays = { pointer: 400, focus: 900 };
const explained = '[data-entry], [data-processor], [data-tip]';

interface TooltipProps {
	/** Words about an element that carries one of the data attributes; none: there is nothing to say. */
	explain: (element: HTMLElement | SVGElement) => string[];
}

/**
 * Words about whatever is under the pointer or has the keyboard's focus. They can be pointed at, and Escape takes them
 * away (WCAG 2.2, 1.4.13). Screen readers have the same in the names of things.
 */
export function Tooltip({ explain }: TooltipProps) {
	const [shown, setShown] = useState<{ lines: string[]; at: DOMRect }>();
	const box = useRef<HTMLDivElement>(null);
	const ask = useRef(explain);
	ask.current = explain;

	useEffect(() => {
		const controller = new AbortController();
		const { signal } = controller;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let about: Element | undefined;
		const hide = () => {
			clearTimeout(timer);
			about = undefined;
			setShown(undefined);
		};
		const consider = (event: Event, delay: number) => {
			const { target } = event;
			if (!(target instanceof Element) || box.current?.contains(target)) return;
			const element = target.closest<HTMLElement | SVGElement>(explained);
			if (element === about && element) return;
			hide();
			if (!element) return;
			about = element;
			timer = setTimeout(() => {
				const lines = element.isConnected ? ask.current(element) : [];
				setShown(lines.length > 0 ? { lines, at: element.getBoundingClientRect() } : undefined);
			}, delay);
		};
		document.addEventListener('pointerover', (event) => consider(event, delays.pointer), { signal });
		document.addEventListener(
			'focusin',
			(event) => {
				if (event.target instanceof Element && event.target.matches(':focus-visible'))
					consider(event, delays.focus);
			},
			{ signal },
		);
		for (const type of ['pointerdown', 'focusout', 'scroll'])
			document.addEventListener(type, hide, { signal, capture: true });
		document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide(), { signal });
		return () => {
			clearTimeout(timer);
			controller.abort();
		};
	}, []);

	// Below what it is about, or above where there is no room; never past an edge.
	useLayoutEffect(() => {
		const { current } = box;
		if (!current || !shown) return;
		const { offsetWidth, offsetHeight } = current;
		const { clientWidth, clientHeight } = document.documentElement;
		const { left, bottom, top, width } = shown.at;
		const x = Math.max(4, Math.min(left + width / 2 - offsetWidth / 2, clientWidth - offsetWidth - 4));
		const below = bottom + 6;
		const y = below + offsetHeight > clientHeight ? Math.max(4, top - offsetHeight - 6) : below;
		current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
	}, [shown]);

	if (!shown) return null;
	return (
		<div ref={box} class="tooltip" role="tooltip">
			{shown.lines.map((line) => (
				<p key={line}>{line}</p>
			))}
		</div>
	);
}
