import { readProcessors } from '../../config/processorText.js';
import type { MapEntry, Span, TreeNode } from '../../config/tree.js';
import { formatProcessor, type Processor, parseProcessor } from '../../rss/processor.js';
import type { Analysis } from '../documents.js';
import type { PathStep } from '../schema.js';
import { anchorsOf } from './anchors.js';
import { walkTree } from './walk.js';

/** What can be named in a file, found again and renamed. */
export type MentionKind = 'vport' | 'processor' | 'preset' | 'anchor';

/** One place of a text that names something. */
export interface Mention {
	readonly kind: MentionKind;
	/** What is named: two mentions of one kind and name within a document are of one thing. */
	readonly name: string;
	/** Without quotes. */
	readonly span: Span;
	/** Whether this says that the thing exists, rather than using it. */
	readonly declares: boolean;
}

/** A place that names processors: one, or a range of them. */
export interface ProcessorMention extends Mention {
	readonly kind: 'processor';
	/** All of a range; `name` is the first. */
	readonly processors: readonly Processor[];
	/** The value that it stands in. */
	readonly node: TreeNode;
	/** The property of the file that it is under: `host`, `adapter`, `vports` or `scaling`. */
	readonly section: string;
	/** The weights that it is the name of one of. */
	readonly weights: TreeNode | undefined;
}

/** Tells the two apart. */
export function isOfProcessors(mention: Mention): mention is ProcessorMention {
	return mention.kind === 'processor';
}

/** All mentions of one document of a text, in the order of the text. */
export interface Mentions {
	readonly processors: readonly ProcessorMention[];
	readonly others: readonly Mention[];
}

const known = new WeakMap<Analysis, readonly Mentions[]>();

/** The mentions of each document of an analysis: found once per analysis. */
export function mentionsOf(analysis: Analysis): readonly Mentions[] {
	const before = known.get(analysis);
	if (before) return before;
	const anchors = analysis.check.syntax === 'yaml' ? anchorsOf(analysis.text) : [];
	const { documents } = analysis.check;
	const made = documents.map(({ tree }, i): Mentions => {
		const processors: ProcessorMention[] = [];
		const others: Mention[] = [...(anchors[i] ?? [])];
		const seen = new Set<number>();
		walkTree(tree.root, (node, path, entry) => {
			const other = idOf(node, path);
			if (other) others.push(other);
			for (const mention of processorsOf(node, path, entry)) {
				// A value used by an alias is seen twice, at one place.
				if (!seen.has(mention.span.start)) processors.push(mention);
				seen.add(mention.span.start);
			}
		});
		return {
			processors: processors.sort(inOrder),
			others: others.sort(inOrder),
		};
	});
	known.set(analysis, made);
	return made;
}

function inOrder(a: Mention, b: Mention): number {
	return a.span.start - b.span.start;
}

function idOf(node: TreeNode, path: readonly PathStep[]): Mention | undefined {
	if (node.kind !== 'scalar') return undefined;
	const [first, second, third] = path;
	if (path.length !== 3) return undefined;
	if (first === 'vports' && third === 'id' && typeof node.value === 'number') {
		return { kind: 'vport', name: String(node.value), span: unquoted(node), declares: true };
	}
	const isPreset = first === 'adapter' && second === 'capabilities' && third === 'preset';
	return isPreset && typeof node.value === 'string'
		? { kind: 'preset', name: node.value, span: unquoted(node), declares: false }
		: undefined;
}

/** Properties that hold processors, one or several, as text or as a list. */
const properties = new Set(['base', 'max', 'processors', 'primaryProcessor', 'defaultProcessor']);

/** The processors that a value names, by its place: of weights those of their names. */
export function* processorsOf(
	node: TreeNode,
	path: readonly PathStep[],
	entry: MapEntry | undefined,
): Generator<ProcessorMention> {
	if (path[0] === 'traffic') return;
	const at = path.at(-1);
	const section = String(path[0]);
	if (at === 'weights' && node.kind === 'map') {
		for (const { key } of node.entries) yield* mentionsIn(key, section, node);
		return;
	}
	if (node.kind !== 'scalar') return;
	const property = entry ? at : path.at(-2);
	if (typeof property !== 'string') return;
	if (properties.has(property) || (property === 'indirectionTable' && !entry)) {
		yield* mentionsIn(node, section, undefined);
	}
}

function mentionsIn(
	node: TreeNode & { kind: 'scalar' },
	section: string,
	weights: TreeNode | undefined,
): ProcessorMention[] {
	if (typeof node.value !== 'string') return [];
	const common = { kind: 'processor', node, section, weights, declares: section === 'host' } as const;
	// Most values are one processor, and a file may have a hundred thousand of them.
	const one = parseProcessor(node.value);
	if (one !== undefined) return [{ ...common, name: node.value, span: unquoted(node), processors: [one] }];
	const pieces = new Map<string, { span: Span; processors: Processor[] }>();
	for (const { processor, span } of readProcessors(node, () => {})) {
		const id = `${span.start} ${span.end}`;
		const piece = pieces.get(id);
		if (piece) piece.processors.push(processor);
		else pieces.set(id, { span: { start: span.start, end: span.end }, processors: [processor] });
	}
	return [...pieces.values()].flatMap(({ span, processors }) => {
		const [first] = processors;
		if (first === undefined) return [];
		// A value with escapes is known only as a whole: not its quotes.
		const isWhole = span.start === node.start && node.quoted;
		return [{ ...common, name: formatProcessor(first), span: isWhole ? unquoted(node) : span, processors }];
	});
}

function unquoted({ start, end, quoted }: TreeNode & { kind: 'scalar' }): Span {
	return quoted && end - start >= 2 ? { start: start + 1, end: end - 1 } : { start, end };
}
