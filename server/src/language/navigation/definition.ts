import type { Location, Position } from 'vscode-languageserver';
import type { Analysis } from '../documents.js';
import { presetTarget, type ShippedFile } from './documentLinks.js';
import { mentionAt, sameThing } from './mentionAt.js';

/**
 * Where what is under the cursor is said to exist: an alias's anchor, a processor's NUMA node, or the set of the adapter
 * when the file describes no host; a VPort's own id; the file of a preset, where it came with the server.
 */
export function definitionAt(analysis: Analysis, position: Position, shipped: ShippedFile): Location[] {
	const found = mentionAt(analysis, position);
	if (!found) return [];
	if (found.mention.kind === 'preset') {
		const uri = presetTarget(found.name, shipped);
		const start = { line: 0, character: 0 };
		return uri?.startsWith('file:') ? [{ uri, range: { start, end: start } }] : [];
	}
	const same = sameThing(found);
	const declared = same.filter(({ declares }) => declares);
	const inSet = found.mentions.processors.filter(
		(mention) => mention.section === 'adapter' && same.includes(mention),
	);
	const anchors = found.mention.kind === 'anchor' ? declared.slice(0, 1) : declared;
	return (anchors.length > 0 ? anchors : inSet).map(({ span }) => ({
		uri: analysis.uri,
		range: analysis.check.lines.rangeOf(span),
	}));
}
