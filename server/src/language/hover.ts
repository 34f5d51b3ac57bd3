import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { describeProperty } from './describe.js';
import type { Analysis } from './documents.js';
import { type PathStep, type Schema, schemaAt } from './schema.js';
import { placeAt } from './treePath.js';

/** What the property under the cursor means; on a value with a name of its own, what that value means. */
export function hoverAt({ check }: Analysis, position: Position): Hover | null {
	const offset = check.lines.offsetAt(position);
	for (const { tree } of check.documents) {
		const place = placeAt(tree.root, offset);
		const schema = place && schemaAt(place.path);
		const described = place && describedBy(place.path);
		if (!place || !schema || !described) continue;
		const value = place.on === 'value' && place.node.kind === 'scalar' ? place.node.value : undefined;
		const parts = [
			describeProperty(described.name, described.schema),
			value === undefined ? '' : describeValue(schema, value),
		];
		const contents = { kind: MarkupKind.Markdown, value: parts.filter(Boolean).join('\n\n---\n\n') };
		return { contents, range: check.lines.rangeOf(place.node) };
	}
	return null;
}

/** What one of the enumerated values means; empty when it is none. */
function describeValue(schema: Schema, value: unknown): string {
	const at = schema.enum?.indexOf(value as string | number) ?? -1;
	const meaning = schema.enumDescriptions?.[at];
	return meaning ? `\`${value}\`: ${meaning}` : '';
}

/** The property that explains a value: its own, or for a plain item of a list that of the list. */
function describedBy(path: readonly PathStep[]): { name: string; schema: Schema } | undefined {
	const at = path.findLastIndex((step) => typeof step === 'string');
	const own = schemaAt(path);
	const schema = own?.title ? own : schemaAt(path.slice(0, at + 1));
	return schema && { name: String(path[at] ?? ''), schema };
}
