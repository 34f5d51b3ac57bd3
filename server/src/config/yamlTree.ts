import {
	type Alias,
	Composer,
	type CST,
	type Document,
	isAlias,
	isMap,
	isScalar,
	isSeq,
	type Node,
	type Pair,
	Parser,
	type Scalar,
	type YAMLError,
	type YAMLMap,
} from 'yaml';
import {
	MAX_DEPTH,
	type MapEntry,
	type MapNode,
	type ParsedTree,
	type ScalarNode,
	type SyntaxProblem,
	type TreeNode,
} from './tree.js';

/** More nodes than this after aliases are resolved is not a configuration but an attack ("billion laughs"). */
const MAX_NODES = 2_000_000;

/** What the YAML parser calls an error, as a code and, where its words help nobody, in ours. */
const problems: Partial<Record<string, readonly [code: string, message?: string]>> = {
	TAB_AS_INDENT: ['tab-indentation', 'YAML does not allow tabs for indentation: use spaces.'],
	BAD_INDENT: ['bad-indentation'],
	MISSING_CHAR: ['missing-character'],
	BAD_SCALAR_START: ['unexpected-token'],
	UNEXPECTED_TOKEN: ['unexpected-token'],
	BLOCK_AS_IMPLICIT_KEY: [
		'nested-mapping',
		'A second `key: value` on one line: is the line above indented right?',
	],
	MULTILINE_IMPLICIT_KEY: [
		'missing-colon',
		'A property name ends with a colon on its own line: `name: value`.',
	],
	TAG_RESOLVE_FAILED: ['unknown-tag', 'Tags (`!…`) mean nothing in this format.'],
	BAD_ALIAS: ['unknown-alias'],
};

/** One document of a YAML stream → tree. */
export interface YamlDocument extends ParsedTree {
	readonly start: number;
}

/**
 * YAML → one tree per document of the stream (`---` separates them). Only the first syntax problem of a document is
 * told: what follows it is guesswork. Anchors, aliases and merge keys (`<<`) are resolved.
 */
export function parseYaml(text: string): YamlDocument[] {
	const tokens = [...new Parser().parse(text)];
	for (const token of tokens) refuseDeep(token);
	const composer = new Composer({
		uniqueKeys: false, // told by duplicateKeys(), for both syntaxes and with the place of the first
		strict: true,
		merge: true,
		logLevel: 'silent',
	});
	return [...composer.compose(tokens)].map((document) => convertDocument(document, text));
}

/** Throws RangeError for nesting that would exhaust the stack of the recursive composer. */
function refuseDeep(token: CST.Token): void {
	let level: CST.Token[] = [token];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MAX_DEPTH + 2) throw new RangeError('nested too deeply');
		level = level.flatMap((one) => {
			if ('items' in one) return one.items.flatMap(({ key, value }) => [key, value].filter((x) => x != null));
			return 'value' in one && one.value ? [one.value] : [];
		});
	}
}

function convertDocument(document: Document.Parsed, text: string): YamlDocument {
	const first = document.errors[0] ?? document.warnings[0];
	const start = document.range[0];
	if (!document.contents) return { root: undefined, problems: first ? [problemOf(first, text)] : [], start };
	const converter = new Converter(document, text);
	const root = converter.convert(document.contents);
	const found = first ? problemOf(first, text) : converter.problem;
	return { root: isEmptyScalar(root) ? undefined : root, problems: found ? [found] : [], start };
}

function problemOf(error: YAMLError, text: string): SyntaxProblem {
	const [code, message] = problems[error.code] ?? ['syntax'];
	const start = Math.min(error.pos[0], text.length);
	const end = Math.min(Math.max(error.pos[1], start + 1), text.length);
	// Not past the line: an error that spans the rest of the file hides where it is.
	const lineEnd = text.slice(start, end).search(/[\r\n]/);
	const shown = message ?? error.message;
	return { code, message: shown, start, end: lineEnd > 0 ? start + lineEnd : end };
}

function isEmptyScalar(node: TreeNode | undefined): boolean {
	return node === undefined || (node.kind === 'scalar' && node.value === null && node.start === node.end);
}

class Converter {
	problem: SyntaxProblem | undefined;
	#budget = MAX_NODES;
	/** Converted anchors with their weight in nodes, so that a shared subtree is converted once. */
	readonly #anchors = new Map<Node, { node: TreeNode | undefined; weight: number }>();

	constructor(
		readonly document: Document.Parsed,
		readonly text: string,
	) {}

	convert(node: Node): TreeNode | undefined {
		if (isAlias(node)) return this.#alias(node);
		this.#budget--;
		if (isMap(node)) return this.#remember(node, () => this.#map(node));
		if (isSeq(node)) {
			return this.#remember(node, () => {
				const items = node.items.flatMap((item) => {
					const converted = this.convert(item as Node);
					return converted ? [converted] : [];
				});
				return { kind: 'sequence', ...spanOf(node, this.text), items };
			});
		}
		if (isScalar(node)) return this.#remember(node, () => this.#scalar(node));
		return undefined;
	}

	#remember(node: Node, make: () => TreeNode): TreeNode {
		const before = this.#budget;
		const made = make();
		if ('anchor' in node && node.anchor)
			this.#anchors.set(node, { node: made, weight: before - this.#budget + 1 });
		return made;
	}

	/** The anchored node, standing where the alias stands; its insides keep the place they are written at. */
	#alias(alias: Alias): TreeNode | undefined {
		const target = alias.resolve(this.document) as Node | undefined;
		const span = spanOf(alias, this.text);
		const anchored = target && this.#anchors.get(target);
		if (!anchored) {
			this.problem ??= {
				code: 'unknown-alias',
				message: `No anchor \`&${alias.source}\` stands above.`,
				...span,
			};
			return undefined;
		}
		this.#budget -= anchored.weight;
		if (this.#budget < 0) {
			const message = `The aliases of this file expand to more than ${MAX_NODES.toLocaleString('en')} values.`;
			this.problem ??= { code: 'alias-expansion', message, ...span };
			return undefined;
		}
		return anchored.node && { ...anchored.node, ...span };
	}

	#map(map: YAMLMap): MapNode {
		const own: MapEntry[] = [];
		const merged: MapEntry[] = [];
		for (const pair of map.items as Pair<Node, Node | null>[]) {
			const entry = this.#entry(pair);
			if (!entry) continue;
			if (entry.key.value === '<<' && !entry.key.quoted) merged.push(...mergedEntries(entry.value));
			else own.push(entry);
		}
		const names = new Set(own.map((entry) => entry.key.value));
		const inherited = merged.filter(({ key }) => !names.has(key.value) && names.add(key.value));
		return { kind: 'map', ...spanOf(map, this.text), entries: [...own, ...inherited] };
	}

	#entry(pair: Pair<Node, Node | null>): MapEntry | undefined {
		const key = pair.key && this.convert(pair.key);
		if (key?.kind !== 'scalar') {
			if (key)
				this.problem ??= {
					code: 'complex-key',
					message: 'A property name is plain text.',
					...spanOfTree(key),
				};
			return undefined;
		}
		const converted = pair.value ? this.convert(pair.value) : undefined;
		const value = isEmptyScalar(converted) ? undefined : converted;
		return { key, value, start: key.start, end: Math.max(key.end, value?.end ?? key.end) };
	}

	#scalar(node: Scalar): ScalarNode {
		const span = spanOf(node, this.text);
		const source = this.text.slice(span.start, span.end);
		const quoted = node.type !== 'PLAIN' && node.type !== undefined;
		const value = typeof node.value === 'bigint' ? Number(node.value) : node.value;
		return { kind: 'scalar', value: isPlain(value) ? value : source, source, quoted, ...span };
	}
}

function mergedEntries(value: TreeNode | undefined): readonly MapEntry[] {
	if (value?.kind === 'map') return value.entries;
	return value?.kind === 'sequence' ? value.items.flatMap((item) => mergedEntries(item)) : [];
}

function isPlain(value: unknown): value is string | number | boolean | null {
	return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function spanOfTree({ start, end }: TreeNode) {
	return { start, end };
}

/** Without the trailing line breaks and spaces that the parser counts to a block collection. */
function spanOf(node: { range?: [number, number, number] | null | undefined }, text: string) {
	const start = node.range?.[0] ?? 0;
	let end = node.range?.[1] ?? start;
	while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
	return { start, end };
}
