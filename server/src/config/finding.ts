import type { LineIndex } from './lines.js';
import type { Span } from './tree.js';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** More errors of one stage than this are not told: nobody reads them, and every one of them costs. */
export const MAX_FINDINGS = 1000;

/** A place that a finding has to do with, and what it is. */
export interface RelatedPlace {
	readonly span: Span;
	readonly message: string;
	/** The file that it is in, where that is another than the finding's. */
	readonly file?: OtherFile;
}

/** A file that findings of others point into. */
export interface OtherFile {
	/** Its name as whoever checks it gave it: a path, or a URI. */
	readonly name: string;
	readonly lines: LineIndex;
}

/** One thing to tell the author, at its place in the text. */
export interface Finding {
	/** Stable: a status name (NDIS_STATUS_NO_QUEUES), a lint's id (idle-queues), a syntax or schema code. */
	readonly code: string;
	readonly kind: 'syntax' | 'schema' | 'value' | 'refusal' | 'lint';
	readonly severity: Severity;
	readonly message: string;
	readonly span: Span;
	/** The scaling entity it is about, by its index in the model. */
	readonly entity?: number;
	/** What should stand at the span instead, where a misspelling is likely: a name without quotes. */
	readonly suggestion?: string;
	readonly related?: readonly RelatedPlace[];
}
