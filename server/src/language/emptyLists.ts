/** A list of scalars in brackets: a table, which may have hundreds of entries. */
const list =
	/\[\s*(?:(?:"[^"\n]*"|'[^'\n]*'|[^\s,[\]{}"'#]+)\s*,\s*){3,}(?:"[^"\n]*"|'[^'\n]*'|[^\s,[\]{}"'#]+)\s*\]/g;

/**
 * A part of a YAML text with its long lists emptied, except on the line next to the cursor: they decide nothing about
 * what can be written elsewhere, and parsing them takes most of the time.
 */
export function withoutLists(part: string, side: 'before' | 'after'): string {
	const lineBreak = side === 'before' ? part.lastIndexOf('\n') : part.indexOf('\n');
	const cut = side === 'before' ? lineBreak + 1 : lineBreak < 0 ? part.length : lineBreak;
	const [far, near] =
		side === 'before' ? [part.slice(0, cut), part.slice(cut)] : [part.slice(cut), part.slice(0, cut)];
	const emptied = far.replace(list, '[]');
	return side === 'before' ? emptied + near : near + emptied;
}
