import type { MapEntry } from '../config/tree.js';
import { contentEnd } from '../edit/listText.js';
import { removedEntry } from '../edit/removeEntry.js';
import { type Fixer, propertyAt } from './codeActionFix.js';

/** A property that its map has already: the first counts, so the second goes. Safe where both say the same. */
export const fixDuplicate: Fixer = ({ code, span }, { text, syntax, document }) => {
	const place = code === 'duplicate-key' ? propertyAt(document.tree.root, span.start) : undefined;
	if (!place) return [];
	const { map, entry } = place;
	const name = String(entry.key.value);
	const first = map.entries.find(({ key }) => key.value === entry.key.value);
	const written = (one: MapEntry) =>
		one.value ? text.slice(one.value.start, contentEnd(text, one.value)) : '';
	if (!first || first === entry) return [];
	const safe = written(first) === written(entry);
	const title = safe ? `Remove the second ${name}` : `Remove this ${name} and keep the first`;
	return [{ title, edits: removedEntry(text, syntax, map, entry), preferred: true, safe }];
};
