import { readProcessors } from '../../config/processorText.js';
import type { MapEntry, Span, TreeNode } from '../../config/tree.js';
import { type Processor, parseProcessor } from '../../rss/processor.js';
import type { Analysis } from '../documents.js';
import type { PathStep } from '../schema.js';
import { anchorsOf } from './anchors.js';
import { type Visit, walkTree } from './walk.js';

/** What can be named in a file, found again and renamed. */
export type MentionKind = 'vport' | 'processor' | 'preset' | 'anchor';

/** One place of a text that names something. */
export interface Mention {
	readonly kind: MentionKind;
	/** Without quotes. */
	readonly span: Span;
	/** Whether this says that the thing exists, rather than using it. */
	readonly declares: boolean;
}

/** A place that names one thing. */
export interface NamedMention extends Mention {
	readonly kind: Exclude<MentionKind, 'processor'>;
	/** What is named: two mentions of one kind and name within a document are of one thing. */
	readonly name: string;
}

/** A place that names processors: one, or a range of them. */
export interface ProcessorMention extends Mention {
	readonly kind: 'processor';
	/** One or more: all of a range. */
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
	readonly others: readonly NamedMention[];
}

const known = new WeakMap<Analysis, readonly Mentions[]>();

/** The mentions of each document of an analysis: found once per analysis. */
export function mentionsOf(analysis: Analysis): readonly Mentions[] {
	const before = known.get(analysis);
	if (before) return before;
	const made = findMentions(analysis);
	known.set(analysis, made);
	return made;
}

/** Those that begin within a part of the text, without a look at the others. */
export function mentionsWithin(analysis: Analysis, part: Span): readonly Mentions[] {
	const wanted = ({ span }: Mention) => part.start <= span.start && span.start <= part.end;
	return (known.get(analysis) ?? findMentions(analysis, part)).map(({ processors, others }) => ({
		processors: processors.filter(wanted),
		others: others.filter(wanted),
	}));
}

const knownAnchors = new WeakMap<Analysis, readonly NamedMention[][]>();

function findMentions(analysis: Analysis, part?: Span): readonly Mentions[] {
	const { check, text } = analysis;
	const anchors = knownAnchors.get(analysis) ?? (check.syntax === 'yaml' ? anchorsOf(text) : []);
	knownAnchors.set(analysis, anchors);
	return check.documents.map(({ tree }, i): Mentions => {
		const processors: ProcessorMention[] = [];
		const others: NamedMention[] = [...(anchors[i] ?? [])];
		const seen = new Set<number>();
		const visit: Visit = (node, path, entry) => {
			const other = idOf(node, path);
			if (other) others.push(other);
			for (const mention of processorsOf(node, path, entry)) {
				// A value used by an alias is seen twice, at one place.
				if (!seen.has(mention.span.start)) processors.push(mention);
				seen.add(mention.span.start);
			}
		};
		walkTree(tree.root, visit, part);
		return { processors: processors.sort(inOrder), others: others.sort(inOrder) };
	});
}

function inOrder(a: Mention, b: Mention): number {
	return a.span.start - b.span.start;
}

function idOf(node: TreeNode, path: readonly PathStep[]): NamedMention | undefined {
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

const none: readonly ProcessorMention[] = [];

/** The processors that a value names, by its place: of weights those of their names. */
export function processorsOf(
	node: TreeNode,
	path: readonly PathStep[],
	entry: MapEntry | undefined,
): readonly ProcessorMention[] {
	const section = String(path[0]);
	if (section === 'traffic') return none;
	const at = path.at(-1);
	if (at === 'weights' && node.kind === 'map') {
		return node.entries.flatMap(({ key }) => mentionsIn(key, section, node));
	}
	if (node.kind !== 'scalar') return none;
	const property = entry ? at : path.at(-2);
	if (typeof property !== 'string') return none;
	const isTable = property === 'indirectionTable' && !entry;
	return isTable || properties.has(property) ? mentionsIn(node, section, undefined) : none;
}

function mentionsIn(
	node: TreeNode & { kind: 'scalar' },
	section: string,
	weights: TreeNode | undefined,
): readonly ProcessorMention[] {
	const { value } = node;
	if (typeof value !== 'string') return none;
	// Most values are one processor, and a file may have a hundred thousand of them.
	const one = parseProcessor(value);
	if (one !== undefined) return [mention(node, section, weights, unquoted(node), [one])];
	const pieces = new Map<string, { span: Span; processors: Processor[] }>();
	for (const { processor, span } of readProcessors(node, () => {})) {
		const id = `${span.start} ${span.end}`;
		const piece = pieces.get(id);
		if (piece) piece.processors.push(processor);
		else pieces.set(id, { span: { start: span.start, end: span.end }, processors: [processor] });
	}
	// A value with escapes is known only as a whole: not its quotes.
	return [...pieces.values()].map(({ span, processors }) =>
		mention(
			node,
			section,
			weights,
			span.start === node.start && node.quoted ? unquoted(node) : span,
			processors,
		),
	);
}

function mention(
	node: TreeNode,
	section: string,
	weights: TreeNode | undefined,
	span: Span,
	processors: readonly Processor[],
): ProcessorMention {
	const declares = section === 'host';
	return { kind: 'processor', span, declares, processors, node, section, weights };
}

function unquoted({ start, end, quoted }: TreeNode & { kind: 'scalar' }): Span {
	return quoted && end - start >= 2 ? { start: start + 1, end: end - 1 } : { start, end };
}
