import { entryOf } from '../config/tree.js';
import { indentAt, lineBreakOf, lineStart } from '../edit/listText.js';
import type { UpgradeDocument, UpgradeEdit, UpgradeStep } from './step.js';

/** Drafts had no version, or had it as text: all else of them is as in version 1. */
export const toVersion1: UpgradeStep = {
	to: 1,
	edits(document) {
		const version = entryOf(document.root, 'version')?.value;
		if (!version) return [addition(document)];
		const span = { start: version.start, end: version.end };
		return [{ span, newText: '1', why: 'The version is a number.' }];
	},
};

function addition({ text, syntax, root }: UpgradeDocument): UpgradeEdit {
	const why = 'A configuration says which version of the format it is written in.';
	const [first] = root.entries;
	const name = syntax === 'json' ? '"version": 1' : 'version: 1';
	const flow = syntax === 'json' || text.charAt(root.start) === '{';
	const inside = root.start + 1;
	if (!first) return { span: { start: inside, end: inside }, newText: name, why };
	const onOneLine = flow && lineStart(text, first.start) <= root.start;
	const at = onOneLine ? inside : first.start;
	const span = { start: at, end: at };
	if (onOneLine) {
		const spaced = text.charAt(at) === ' ';
		return { span, newText: spaced ? ` ${name},` : `${name}, `, why };
	}
	const indent = flow ? indentAt(text, first.start) : '';
	return { span, newText: `${name}${flow ? ',' : ''}${lineBreakOf(text)}${indent}`, why };
}
