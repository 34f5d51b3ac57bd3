import type { Finding } from '../config/finding.js';
import type { Configuration, ScalingEntity } from '../config/model.js';
import {
	childrenOf,
	type MapEntry,
	type MapNode,
	type SequenceNode,
	type Span,
	type Syntax,
	type TreeNode,
} from '../config/tree.js';
import type { WrittenEntity } from '../edit/entities.js';
import { TableEditError } from '../edit/tableEditError.js';
import type { TextEdit } from '../edit/textEdit.js';
import type { Processor } from '../rss/processor.js';
import type { CheckedDocument } from '../validation/check.js';
import { findRefusals } from '../validation/refusals.js';

/** One way to do something about a finding. */
export interface Fix {
	readonly title: string;
	/** One step of undo; they do not overlap. */
	readonly edits: readonly TextEdit[];
	/** The obvious one. */
	readonly preferred?: boolean;
	/** What the file means stays what its author meant: fit to be applied to a whole file unasked. */
	readonly safe?: boolean;
}

/** What fixes are worked out from. */
export interface FixContext {
	readonly text: string;
	readonly syntax: Syntax;
	/** The document of the text that the finding is in, and its number. */
	readonly document: CheckedDocument;
	readonly documentIndex: number;
	/** Of the whole text. */
	readonly entities: readonly WrittenEntity[];
	/** Processors that other adapters of the host use. */
	readonly taken: ReadonlySet<Processor>;
	/** Random bytes that nobody can guess. */
	draw(bytes: number): Uint8Array;
}

/** The fixes of one kind that a finding has; most have none. */
export type Fixer = (finding: Finding, context: FixContext) => readonly Fix[];

/** The entity that a finding is about, with the map it is written as. */
export interface FoundEntity extends WrittenEntity {
	readonly index: number;
	readonly configuration: Configuration;
}

/** The entity that a finding is about; undefined for one about no entity. */
export function entityOf({ entity }: Finding, context: FixContext): FoundEntity | undefined {
	const { configuration } = context.document;
	const model = entity === undefined ? undefined : configuration?.entities[entity];
	const written = context.entities.find(
		(one) => one.document === context.documentIndex && one.entity === model,
	);
	return written && configuration && entity !== undefined
		? { ...written, index: entity, configuration }
		: undefined;
}

/** Whether a change of one entity leaves fewer refusals than there are, or (`same`) at least no more. */
export function isTaken(
	{ configuration, index }: FoundEntity,
	change: Partial<ScalingEntity>,
	same: 'fewer' | 'same',
): boolean {
	const entities = configuration.entities.map((one, i) => (i === index ? { ...one, ...change } : one));
	const before = findRefusals(configuration).length;
	const after = findRefusals({ ...configuration, entities }).length;
	return same === 'same' ? after <= before : after < before;
}

/** Whether another entity takes what stands at a place too, by an anchor: to change it would change both. */
export function isShared(span: Span, own: FoundEntity, piece: (of: ScalingEntity) => Span): boolean {
	return own.configuration.entities.some((one, i) => i !== own.index && piece(one).start === span.start);
}

/** Whether another entity has this one's table by an anchor, from whatever part of its text. */
export function sharesTable(own: FoundEntity): boolean {
	const [cell] = own.entity.indirectionTable.cells;
	return cell !== undefined && isShared(cell, own, (one) => one.indirectionTable.cells[0] ?? one.span);
}

/** The property whose name starts at an offset, with its map. */
export function propertyAt(
	root: TreeNode | undefined,
	offset: number,
): { map: MapNode; entry: MapEntry } | undefined {
	const open = root ? [root] : [];
	for (let node = open.pop(); node; node = open.pop()) {
		if (node.kind === 'map') {
			const entry = node.entries.find(({ key }) => key.start === offset);
			if (entry) return { map: node, entry };
		}
		open.push(...childrenOf(node).filter(({ start, end }) => start <= offset && offset <= end));
	}
	return undefined;
}

/** The list that starts at an offset. */
export function listAt(root: TreeNode | undefined, offset: number): SequenceNode | undefined {
	const open = root ? [root] : [];
	for (let node = open.pop(); node; node = open.pop()) {
		if (node.kind === 'sequence' && node.start === offset) return node;
		open.push(...childrenOf(node).filter(({ start, end }) => start <= offset && offset <= end));
	}
	return undefined;
}

/** Edits that the text may not allow, as the edit of tables says it: then none. */
export function orNone(edits: () => readonly TextEdit[]): readonly TextEdit[] {
	try {
		return edits();
	} catch (error) {
		if (error instanceof TableEditError) return [];
		throw error;
	}
}
