/**
 * The one tree that YAML and JSONC both become. Offsets are UTF-16 code units into the document's text, end exclusive.
 * Everything after parsing reads this tree and never asks which syntax it came from.
 */
export interface Span {
	readonly start: number;
	readonly end: number;
}

export type TreeNode = ScalarNode | MapNode | SequenceNode;

export interface ScalarNode extends Span {
	readonly kind: 'scalar';
	readonly value: string | number | boolean | null;
	/** As written, for numbers and the like: `0x10`, `1_000`. */
	readonly source: string;
	/** Written in quotes, or as a block scalar. */
	readonly quoted: boolean;
}

export interface MapNode extends Span {
	readonly kind: 'map';
	readonly entries: readonly MapEntry[];
}

/** One `key: value`. A half-typed entry has no value. */
export interface MapEntry extends Span {
	readonly key: ScalarNode;
	readonly value: TreeNode | undefined;
}

export interface SequenceNode extends Span {
	readonly kind: 'sequence';
	readonly items: readonly TreeNode[];
}

/** Something the parser could not read. */
export interface SyntaxProblem extends Span {
	/** Stable, kebab-case: `duplicate-key`, `tab-indentation`, `unexpected-token` … */
	readonly code: string;
	readonly message: string;
	readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

/** What became of a text. A broken text still gives the tree of what could be read. */
export interface ParsedTree {
	readonly root: TreeNode | undefined;
	readonly problems: readonly SyntaxProblem[];
}

export type Syntax = 'yaml' | 'json';

/** Deeper than any configuration (which needs 6); parsers, and what reads a tree, recurse. */
export const MAX_DEPTH = 200;

/** The values directly below a node, in the order of the text. */
export function childrenOf(node: TreeNode): readonly TreeNode[] {
	if (node.kind === 'sequence') return node.items;
	return node.kind === 'map' ? node.entries.flatMap(({ value }) => (value ? [value] : [])) : [];
}

/** The entry of a map by property name; undefined when the node is no map or has none such. The first of duplicates. */
export function entryOf(node: TreeNode | undefined, name: string): MapEntry | undefined {
	return node?.kind === 'map' ? node.entries.find(({ key }) => key.value === name) : undefined;
}
