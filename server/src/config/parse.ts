import { duplicateKeys } from './duplicateKeys.js';
import { readFastJson } from './fastJson.js';
import { readFastYaml } from './fastYaml.js';
import type { ItemMemory } from './itemMemory.js';
import { parseJson } from './jsonTree.js';
import {
	childrenOf,
	MAX_DEPTH,
	type ParsedTree,
	type Span,
	type Syntax,
	type SyntaxProblem,
	type TreeNode,
} from './tree.js';
import { parseYaml } from './yamlTree.js';

/** Larger than any configuration: 1,000 VPorts with 128 entries each, all spelled out, are 2.3 million characters. */
export const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/;

/** The syntax a file name stands for: JSON for `.json` and `.jsonc`, YAML for all else. */
export function syntaxOf(fileName: string): Syntax {
	return /\.jsonc?$/i.test(fileName) ? 'json' : 'yaml';
}

/**
 * Text → one tree per document: one for JSON, one for each document of a YAML stream. Never throws: what cannot be
 * parsed at all (binary, too large, too deep) is one problem and no tree.
 * @param memory of an earlier version of the text, for speed: with and without it the trees are the same
 */
export function parseTrees(text: string, syntax: Syntax, memory?: ItemMemory): ParsedTree[] {
	// What is remembered is of a text without problems: only what changed can bring one.
	const changed = memory?.begin(text, syntax) ?? text;
	const hopeless = text.length > MAX_TEXT_LENGTH || NOT_TEXT.test(changed) ? notText(text) : undefined;
	if (hopeless) return [{ root: undefined, problems: [hopeless] }];
	const fast = syntax === 'json' ? readFastJson(text, memory) : readFastYaml(text, memory);
	if (fast) {
		const problems = duplicateKeys(fast, (node) => memory?.isTaken(node) ?? false);
		if (problems.length === 0) memory?.keep(text);
		return [{ root: fast, problems }];
	}
	try {
		const trees: ParsedTree[] = syntax === 'json' ? [parseJson(text)] : parseYaml(text);
		return trees.map((tree) => (tree.root && tree.problems.length === 0 ? checkShape(tree.root) : tree));
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return [{ root: undefined, problems: [deepProblem({ start: 0, end: 1 })] }];
	}
}

function checkShape(root: TreeNode): ParsedTree {
	const tooDeep = findTooDeep(root);
	return tooDeep
		? { root: undefined, problems: [deepProblem(tooDeep)] }
		: { root, problems: duplicateKeys(root) };
}

/** The first document of a text; see {@link parseTrees}. */
export function parseTree(text: string, syntax: Syntax): ParsedTree {
	return parseTrees(text, syntax)[0] ?? { root: undefined, problems: [] };
}

function notText(text: string): SyntaxProblem | undefined {
	if (text.length > MAX_TEXT_LENGTH) {
		const message = `This file is too large to be a configuration: ${text.length.toLocaleString('en')} characters, at most ${MAX_TEXT_LENGTH.toLocaleString('en')} are read.`;
		return { code: 'too-large', message, start: 0, end: 1 };
	}
	const at = text.search(NOT_TEXT);
	if (at < 0) return undefined;
	const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
	return {
		code: 'not-text',
		message: `This file is not text: it has the character U+${code} here.`,
		start: at,
		end: at + 1,
	};
}

/** A node nested deeper than all that comes after can safely recurse into. */
function findTooDeep(root: TreeNode): TreeNode | undefined {
	let level: readonly TreeNode[] = [root];
	const seen = new Set<unknown>();
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MAX_DEPTH) return level[0];
		level = level.flatMap((node) => {
			const inside = node.kind === 'map' ? node.entries : node.kind === 'sequence' ? node.items : undefined;
			if (!inside || seen.has(inside)) return [];
			seen.add(inside); // an alias shares what it names: once is enough
			return childrenOf(node);
		});
	}
	return undefined;
}

function deepProblem({ start, end }: Span): SyntaxProblem {
	return {
		code: 'too-deep',
		message: `Nested more than ${MAX_DEPTH} levels deep: a configuration needs 6.`,
		start,
		end,
	};
}
