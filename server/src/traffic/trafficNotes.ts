import { formatProcessor, type Processor } from '../rss/processor.js';
import { carriedText, type FlowKind } from './flowKind.js';
import type { FlowSimulation } from './flows.js';

/**
 * What must be known to read a spread, in sentences: everything that sends all flows of a set to one place whatever the
 * table says.
 * @param flowsByEntry flows that each entry got
 */
export function trafficNotes(
	{ steering, secretKey }: Pick<FlowSimulation, 'steering' | 'secretKey'>,
	sets: readonly (FlowKind & { readonly name: string; readonly flows: number })[],
	flowsByEntry: Float64Array,
): string[] {
	const { rssEnabled, primaryProcessor, defaultProcessor, indirectionTable } = steering;
	if (sets.every(({ flows }) => flows === 0)) return ['There are no flows, so nothing arrives anywhere.'];
	if (!rssEnabled) {
		return [`RSS is off: all traffic goes to the primary processor, ${formatProcessor(primaryProcessor)}.`];
	}
	const notes = sets
		.filter(({ hashed }) => hashed === 'nothing')
		.map(
			(set) =>
				`${set.name}: no hash type covers ${carriedText(set)}, so all of it goes to the default processor, ${formatProcessor(defaultProcessor)}.`,
		);
	return [...notes, ...oneEntryNotes(indirectionTable, secretKey, flowsByEntry)];
}

/** Why all that is hashed goes to one entry of a table, if it does: the key, or flows that are alike where it matters. */
export function oneEntryNotes(
	table: readonly Processor[],
	secretKey: Uint8Array,
	flowsByEntry: ArrayLike<number>,
): string[] {
	const [first] = table;
	if (first !== undefined && secretKey.every((byte) => byte === 0)) {
		return [
			`The key is all zeros: every hash is 0, so everything that is hashed goes to entry 0, ${formatProcessor(first)}.`,
		];
	}
	const counts = Array.from(flowsByEntry);
	if (counts.length < 2 || counts.filter((flows) => flows > 0).length !== 1) return [];
	const entry = counts.findIndex((flows) => flows > 0);
	const flows = counts[entry] ?? 0;
	const target = table[entry];
	if (flows < 2 || target === undefined) return [];
	return [
		`All ${flows.toLocaleString('en')} flows that are hashed land on entry ${entry}, ${formatProcessor(target)}: what is hashed of them does not differ, or not in what chooses the entry.`,
	];
}
