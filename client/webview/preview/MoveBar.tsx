import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import * as l10n from './l10n.js';
import type { PlacedProcessor } from './model.js';
import { paintClasses } from './palette.js';
import { entriesInWords, nodeWord, whichEntries } from './words.js';

interface MoveBarProps {
	/** Entries that would move. */
	entries: number[];
	/** Where they can go at a click: those of the RSS set and those in use. */
	processors: PlacedProcessor[];
	/** How many entries each has now. */
	held: ReadonlyMap<string, number>;
	whatIf: boolean;
	/** What the user began to type; another object asks for the focus again. Undefined: it was not asked for by keyboard. */
	asked: { typed: string } | undefined;
	onMove: (processor: string) => void;
	onClose: () => void;
}

/**
 * Asks where entries are to go: a processor to type, or one of the buttons, on which cells can also be dropped. Escape
 * closes it.
 */
export function MoveBar({ entries, processors, held, whatIf, asked, onMove, onClose }: MoveBarProps) {
	const [text, setText] = useState(asked?.typed ?? '');
	const input = useRef<HTMLInputElement>(null);
	// Before the next key is pressed.
	useLayoutEffect(() => {
		if (!asked) return;
		setText(asked.typed);
		input.current?.focus();
	}, [asked]);
	const valid = isProcessor(text.trim());
	const what = whichEntries(entries);
	return (
		<form
			class="move"
			aria-label={l10n.t('Move {0}', what)}
			onSubmit={(event) => {
				event.preventDefault();
				if (valid) onMove(text.trim());
			}}
			onKeyDown={(event) => {
				if (event.key !== 'Escape') return;
				event.preventDefault();
				onClose();
			}}
		>
			<label>
				{l10n.t('Move {0} to', what)}{' '}
				<input
					ref={input}
					class="field"
					size={6}
					placeholder="0:2"
					autocomplete="off"
					spellcheck={false}
					value={text}
					aria-invalid={text !== '' && !valid}
					onInput={({ currentTarget }) => setText(currentTarget.value)}
				/>
			</label>
			<button type="submit" class="plain" disabled={!valid}>
				{whatIf ? l10n.t('Move in the picture') : l10n.t('Move')}
			</button>
			<ul class="choices" aria-label={l10n.t('Processors')}>
				{processors.map((processor) => (
					<li key={processor.id}>
						<button
							type="button"
							class={`chip ${paintClasses(processor.colour)}`}
							data-processor={processor.id}
							aria-label={placeInWords(processor, held.get(processor.id) ?? 0)}
							onClick={() => onMove(processor.id)}
						>
							{processor.id}
						</button>
					</li>
				))}
			</ul>
			<button type="button" class="plain" onClick={() => onClose()}>
				{l10n.t('Cancel')}
			</button>
		</form>
	);
}

/** Whether a text is a processor that can exist: group 0..65535, number 0..63. */
function isProcessor(text: string): boolean {
	const [, group, number] = /^(\d{1,5}):(\d{1,2})$/.exec(text) ?? [];
	return group !== undefined && Number(group) <= 0xffff && Number(number) < 64;
}

function placeInWords({ id, node }: PlacedProcessor, n: number): string {
	const where = node === undefined ? id : `${id}, ${nodeWord(node)}`;
	return l10n.t('{0}, {1} now', where, entriesInWords(n));
}
