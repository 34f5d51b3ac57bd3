import { MAX_FINDINGS } from './finding.js';
import type { MapEntry, SyntaxProblem, TreeNode } from './tree.js';

const NONE: readonly SyntaxProblem[] = [];

/**
 * Every property that its map already has, with the place of the first. Shared subtrees (aliases) are visited once.
 * @param isKnown tells of items that are known to have none
 */
export function duplicateKeys(
	root: TreeNode,
	isKnown: (item: TreeNode) => boolean = () => false,
): SyntaxProblem[] {
	const problems: SyntaxProblem[] = [];
	const seen = new Set<readonly unknown[]>();
	const open: TreeNode[] = [root];
	for (let node = open.pop(); node; node = open.pop()) {
		if (node.kind === 'sequence' && !seen.has(node.items)) {
			seen.add(node.items);
			for (const item of node.items) if (item.kind !== 'scalar' && !isKnown(item)) open.push(item);
		} else if (node.kind === 'map' && !seen.has(node.entries)) {
			seen.add(node.entries);
			problems.push(...duplicatesIn(node.entries));
			for (const { value } of node.entries) if (value && value.kind !== 'scalar') open.push(value);
		}
	}
	return problems.sort((a, b) => a.start - b.start).slice(0, MAX_FINDINGS);
}

function duplicatesIn(entries: readonly MapEntry[]): readonly SyntaxProblem[] {
	if (entries.length < 2) return NONE;
	const first = new Map<string, MapEntry>();
	const problems: SyntaxProblem[] = [];
	for (const entry of entries) {
		const name = String(entry.key.value);
		const before = first.get(name);
		if (!before) {
			first.set(name, entry);
			continue;
		}
		// They stand in the order of the text: more of one map can never be among the first of all.
		if (problems.length === MAX_FINDINGS) break;
		const { start, end } = entry.key;
		const related = [{ span: { start: before.key.start, end: before.key.end }, message: 'first here' }];
		problems.push({
			code: 'duplicate-key',
			message: `\`${name}\` stands here a second time.`,
			start,
			end,
			related,
		});
	}
	return problems;
}
