import type { Syntax } from '../config/tree.js';
import { Attempts, MARKER, type WritablePlace } from './completionAttempts.js';
import { type CompletionWord, wordAt } from './completionWord.js';
import { type MissingCommas, missingCommas } from './missingCommas.js';

/** What could be written at an offset. */
export interface CompletionContext extends CompletionWord {
	/** What has to be set beside whatever is written. */
	readonly commas: MissingCommas;
	/** The column of a block that begins here. */
	readonly indent: number;
	/** What is replaced follows its key on the key's line: a block has to begin on the next. */
	readonly followsKey: boolean;
	readonly property: WritablePlace | undefined;
	readonly value: WritablePlace | undefined;
}

/**
 * Finds out what could be written at an offset by writing it: the word there is replaced by a marker, once as the name
 * of a property and once as a value, and wherever the parser then finds the marker, something of that kind can stand.
 */
export function completionContext(text: string, offset: number, syntax: Syntax): CompletionContext {
	const word = wordAt(text, offset, syntax);
	const { start } = word.whole;
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace('\ufeff', '');
	const followsKey = syntax === 'yaml' && /:[ \t]*$/.test(line);
	const key = /^[ \t]*(?:- +)*/.exec(line)?.[0].length ?? 0;
	const indent = followsKey ? key + 2 : line.length;
	// A name that is there already keeps its own colon and value.
	const commas = word.colonFollows
		? { before: undefined, after: false }
		: missingCommas(text, word.whole, syntax);
	const attempts = new Attempts(text, word, commas, syntax);
	const fits = (place: WritablePlace | undefined) =>
		// In a block what is written ends with its line: it cannot stand before something else.
		place && (place.flow || word.endsLine || word.colonFollows) ? place : undefined;
	const marker = syntax === 'json' ? JSON.stringify(MARKER) : MARKER;
	const name = word.colonFollows ? marker : `${marker}:${syntax === 'json' ? ' null' : ' '}`;
	const inBlock = followsKey && attempts.find(`\n${' '.repeat(indent)}${name}`, 'key');
	const value = word.colonFollows
		? undefined
		: attempts.find(`${word.spaceMissing ? ' ' : ''}${marker}`, 'value');
	return {
		...word,
		commas,
		indent,
		followsKey,
		property: fits(followsKey ? inBlock || undefined : attempts.find(name, 'key')),
		value: fits(value),
	};
}
