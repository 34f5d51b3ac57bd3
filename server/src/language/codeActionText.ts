import { commentsOf } from '../edit/comments.js';
import type { TextEdit } from '../edit/textEdit.js';
import type { Fixer } from './codeActionFix.js';

/** Tabs in front of lines, which YAML does not allow: two spaces for each, in the whole file. */
export const fixTabs: Fixer = ({ code }, { text }) => {
	if (code !== 'tab-indentation') return [];
	const edits = [...text.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ 0: lead, index }): TextEdit => {
		return { span: { start: index, end: index + lead.length }, newText: lead.replaceAll('\t', '  ') };
	});
	return [{ title: 'Indent with spaces', edits, preferred: true }];
};

/** JSON without a comma between two values, and text without its quotes. */
export const fixJsonText: Fixer = ({ code, span }, { text, syntax }) => {
	if (code === 'comma-expected') {
		const before = text.slice(0, span.start).trimEnd().length;
		if (
			before === 0 ||
			commentsOf(text, syntax, { start: 0, end: span.start }).some(({ end }) => end >= before)
		)
			return [];
		return [
			{
				title: 'Add the comma',
				edits: [{ span: { start: before, end: before }, newText: ',' }],
				preferred: true,
			},
		];
	}
	const word = code === 'invalid-symbol' ? /^[\w-]+/.exec(text.slice(span.start, span.end))?.[0] : undefined;
	if (word === undefined) return [];
	const edits = [
		{ span: { start: span.start, end: span.start + word.length }, newText: JSON.stringify(word) },
	];
	return [{ title: 'Put it in quotes', edits, preferred: true }];
};
