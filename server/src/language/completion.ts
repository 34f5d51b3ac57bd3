import {
	type CompletionItem,
	CompletionItemKind,
	InsertTextFormat,
	MarkupKind,
	type Position,
} from 'vscode-languageserver';
import { formatProcessor } from '../rss/processor.js';
import { type CompletionContext, completionContext } from './completionContext.js';
import type { Analysis } from './documents.js';
import { describeProperty } from './hover.js';
import { allows, type Schema, schemaAt } from './schema.js';

/** Property names that are missing at the cursor, or the values that can stand there, in either syntax. */
export function completionsAt(analysis: Analysis, position: Position): CompletionItem[] {
	const { check, text } = analysis;
	const offset = check.lines.offsetAt(position);
	const context = completionContext(text, offset, check.syntax);
	const indent = /^[ \t]*(?:- +)*/.exec(lineBefore(text, context.word.start))?.[0].replaceAll('-', ' ') ?? '';
	return [...propertyItems(context, analysis, indent), ...valueItems(context, analysis)];
}

function lineBefore(text: string, offset: number): string {
	return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}

function propertyItems(context: CompletionContext, { check }: Analysis, indent: string): CompletionItem[] {
	const { property, colonFollows, flow } = context;
	const schema = property && schemaAt(property.path);
	if (!property || !schema?.properties) return [];
	return Object.entries(schema.properties)
		.filter(([name]) => !property.taken.includes(name))
		.map(([name, child], i): CompletionItem => {
			const required = schema.required?.includes(name) ?? false;
			const whole = colonFollows ? name : `${name}: `;
			const text =
				check.syntax === 'json'
					? `"${name}"${colonFollows ? '' : `: ${jsonValue(child)}`}`
					: colonFollows
						? whole
						: `${name}:${yamlValue(child, indent, flow)}`;
			return {
				label: name,
				kind: CompletionItemKind.Property,
				detail: `${child.title ?? ''}${required ? ' (required)' : ''}`,
				documentation: { kind: MarkupKind.Markdown, value: describeProperty(name, child) },
				sortText: `${required ? 0 : 1}${String(i).padStart(3, '0')}`,
				filterText: check.syntax === 'json' && context.quote ? `"${name}"` : name,
				insertTextFormat: InsertTextFormat.Snippet,
				textEdit: { range: check.lines.rangeOf(context.whole), newText: text },
				// The next thing to write is the value: offer it at once.
				...(child.enum &&
					!colonFollows && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
			};
		});
}

function jsonValue(schema: Schema): string {
	if (allows(schema, 'object') && !allows(schema, 'array')) return '{ $0 }';
	if (allows(schema, 'array')) return '[$0]';
	return allows(schema, 'string') ? '"$0"' : '$0';
}

function yamlValue(schema: Schema, indent: string, flow: boolean): string {
	const inner = `\n${indent}  `;
	if (allows(schema, 'array')) return flow || schema.items?.type !== 'object' ? ' [$0]' : `${inner}- $0`;
	if (allows(schema, 'object')) return flow ? ' { $0 }' : `${inner}$0`;
	return schema.unit === 'group:number' ? ' "$0"' : ' $0';
}

function valueItems(context: CompletionContext, { check, lastGood }: Analysis): CompletionItem[] {
	const schema = context.value && schemaAt(context.value.path);
	if (!schema) return [];
	const quoted = (value: string) => (check.syntax === 'json' || context.quote ? `"${value}"` : value);
	const item = (value: string, text: string, more: Partial<CompletionItem>, i: number): CompletionItem => ({
		label: value,
		kind: CompletionItemKind.EnumMember,
		sortText: String(i).padStart(4, '0'),
		filterText: context.quote ? text : value,
		insertTextFormat: InsertTextFormat.PlainText,
		textEdit: { range: check.lines.rangeOf(context.whole), newText: text },
		...more,
	});
	const enumerated = (schema.enum ?? []).map(String);
	const values = enumerated
		.filter((value) => !context.value?.taken.includes(value))
		.map((value, i) => {
			const meaning = schema.enumDescriptions?.[i];
			const text = typeof schema.enum?.[i] === 'number' ? value : quoted(value);
			return item(
				value,
				text,
				meaning ? { documentation: { kind: MarkupKind.Markdown, value: meaning } } : {},
				i,
			);
		});
	const booleans = allows(schema, 'boolean')
		? ['true', 'false'].map((value, i) => item(value, value, {}, i))
		: [];
	return [...values, ...booleans, ...processorItems(schema, context, lastGood, item)];
}

/** Where a processor is wanted: those of the RSS set, with their NUMA node and core. */
function processorItems(
	schema: Schema,
	context: CompletionContext,
	analysis: Analysis | undefined,
	item: (value: string, text: string, more: Partial<CompletionItem>, i: number) => CompletionItem,
): CompletionItem[] {
	const configuration = analysis?.check.configuration;
	const wantsProcessor =
		schema.unit === 'group:number' || schema.ndis === 'NDIS_RSS_SET_INDIRECTION_ENTRY.TargetProcessorNumber';
	if (!configuration || !wantsProcessor) return [];
	const insideSet = context.value?.path.includes('rssProcessors') || context.value?.path.includes('host');
	const nodes = configuration.host?.numaNodes ?? [];
	const all = insideSet
		? nodes.flatMap((node) => node.processors)
		: configuration.adapter.rssProcessors.processors;
	return all.map((p, i) => {
		const value = formatProcessor(p);
		const node = nodes.find(({ processors }) => processors.includes(p));
		const detail =
			node &&
			`NUMA node ${node.node.value}, core ${Math.floor(node.processors.indexOf(p) / node.threadsPerCore)}`;
		return item(value, `"${value}"`, { kind: CompletionItemKind.Value, ...(detail && { detail }) }, i);
	});
}
