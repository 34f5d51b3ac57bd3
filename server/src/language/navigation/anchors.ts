import { type CST, Parser } from 'yaml';
import type { NamedMention } from './mentions.js';

/**
 * The anchors (`&a`) and aliases (`*a`) of a YAML text, one list per document. An anchor may be given again: it names
 * something else from there on, so its name here carries its number.
 */
export function anchorsOf(text: string): NamedMention[][] {
	// Parsing again is spared the files without any.
	if (!/[&*]/.test(text)) return [];
	return [...new Parser().parse(text)].filter(({ type }) => type === 'document').map(anchorsIn);
}

function anchorsIn(document: CST.Token): NamedMention[] {
	const numbers = new Map<string, number>();
	return signsOf(document)
		.sort((a, b) => a.offset - b.offset)
		.map(({ offset, source, type }) => {
			const declares = type === 'anchor';
			const written = source.slice(1);
			const number = (numbers.get(written) ?? 0) + (declares ? 1 : 0);
			numbers.set(written, number);
			return {
				kind: 'anchor',
				name: `${written}\u0000${number}`,
				span: { start: offset + 1, end: offset + source.length },
				declares,
			};
		});
}

/** The word that an anchor's name was written as. */
export function anchorWord(name: string): string {
	return name.slice(0, name.indexOf('\u0000'));
}

interface Sign {
	readonly type: string;
	readonly offset: number;
	readonly source: string;
}

/** Walked with a list of its own, not by recursion: nesting is not limited here. */
function signsOf(document: CST.Token): Sign[] {
	const found: Sign[] = [];
	const open: (CST.Token | CST.SourceToken)[] = [document];
	for (let token = open.pop(); token; token = open.pop()) {
		if ((token.type === 'anchor' || token.type === 'alias') && 'source' in token) found.push(token);
		if ('start' in token && Array.isArray(token.start)) open.push(...token.start);
		if ('props' in token) open.push(...token.props);
		if ('end' in token && Array.isArray(token.end)) open.push(...token.end);
		if ('value' in token && token.value) open.push(token.value);
		if ('items' in token) {
			for (const { start, key, sep, value } of token.items) {
				open.push(...start, ...(sep ?? []));
				if (key) open.push(key);
				if (value) open.push(value);
			}
		}
	}
	return found;
}
