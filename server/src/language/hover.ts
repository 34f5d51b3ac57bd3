import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { Configuration } from '../config/model.js';
import { roundUpToPowerOfTwo } from '../rss/indirectionTable.js';
import { describeProperty } from './describe.js';
import type { Analysis } from './documents.js';
import { describeCell } from './hover/cell.js';
import { describeKey } from './hover/key.js';
import { adapterLimit } from './hover/limits.js';
import { entityAt, type HoverPlace } from './hover/place.js';
import { describeProcessor } from './hover/processor.js';
import { processorAt } from './navigation/mentionAt.js';
import { type PathStep, type Schema, schemaAt } from './schema.js';
import { placeAt } from './treePath.js';

/**
 * What the property under the cursor means, and what this adapter allows for it; on a value what that value means: an
 * enumerated one its meaning, a processor where it is and who uses it, a key its strength.
 */
export async function hoverAt(analysis: Analysis, position: Position): Promise<Hover | null> {
	const { check } = analysis;
	const offset = check.lines.offsetAt(position);
	for (const { tree, configuration } of check.documents) {
		const place = placeAt(tree.root, offset);
		const schema = place && schemaAt(place.path);
		const described = place && describedBy(place.path);
		if (!place || !schema || !described) continue;
		const value = place.on === 'value' && place.node.kind === 'scalar' ? place.node.value : undefined;
		const at = configuration && hoverPlace(configuration, place.path, offset);
		const named = processorAt(place, offset, analysis.text);
		const parts = [
			value !== undefined && at ? describeCell(at) : '',
			named && at ? describeProcessor(named.processor, at) : '',
			value !== undefined && at && place.path.at(-1) === 'secretKey' ? await keyPart(at) : '',
			describeProperty(described.name, described.schema, at && adapterLimit(at)),
			value === undefined ? '' : describeValue(schema, value),
		];
		const contents = { kind: MarkupKind.Markdown, value: parts.filter(Boolean).join('\n\n---\n\n') };
		return { contents, range: check.lines.rangeOf(named?.span ?? place.node) };
	}
	return null;
}

function hoverPlace(configuration: Configuration, path: readonly PathStep[], offset: number): HoverPlace {
	return { configuration, path, offset, entity: entityAt(configuration, path, offset) };
}

/** A key of the adapter is judged by the largest table of the file: what reaches that reaches the others. */
function keyPart({ entity, configuration: { adapter, entities } }: HoverPlace): Promise<string> {
	const hash = entity?.hash ?? adapter.hash;
	const sizes = (entity ? [entity] : entities).map(({ indirectionTable }) => indirectionTable.entries.length);
	return describeKey(hash, roundUpToPowerOfTwo(Math.max(1, ...sizes)));
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
