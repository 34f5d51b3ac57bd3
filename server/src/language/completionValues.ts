import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { WritablePlace } from './completionAttempts.js';
import { type CompletionTask, orderOf, type Proposal } from './completionItems.js';
import { processorProposals } from './completionProcessors.js';
import { allows, type Schema, schemaAt } from './schema.js';
import { renderGroup, renderValue, type Skeleton, skeletonOf } from './skeleton.js';
import { snippetsAt } from './snippets.js';

/** The values that can stand at the cursor: enumerated ones, booleans, processors, ids, lists and whole pieces. */
export function valueItems(task: CompletionTask): CompletionItem[] {
	const place = task.context.value;
	const schema = place && schemaAt(place.path);
	if (!place || !schema) return [];
	const proposals = [
		...enumerated(task, place, schema),
		...(allows(schema, 'boolean') ? ['true', 'false'].map((value, i) => plain(value, value, i)) : []),
		...(wantsProcessor(place, schema) ? processorProposals(task, place) : []),
		...nextId(task, place),
		...list(task, schema),
		...group(task, place, schema),
		...pieces(task, place, schema),
	];
	return proposals.map((proposal) => task.item(proposal, place));
}

function plain(label: string, text: string, i: number): Proposal {
	return { label, kind: CompletionItemKind.EnumMember, text, order: orderOf(0, i) };
}

function enumerated(
	{ context, analysis }: CompletionTask,
	{ taken }: WritablePlace,
	schema: Schema,
): Proposal[] {
	const quote = context.quote || (analysis.check.syntax === 'json' ? '"' : '');
	return (schema.enum ?? []).flatMap((value, i): Proposal[] => {
		const label = String(value);
		if (taken.includes(label)) return [];
		const text = typeof value === 'number' ? label : `${quote}${label}${quote}`;
		const documentation = schema.enumDescriptions?.[i];
		return [{ ...plain(label, text, i), typed: `${context.quote}${label}`, documentation }];
	});
}

function wantsProcessor({ path }: WritablePlace, schema: Schema): boolean {
	const isItem = typeof path.at(-1) === 'number';
	const list = isItem ? schemaAt(path.slice(0, -1)) : undefined;
	const entry = schema.ndis === 'NDIS_RSS_SET_INDIRECTION_ENTRY.TargetProcessorNumber';
	// The host's own processors are what the others are taken from: there is nothing to propose.
	return !path.includes('host') && (entry || [schema.unit, list?.unit].includes('group:number'));
}

/** The lowest id that no VPort has. */
function nextId({ analysis }: CompletionTask, { path }: WritablePlace): Proposal[] {
	if (path.length !== 3 || path[0] !== 'vports' || path[2] !== 'id') return [];
	const entities = analysis.lastComplete?.check.configuration?.entities ?? [];
	const used = new Set(entities.map(({ vportId }) => vportId.value));
	let id = 0;
	while (used.has(id)) id++;
	return [{ ...plain(String(id), String(id), 0), detail: 'The lowest id that is free' }];
}

/** Brackets, where a list of values is wanted and none is begun. */
function list({ context, analysis }: CompletionTask, schema: Schema): Proposal[] {
	if (!allows(schema, 'array') || context.quote) return [];
	const quote = analysis.check.syntax === 'json' || schema.unit === 'group:number' ? '"' : '';
	if (schema.items?.$ref !== undefined || schema.items?.type === 'object') return [];
	return [{ ...plain('[…]', `[${quote}$1${quote}]`, 0), typed: '[', detail: 'A list', order: orderOf(1, 0) }];
}

/** Braces with what is required, where a group of properties is wanted on one line. */
function group(task: CompletionTask, place: WritablePlace, schema: Schema): Proposal[] {
	const layout = task.layout(place);
	if (!layout.flow || !allows(schema, 'object') || allows(schema, 'array') || task.context.quote) return [];
	const text = renderValue(skeletonOf(schema, layout.syntax), layout);
	return [{ ...plain('{…}', text, 0), typed: '{', detail: schema.title, order: orderOf(1, 0) }];
}

/** Whole pieces: a VPort, a table, a file. Where a list is wanted and none is begun, they begin it. */
function pieces(task: CompletionTask, place: WritablePlace, schema: Schema): Proposal[] {
	if (task.context.quote) return [];
	const begins = allows(schema, 'array') && !allows(schema, 'object');
	const snippets = snippetsAt(begins ? [...place.path, 0] : place.path);
	return snippets.map(({ label, detail, body }, i) => {
		const text = write(task, place, begins ? [body] : body);
		return { label, kind: CompletionItemKind.Snippet, text, detail, order: orderOf(2, i) };
	});
}

function write(task: CompletionTask, place: WritablePlace, body: Skeleton): string {
	const layout = task.layout(place);
	const { syntax, indent } = layout;
	if (syntax === 'json' && place.path.length === 0)
		return renderValue(body, { syntax, flow: false, indent: 2 });
	if (layout.flow || task.context.followsKey) return renderValue(body, layout);
	// On a line of its own the first property or hyphen stands where the cursor is.
	return Array.isArray(body) ? renderValue(body, layout).trimStart() : renderGroup(body, indent, layout);
}
