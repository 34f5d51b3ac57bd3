import type { Schema } from './schema.js';

/**
 * A property in Markdown: what it means, its unit, default, values, and what it is called elsewhere.
 * @param limit what the adapter of the file allows, in words
 */
export function describeProperty(name: string, schema: Schema, limit?: string): string {
	const head = schema.title ? `**${schema.title}** \u2014 \`${name}\`` : `\`${name}\``;
	const facts = [
		['Unit', schema.unit],
		['Default', defaultText(schema.default)],
		['Range', rangeText(schema)],
		['This adapter', limit],
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
