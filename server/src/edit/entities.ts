import type { ScalingEntity } from '../config/model.js';
import { parseTrees } from '../config/parse.js';
import { readModel } from '../config/readModel.js';
import { entryOf, type MapNode, type Syntax } from '../config/tree.js';
import type { CheckedDocument } from '../validation/check.js';
import { TableEditError } from './tableEditError.js';

/** A scaling entity and the map that it is written as. */
export interface WrittenEntity {
	/** Number of its document in a YAML stream, 0 the first. */
	readonly document: number;
	readonly entity: ScalingEntity;
	readonly map: MapNode;
}

/**
 * Every entity of a text, in its order.
 * @throws TableEditError when the text cannot be parsed
 */
export function parsedEntities(text: string, syntax: Syntax): WrittenEntity[] {
	return writtenEntities(
		parseTrees(text, syntax).map((tree) => ({
			tree,
			configuration: tree.root && readModel(tree.root).configuration,
		})),
	);
}

/**
 * Every entity of a text whose documents have been read, in its order.
 * @throws TableEditError when one of them has a syntax problem
 */
export function writtenEntities(
	documents: readonly Pick<CheckedDocument, 'tree' | 'configuration'>[],
): WrittenEntity[] {
	return documents.flatMap(({ tree: { root, problems }, configuration }, document) => {
		const [problem] = problems;
		if (problem) throw new TableEditError(`The file cannot be read: ${problem.message}`);
		if (!root || !configuration) return [];
		const body = entryOf(root, configuration.adapter.mode.value === 'native' ? 'scaling' : 'vports')?.value;
		const maps = (body?.kind === 'sequence' ? body.items : [body]).filter((node) => node?.kind === 'map');
		return configuration.entities.flatMap((entity, index) => {
			const map = maps[index];
			return map ? [{ document, entity, map }] : [];
		});
	});
}
