import { distance } from 'fastest-levenshtein';
import { entryOf } from '../config/tree.js';
import { replacedScalar } from '../edit/property.js';
import { type Fixer, propertyAt } from './codeActionFix.js';

/** A misspelt property, value or rule: what was meant. Safe where one letter, or capitals, are all that differs. */
export const fixSpelling: Fixer = ({ code, span, suggestion }, { text, document }) => {
	if (suggestion === undefined) return [];
	if (code === 'unknown-property') {
		const place = propertyAt(document.tree.root, span.start);
		if (!place || entryOf(place.map, suggestion)) return [];
	}
	const given = text.slice(span.start, span.end).replace(/^["']|["']$/g, '');
	const safe = distance(given.toLowerCase(), suggestion.toLowerCase()) <= 1;
	const edits = [replacedScalar(text, span, suggestion)];
	return [{ title: `Change to ${suggestion}`, edits, preferred: true, safe }];
};
