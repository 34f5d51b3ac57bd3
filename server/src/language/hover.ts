import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { Analysis } from './documents.js';
import { type Schema, schemaAt } from './schema.js';
import { placeAt } from './treePath.js';

/** What the property under the cursor means; on a value with a name of its own, what that value means. */
export function hoverAt({ check }: Analysis, position: Position): Hover | null {
	const offset = check.lines.offsetAt(position);
	for (const { tree } of check.documents) {
		const place = placeAt(tree.root, offset);
		const schema = place && schemaAt(place.path);
		if (!place || !schema) continue;
		const name = place.path.findLast((step) => typeof step === 'string') ?? '';
		const value = place.on === 'value' && place.node.kind === 'scalar' ? place.node.value : undefined;
		const parts = [
			describeProperty(String(name), schema),
			value === undefined ? '' : describeValue(schema, value),
		];
		const contents = { kind: MarkupKind.Markdown, value: parts.filter(Boolean).join('\n\n---\n\n') };
		return { contents, range: check.lines.rangeOf(place.node) };
	}
	return null;
}

/** A property in Markdown: what it means, its unit, default, values, and what it is called elsewhere. */
export function describeProperty(name: string, schema: Schema): string {
	const head = schema.title ? `**${schema.title}** \u2014 \`${name}\`` : `\`${name}\``;
	const facts = [
		['Unit', schema.unit],
		['Default', defaultText(schema.default)],
		['Range', rangeText(schema)],
		['NDIS', code(schema.ndis)],
		['INF keyword', code(schema.inf)],
		['PowerShell', code(schema.powershell)],
		['ethtool', code(schema.ethtool)],
	].flatMap(([label, text]) => (text ? [`- ${label}: ${text}`] : []));
	const values = (schema.enum ?? []).map((value, i) => {
		const meaning = schema.enumDescriptions?.[i];
		return `- \`${value}\`${meaning ? `: ${meaning}` : ''}`;
	});
	const link = schema.documentation ? `[Documentation](${schema.documentation})` : '';
	return [head, schema.markdownDescription, values.join('\n'), facts.join('\n'), link]
		.filter(Boolean)
		.join('\n\n');
}

/** What one of the enumerated values means; empty when it is none. */
function describeValue(schema: Schema, value: unknown): string {
	const at = schema.enum?.indexOf(value as string | number) ?? -1;
	const meaning = schema.enumDescriptions?.[at];
	return meaning ? `\`${value}\`: ${meaning}` : '';
}

function defaultText(value: unknown): string | undefined {
	if (value === undefined) return undefined;
	// A default that is worked out is described in words; one that is a value is shown as one.
	const words = typeof value === 'string' && value.includes(' ');
	return words ? value : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function rangeText({ minimum, maximum }: Schema): string | undefined {
	if (minimum === undefined && maximum === undefined) return undefined;
	if (maximum === undefined || maximum === 0xffffffff) return `${minimum} or more`;
	return `${minimum ?? '…'} to ${maximum}`;
}

function code(text: string | undefined): string | undefined {
	return text && `\`${text}\``;
}
