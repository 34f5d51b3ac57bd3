import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import { parseTrees } from '../../config/parse.js';
import { toPlain } from '../../config/plain.js';
import type { ParsedTree, Span, TreeNode } from '../../config/tree.js';
import { commentsOf } from '../../edit/comments.js';
import type { Analysis } from '../documents.js';
import { walkTree } from '../navigation/walk.js';
import { alignTexts } from './align.js';
import { type SpaceEdit, spaceEdits } from './spaces.js';
import { renderYaml } from './yamlRender.js';

/** Longer texts would hold up everything else for seconds: laying out reads the whole text three times. */
export const LONGEST_FORMATTED = 400_000;

/**
 * The edits that lay out a YAML text as the library writes it: indentation and the spaces between signs, never a line
 * break, a comment or anything else. What was parsed and every comment are checked to stay; where they would not, no
 * edit is given. Empty for a text that cannot be read, or has more than {@link LONGEST_FORMATTED} characters: the limits of a
 * document tell of that.
 * @param range only lines within it are changed: their indentation too if the whole stays what it is
 */
export function formatYaml(
	{ text, check }: Analysis,
	{ tabSize, trimTrailingWhitespace = true, insertFinalNewline = false }: FormattingOptions,
	range?: Range,
): TextEdit[] {
	if (text.length > LONGEST_FORMATTED) return [];
	const { lines, documents } = check;
	if (documents.some(({ tree }) => tree.problems.some(({ code }) => code !== 'duplicate-key'))) return [];
	const indent = Math.max(1, Math.min(tabSize, 8));
	const rendered = renderYaml(text, check.tree.root, { indent });
	const places = rendered === undefined ? undefined : alignTexts(text, rendered);
	if (rendered === undefined || !places) return [];
	const inside = insidesOf(
		documents.flatMap(({ tree: { root } }) => (root ? [root] : [])),
		text,
	);
	const all = spaceEdits(text, rendered, places, inside).filter(
		({ kind }) => kind !== 'lineEnd' || trimTrailingWhitespace,
	);
	if (insertFinalNewline && !range && text.length > 0 && !/[\r\n]$/.test(text)) {
		all.push({
			start: text.length,
			end: text.length,
			text: text.includes('\r\n') ? '\r\n' : '\n',
			kind: 'lineEnd',
		});
	}
	const from = range ? lines.offsetAt({ line: range.start.line, character: 0 }) : 0;
	const to = range ? lines.offsetAt(range.end) : text.length;
	const wanted = all.filter(({ start, end }) => from <= start && end <= to);
	const attempts = [wanted, wanted.filter(({ kind }) => kind !== 'indent')];
	const was = contentOf(
		text,
		documents.map(({ tree }) => tree),
	);
	const keepsAll = (after: string) => contentOf(after, parseTrees(after, 'yaml')) === was;
	const edits = attempts.find((attempt) => keepsAll(applied(text, attempt))) ?? [];
	return edits.map((edit) => ({ range: lines.rangeOf(edit), newText: edit.text }));
}

/** Lists and maps in brackets, and text over several lines: their white space is not the library's to say. */
function insidesOf(roots: readonly TreeNode[], text: string): { flow: Span[]; multiline: Span[] } {
	const flow: Span[] = [];
	const multiline: Span[] = [];
	for (const root of roots) {
		walkTree(root, (node) => {
			if (!text.slice(node.start, node.end).includes('\n')) return;
			if (node.kind === 'scalar') multiline.push(node);
			else if ('[{'.includes(text.charAt(node.start))) flow.push(node);
		});
	}
	return { flow, multiline };
}

function applied(text: string, edits: readonly SpaceEdit[]): string {
	let result = '';
	let at = 0;
	for (const edit of edits) {
		result += text.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return result + text.slice(at);
}

/** All that a text says, its comments too, in one string. */
function contentOf(text: string, trees: readonly ParsedTree[]): string {
	const comments = text.includes('#') ? commentsOf(text, 'yaml') : [];
	return JSON.stringify([
		trees.map(({ root, problems }) => [toPlain(root), problems.length]),
		comments.map(({ source }) => source.trimEnd()),
	]);
}
