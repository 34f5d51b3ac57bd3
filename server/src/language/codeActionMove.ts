import type { Finding } from '../config/finding.js';
import { entryOf } from '../config/tree.js';
import { within } from '../edit/listText.js';
import { replacedScalar } from '../edit/property.js';
import { tableEdits } from '../edit/tableEdit.js';
import type { TextEdit } from '../edit/textEdit.js';
import { coreOf } from '../rss/judgement.js';
import { formatProcessor, numberOf, type Processor } from '../rss/processor.js';
import { processorsInUse } from '../rss/spread.js';
import { nodesOf } from '../traffic/judgeSpread.js';
import {
	entityOf,
	type FixContext,
	type Fixer,
	type FoundEntity,
	orNone,
	sharesTable,
} from './codeActionFix.js';

const codes = [
	'smt-siblings',
	'remote-numa',
	'boot-processor',
	'shared-processors',
	'NDIS_STATUS_INVALID_DATA',
];

/** A processor that had better not be used, or must not: all that points at it moves to a free one. */
export const fixProcessor: Fixer = (finding, context) => {
	const found = codes.includes(finding.code) ? entityOf(finding, context) : undefined;
	if (!found) return [];
	const from = processorAt(finding, found);
	const to = from === undefined ? undefined : freeProcessor(found, finding.code, context.taken);
	if (from === undefined || to === undefined) return [];
	const edits = orNone(() => moveEdits(context, found, from, to));
	const why = finding.code === 'smt-siblings' ? ', on a core of its own' : '';
	const title = `Move ${formatProcessor(from)} to ${formatProcessor(to)}${why}`;
	return edits.length === 0 ? [] : [{ title, edits, preferred: true }];
};

/** The processor whose place a finding is at: the first of a range has no place of its own, the finding says which. */
function processorAt({ span, message }: Finding, { entity }: FoundEntity): Processor | undefined {
	const { indirectionTable, primaryProcessor, defaultProcessor } = entity;
	const here = [
		...indirectionTable.entries.filter((_, i) => indirectionTable.cells[i]?.start === span.start),
		...[primaryProcessor, defaultProcessor]
			.filter((one) => one.span.start === span.start)
			.map(({ value }) => value),
	];
	const named = [...message.matchAll(/\b\d+:\d+\b/g)].map(([text]) => text);
	// Where two are named (siblings), the second is the one at the place.
	return here.findLast((p) => named.includes(formatProcessor(p))) ?? here[0];
}

/** The best processor of the RSS set that the entity does not use: near the adapter, of no other, on a free core, a first thread. */
function freeProcessor(
	{ entity, configuration }: FoundEntity,
	code: string,
	taken: ReadonlySet<Processor>,
): Processor | undefined {
	const nodes = nodesOf(configuration);
	const { processors, preferredNumaNode } = configuration.adapter.rssProcessors;
	const used = processorsInUse({
		rssEnabled: entity.rss.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
	});
	const busyCores = new Set([...used].map((p) => coreOf(p, nodes)));
	const nodeOf = (p: Processor) => nodes.find((node) => node.processors.includes(p));
	const ranked = processors
		.filter((p) => !used.has(p) && p !== 0)
		.map((p) => ({
			p,
			far: preferredNumaNode === undefined || nodeOf(p)?.node === preferredNumaNode.value ? 0 : 1,
			taken: taken.has(p) ? 1 : 0,
			busy: busyCores.has(coreOf(p, nodes)) ? 1 : 0,
			thread: numberOf(p) % (nodeOf(p)?.threadsPerCore ?? 1),
		}))
		.sort(
			(a, b) => a.far - b.far || a.taken - b.taken || a.busy - b.busy || a.thread - b.thread || a.p - b.p,
		);
	const [best] = ranked;
	if (!best || (code === 'smt-siblings' && best.busy) || (code === 'remote-numa' && best.far))
		return undefined;
	if (code === 'shared-processors' && best.taken) return undefined;
	return best.p;
}

/** Every place of an entity that names a processor, now naming another. */
function moveEdits(
	{ text, syntax, entities, documentIndex }: FixContext,
	found: FoundEntity,
	from: Processor,
	to: Processor,
): TextEdit[] {
	const { entity, map } = found;
	const { indirectionTable, primaryProcessor, defaultProcessor, vportId } = entity;
	const others = [primaryProcessor, defaultProcessor]
		.filter((one) => !one.assumed && one.value === from && within(one.span, map))
		.map((one) => replacedScalar(text, one.span, formatProcessor(to)));
	if (!indirectionTable.entries.includes(from)) return others;
	if (!within(indirectionTable.span, map) || !entryOf(map, 'indirectionTable')) return others;
	const own = indirectionTable.cells.filter((_, i) => indirectionTable.entries[i] === from);
	const spans = [...new Map(own.map((span) => [span.start, span])).values()];
	const single = spans.every((span) => /^["']?\d+:\d+["']?$/.test(text.slice(span.start, span.end)));
	if (
		indirectionTable.generated &&
		single &&
		!sharesTable(found) &&
		spans.every((span) => within(span, map))
	) {
		return [...others, ...spans.map((span) => replacedScalar(text, span, formatProcessor(to)))];
	}
	const table = indirectionTable.entries.map((p) => (p === from ? to : p));
	const options = { document: documentIndex, entities };
	return [...others, ...tableEdits(text, syntax, vportId.value, table, options)];
}
