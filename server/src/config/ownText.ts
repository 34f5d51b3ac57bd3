/** Shorter pieces are copied by V8; a longer one refers to the text that it was cut from, which then stays in memory. */
const SHORTEST_REFERENCE = 13;

/** A piece of a text that outlives it: items are kept from version to version. */
export function ownText(piece: string): string {
	// The new text that both are joined to is what the slice then refers to.
	return piece.length < SHORTEST_REFERENCE ? piece : ` ${piece}`.slice(1);
}
