import { compareProcessors, formatProcessor, type Processor } from '../rss/processor.js';
import { rssProcessorSet } from '../rss/rssProcessorSet.js';

/** What a text says of the processors that an adapter may use. */
export interface SaidProcessors {
	readonly base?: Processor | undefined;
	readonly max?: Processor | undefined;
	readonly maxProcessors?: number | undefined;
	readonly array?: readonly Processor[] | undefined;
}

/** The processors to write, and per property why it is not as the text has it. */
export interface FittedProcessors extends SaidProcessors {
	readonly base: Processor;
	readonly max: Processor;
	readonly notes: Readonly<Partial<Record<'base' | 'max' | 'processors' | 'rssProcessors', string>>>;
}

/**
 * What the text says, widened until it holds every processor that the adapter demonstrably uses: a machine that prints
 * a table does not refuse it. Each correction is told in a note.
 */
export function fitProcessors(said: SaidProcessors, used: readonly Processor[]): FittedProcessors {
	const notes: { -readonly [K in keyof FittedProcessors['notes']]: string } = {};
	const sorted = [...used].sort(compareProcessors);
	const known = [...used, ...(said.array ?? [])].sort(compareProcessors);
	let base = said.base ?? known[0] ?? (0 as Processor);
	if (said.base === undefined) notes.base = 'assumed: not in the text';
	if (sorted[0] !== undefined && sorted[0] < base) {
		notes.base = `assumed: the text says ${formatProcessor(base)}, but the table uses ${formatProcessor(sorted[0])}`;
		base = sorted[0];
	}
	let max = said.max ?? known.at(-1) ?? base;
	if (said.max === undefined) notes.max = 'assumed: not in the text';
	const highest = sorted.at(-1) ?? base;
	if (max < highest || max < base) {
		const why = sorted.length > 0 ? `the table uses ${formatProcessor(highest)}` : 'that is before the base';
		notes.max = `assumed: the text says ${formatProcessor(max)}, but ${why}`;
		max = Math.max(highest, base) as Processor;
	}
	let array = said.array;
	if (array) {
		const listed = new Set(array);
		const missing = [...new Set(sorted)].filter((p) => !listed.has(p));
		if (missing.length > 0) {
			array = [...array, ...missing];
			notes.processors = `assumed: ${missing.map(formatProcessor).join(', ')} of the table is not in RssProcessorArray`;
		}
		if (!array.some((p) => p >= base && p <= max)) {
			array = undefined;
			notes.rssProcessors = 'assumed: none of RssProcessorArray lies from base to max, so it is left out';
		}
	}
	const maxProcessors = (said.maxProcessors ?? 0) > 0 ? said.maxProcessors : undefined;
	const capped = new Set(
		rssProcessorSet({ nodes: undefined, base, max, array, maxProcessors, preferredNumaNode: undefined }),
	);
	const beyond = sorted.find((p) => !capped.has(p));
	if (beyond !== undefined) {
		notes.rssProcessors = `assumed: MaxProcessors ${maxProcessors} of the text is left out, for the table uses ${formatProcessor(beyond)} beyond the first ${maxProcessors} processors`;
	}
	return { base, max, maxProcessors: beyond === undefined ? maxProcessors : undefined, array, notes };
}
