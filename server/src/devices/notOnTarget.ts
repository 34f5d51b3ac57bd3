import type { Span } from '../config/tree.js';

/** A part of a configuration that a target has no way to be given. */
export interface NotOnTarget {
	readonly span: Span;
	/** A sentence: what is not set, and why. */
	readonly message: string;
}
