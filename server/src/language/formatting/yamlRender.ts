import { parseAllDocuments } from 'yaml';
import type { TreeNode } from '../../config/tree.js';
import { walkTree } from '../navigation/walk.js';

/** A YAML text as the library writes it; undefined when it cannot be read. Layout and some line breaks are not kept. */
export function renderYaml(
	text: string,
	root: TreeNode | undefined,
	{ indent }: { readonly indent: number },
): string | undefined {
	// Every plain scalar is a string: numbers, `~` and `<<` come back as they were written.
	const documents = parseAllDocuments(text, {
		schema: 'failsafe',
		uniqueKeys: false,
		strict: false,
		logLevel: 'silent',
	});
	if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
	const options = { lineWidth: 0, indent, indentSeq: !hasFlushLists(root, text) };
	return documents.map((document) => document.toString(options)).join('');
}

/** Whether the author writes the items of a list below its name without indenting them. */
function hasFlushLists(root: TreeNode | undefined, text: string): boolean {
	let found: boolean | undefined;
	walkTree(root, (node, _path, entry) => {
		if (found !== undefined || node.kind !== 'sequence' || !entry || text.charAt(node.start) !== '-') return;
		found = columnOf(text, node.start) === columnOf(text, entry.key.start);
	});
	return found ?? false;
}

function columnOf(text: string, offset: number): number {
	return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
