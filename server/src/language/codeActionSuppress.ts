import { indentAt, lineBreakOf, lineEnd, lineStart } from '../edit/listText.js';
import { commentLints } from '../rules/comments.js';
import { suppressionsOf } from '../validation/suppressions.js';
import type { Fixer } from './codeActionFix.js';

/** Any lint: a comment that lets it pass, whose reason is still to be written. */
export const suppressLint: Fixer = ({ kind, code, span }, { text, syntax }) => {
	if (kind !== 'lint' || commentLints.some(({ id }) => id === code)) return [];
	const at = lineStart(text, span.start);
	const sign = syntax === 'json' ? '//' : '#';
	const newText = `${indentAt(text, at)}${sign} rssv2-ignore ${code}: ${lineBreakOf(text)}`;
	return [
		{ title: `Ignore ${code} here, with a reason`, edits: [{ span: { start: at, end: at }, newText }] },
	];
};

/** A comment that is not needed: it goes, or the one rule of several. */
export const removeSuppression: Fixer = ({ code, span }, { text, syntax }) => {
	if (code !== 'unused-suppression' && code !== 'unknown-rule') return [];
	const all = suppressionsOf(text, syntax);
	const own = all.find((one) => one.span.start === span.start);
	if (!own) return [];
	const together = all.filter(({ comment }) => comment.start === own.comment.start);
	const title = together.length > 1 ? `Remove ${own.id} from the comment` : 'Remove the comment';
	if (together.length > 1) {
		const after = /^\s*,\s*/.exec(text.slice(own.span.end))?.[0].length ?? 0;
		const before = after > 0 ? 0 : (/[\s,]*$/.exec(text.slice(0, own.span.start))?.[0].length ?? 0);
		const gone = { start: own.span.start - before, end: own.span.end + after };
		return [{ title, edits: [{ span: gone, newText: '' }], preferred: code === 'unused-suppression' }];
	}
	const { start, end } = own.comment;
	const line = lineStart(text, start);
	const lead = text.slice(line, start);
	const alone = lead.trim() === '' && lineEnd(text, end) === end;
	const lineBreak = text.slice(end).match(/^(\r\n|\n|\r)/)?.[0].length ?? 0;
	const gone = alone
		? { start: line, end: end + lineBreak }
		: { start: start - (/[ \t]*$/.exec(lead)?.[0].length ?? 0), end };
	return [{ title, edits: [{ span: gone, newText: '' }], preferred: code === 'unused-suppression' }];
};
