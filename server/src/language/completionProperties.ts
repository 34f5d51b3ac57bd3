import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { WritablePlace } from './completionAttempts.js';
import { type CompletionTask, orderOf } from './completionItems.js';
import { processorProposals } from './completionProcessors.js';
import { describeProperty } from './describe.js';
import { resolve, type Schema, schemaAt } from './schema.js';
import { renderProperty, type Skeleton, skeletonOf } from './skeleton.js';

/** The properties that the map at the cursor lacks; required ones first. */
export function propertyItems(task: CompletionTask): CompletionItem[] {
	const place = task.context.property;
	const schema = place && schemaAt(place.path);
	if (!place || !schema) return [];
	if (schema.propertyNames) return processorNames(task, place, schema);
	const taken = new Set([...place.taken, ...excluded(place, task)]);
	const quote = task.analysis.check.syntax === 'json' ? '"' : '';
	return Object.entries(schema.properties ?? {})
		.filter(([name]) => !taken.has(name))
		.flatMap(([name, reference], i) => {
			const child = resolve(reference);
			if (!child) return [];
			const required = schema.required?.includes(name) ?? false;
			const text = task.context.colonFollows
				? `${quote}${name}${quote}`
				: property(task, place, name, skeletonOf(child, task.analysis.check.syntax));
			const proposal = {
				label: name,
				kind: CompletionItemKind.Property,
				text,
				typed: `${task.context.quote}${name}`,
				detail: `${child.title ?? ''}${required ? ' (required)' : ''}`,
				documentation: describeProperty(name, child),
				order: orderOf(required ? 0 : 1, i),
			};
			return [task.item(proposal, place)];
		});
}

function property(task: CompletionTask, place: WritablePlace, name: string, value: Skeleton): string {
	const layout = task.layout(place);
	const text = renderProperty(name, value, layout);
	return !layout.flow && task.context.followsKey ? `\n${' '.repeat(layout.indent)}${text}` : text;
}

/** Names that would contradict what the file has: it lists VPorts or describes the adapter, by its mode. */
function excluded({ path, taken }: WritablePlace, { analysis }: CompletionTask): string[] {
	if (path.length > 0) return [];
	const mode = analysis.lastComplete?.check.configuration?.adapter.mode;
	if (taken.includes('vports') || (mode?.value === 'vmq' && !mode.assumed)) return ['scaling'];
	return taken.includes('scaling') || (mode?.value === 'native' && !mode.assumed) ? ['vports'] : [];
}

/** Where the names are processors (weights): those of the RSS set that are not there yet. */
function processorNames(task: CompletionTask, place: WritablePlace, schema: Schema): CompletionItem[] {
	const child = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
	return processorProposals(task, place)
		.filter(({ label }) => !place.taken.includes(label))
		.map((proposal) => {
			const name = JSON.stringify(proposal.label);
			const value = skeletonOf(child, task.analysis.check.syntax);
			const text = task.context.colonFollows ? name : property(task, place, proposal.label, value);
			return task.item({ ...proposal, text }, place);
		});
}
