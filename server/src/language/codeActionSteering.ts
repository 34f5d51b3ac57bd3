import type { Located } from '../config/model.js';
import { within } from '../edit/listText.js';
import { replacedScalar } from '../edit/property.js';
import { tableEdits } from '../edit/tableEdit.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import {
	entityOf,
	type Fix,
	type FixContext,
	type Fixer,
	type FoundEntity,
	orNone,
} from './codeActionFix.js';

/** A default or primary processor that costs a queue, or that RSS would trip over later: one that is in use, or may be. */
export const fixSteering: Fixer = (finding, context) => {
	const found = entityOf(finding, context);
	if (!found) return [];
	const { entity, configuration } = found;
	const { defaultProcessor, primaryProcessor, indirectionTable } = entity;
	const { processors } = configuration.adapter.rssProcessors;
	const [first] = processors;
	const target = indirectionTable.entries.find((p) => processors.includes(p)) ?? first;
	if (target === undefined) return [];
	if (finding.code === 'default-processor-queue') {
		return pointed(context, found, defaultProcessor, 'default', target);
	}
	if (finding.code !== 'outside-rss-processors-inactive') return [];
	if (finding.span.start === primaryProcessor.span.start) {
		return pointed(context, found, primaryProcessor, 'primary', target);
	}
	if (finding.span.start === defaultProcessor.span.start) {
		return pointed(context, found, defaultProcessor, 'default', target);
	}
	return inside(context, found, processors);
};

function pointed(
	{ text }: FixContext,
	{ map }: FoundEntity,
	{ span, assumed }: Located<Processor>,
	which: string,
	target: Processor,
): Fix[] {
	if (assumed || !within(span, map)) return [];
	const title = `Make ${formatProcessor(target)} the ${which} processor`;
	return [{ title, edits: [replacedScalar(text, span, formatProcessor(target))], preferred: true }];
}

/** Entries outside the RSS processors go to these in turn; the others stay. */
function inside(
	{ text, syntax, entities, documentIndex }: FixContext,
	{ entity }: FoundEntity,
	processors: readonly Processor[],
): Fix[] {
	const table = entity.indirectionTable.entries.map((p, i) =>
		processors.includes(p) ? p : (processors[i % processors.length] ?? p),
	);
	const options = { document: documentIndex, entities };
	const edits = orNone(() => tableEdits(text, syntax, entity.vportId.value, table, options));
	const title = 'Move the entries to RSS processors';
	return edits.length === 0 ? [] : [{ title, edits, preferred: true }];
}
