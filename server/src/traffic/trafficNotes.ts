import { formatProcessor } from '../rss/processor.js';
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
	const [first] = indirectionTable;
	if (first !== undefined && secretKey.every((byte) => byte === 0)) {
		notes.push(
			`The key is all zeros: every hash is 0, so everything that is hashed goes to entry 0, ${formatProcessor(first)}.`,
		);
	} else if (flowsByEntry.length > 1 && flowsByEntry.filter((flows) => flows > 0).length === 1) {
		const entry = flowsByEntry.findIndex((flows) => flows > 0);
		const flows = flowsByEntry[entry] ?? 0;
		const target = indirectionTable[entry];
		if (flows > 1 && target !== undefined) {
			notes.push(
				`All ${flows.toLocaleString('en')} flows that are hashed land on entry ${entry}, ${formatProcessor(target)}: what is hashed of them does not differ, or not in what chooses the entry.`,
			);
		}
	}
	return notes;
}
