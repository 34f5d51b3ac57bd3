import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** One thing to choose. */
export interface MenuItem {
	label: string;
	/** Undefined: just now it cannot be chosen. */
	onChoose: (() => void) | undefined;
}

interface MenuProps {
	label: string;
	items: MenuItem[];
}

/** A button with a menu (ARIA Authoring Practices, menu button): arrows move, Enter chooses, Escape and Tab close. */
export function Menu({ label, items }: MenuProps) {
	const [open, setOpen] = useState(false);
	const root = useRef<HTMLDivElement>(null);
	const button = useRef<HTMLButtonElement>(null);
	const options = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

	useEffect(() => {
		if (!open) return undefined;
		options()[0]?.focus();
		const outside = ({ target }: Event) => {
			if (target instanceof Node && !root.current?.contains(target)) setOpen(false);
		};
		document.addEventListener('pointerdown', outside);
		return () => document.removeEventListener('pointerdown', outside);
	}, [open]);

	// Below the button's left edge, but never past the edge of the page.
	useLayoutEffect(() => {
		const popup = root.current?.querySelector<HTMLElement>('[role="menu"]');
		if (!popup) return;
		const over = popup.getBoundingClientRect().right + 4 - document.documentElement.clientWidth;
		if (over > 0) popup.style.translate = `${-over}px`;
	}, [open]);

	const close = () => {
		setOpen(false);
		button.current?.focus();
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const all = options();
		const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
		const last = all.length - 1;
		const to = {
			ArrowDown: at === last ? 0 : at + 1,
			ArrowUp: at <= 0 ? last : at - 1,
			Home: 0,
			End: last,
		}[event.key];
		if (to !== undefined) {
			event.preventDefault();
			if (open) all[to]?.focus();
			else setOpen(true);
		} else if (event.key === 'Escape' && open) {
			event.preventDefault();
			close();
		} else if (event.key === 'Tab') setOpen(false);
	};
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the button and the items in it.
		<div class="menu" ref={root} onKeyDown={onKeyDown}>
			<button
				ref={button}
				type="button"
				class="plain"
				aria-haspopup="menu"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
			>
				{label} <span aria-hidden="true">▾</span>
			</button>
			{open && (
				<div class="popup" role="menu" aria-label={label}>
					{items.map(({ label: name, onChoose }) => (
						<button
							key={name}
							type="button"
							role="menuitem"
							tabIndex={-1}
							aria-disabled={onChoose === undefined}
							onClick={() => {
								if (!onChoose) return;
								close();
								onChoose();
							}}
						>
							{name}
						</button>
					))}
				</div>
			)}
		</div>
	);
}
