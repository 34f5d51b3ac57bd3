import type { TableChange, TrafficSource } from '../../../server/src/protocol.js';

/** By what a load is measured: entries of the table, or what traffic brought. */
export type Measure = 'entries' | 'packets' | 'bytes' | 'flows';

/** What the page keeps when it is hidden or the window is reloaded. */
export interface SavedState {
	/** The document shown, so that the extension can restore the panel. */
	uri?: string;
	/** Whether the panel shows whichever configuration is being edited; the extension restores it too. */
	follows?: boolean;
	/** Key of the entity the user chose, kept while it is absent from the document; `allEntities` for the matrix. */
	entity?: string;
	/** Index of the table entry that Tab reaches. */
	cell?: number;
	/** Whether moving a cell changes the picture alone. */
	whatIf?: boolean;
	/** What the picture shows otherwise than the text, while `whatIf`. */
	changes?: TableChange[];
	/** Where the packets of the traffic pane come from, once the user has sent some. */
	source?: TrafficSource;
	measure?: Measure;
}

/** Stands in `SavedState.entity` for the matrix of all entities; no entity has this key. */
export const allEntities = '*';

/** State may come from an older version of the page: what does not fit is left out. */
export function savedState(value: unknown): SavedState {
	if (!isRecord(value)) return {};
	const { uri, follows, entity, cell, whatIf, changes, source, measure } = value;
	const measures: readonly unknown[] = ['entries', 'packets', 'bytes', 'flows'];
	return {
		...(typeof uri === 'string' && { uri }),
		...(typeof follows === 'boolean' && { follows }),
		...(typeof entity === 'string' && { entity }),
		...(typeof cell === 'number' && { cell }),
		...(typeof whatIf === 'boolean' && { whatIf }),
		...(Array.isArray(changes) && { changes: changes.filter(isChange) }),
		...(isSource(source) && { source }),
		...(measures.includes(measure) && { measure: measure as Measure }),
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function isChange(value: unknown): value is TableChange {
	return (
		isRecord(value) &&
		typeof value['vportId'] === 'number' &&
		typeof value['entry'] === 'number' &&
		typeof value['processor'] === 'string'
	);
}

function isSource(value: unknown): value is TrafficSource {
	if (!isRecord(value)) return false;
	const { kind, flowSet, flows, seed, path, inner } = value;
	if (kind === 'capture') return typeof path === 'string' && typeof inner === 'boolean';
	return (
		kind === 'flows' && typeof flowSet === 'string' && typeof flows === 'number' && typeof seed === 'number'
	);
}
