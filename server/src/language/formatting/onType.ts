import type { DocumentOnTypeFormattingParams, TextEdit } from 'vscode-languageserver';
import type { Analysis } from '../documents.js';
import { formatJson } from './json.js';
import { formatYaml } from './yaml.js';

/** What makes an editor ask: the end of a line, and of a group or list. */
export const onTypeTriggers = { first: '\n', more: ['}', ']'] };

/** Longer texts take longer than the time between two keys. */
const LONGEST = 100_000;

/**
 * The edits that lay out the line that was just ended, or whose bracket was just closed. Nothing that touches the cursor:
 * what is typed next must find it where it was.
 */
export function formatOnType(
	analysis: Analysis,
	{ ch, position, options }: Pick<DocumentOnTypeFormattingParams, 'ch' | 'position' | 'options'>,
): TextEdit[] {
	const { text, check } = analysis;
	if (text.length > LONGEST) return [];
	const line = ch === '\n' ? position.line - 1 : position.line;
	if (line < 0) return [];
	const start = { line, character: 0 };
	const next = check.lines.offsetAt({ line: line + 1, character: 0 });
	const end = check.lines.positionAt(next - (/(\r?\n)?$/.exec(text.slice(0, next))?.[0].length ?? 0));
	const format = check.syntax === 'json' ? formatJson : formatYaml;
	const cursor = check.lines.offsetAt(position);
	return format(analysis, options, { start, end }).filter(({ range }) => {
		const [from, to] = [check.lines.offsetAt(range.start), check.lines.offsetAt(range.end)];
		return to < cursor || from > cursor;
	});
}
