import { type Finding, MAX_FINDINGS } from '../config/finding.js';
import { MAX_TEXT_LENGTH } from '../config/parse.js';
import type { Analysis } from './documents.js';
import { LONGEST_FORMATTED } from './formatting/yaml.js';

const number = (n: number) => n.toLocaleString('en');

const what: Readonly<Partial<Record<Finding['kind'], string>>> = {
	syntax: 'errors of the text',
	schema: 'errors of its shape',
	value: 'errors of its values',
};

/**
 * What limits keep from being done for a document, a sentence each: whoever misses a finding or a layout reads here why.
 * @param passedOver files of the workspace that are beyond the number that is looked into
 */
export function limitsOf({ text, check }: Analysis, passedOver: number): string[] {
	const limits: string[] = [];
	if (text.length > MAX_TEXT_LENGTH)
		limits.push(`Not checked: more than ${number(MAX_TEXT_LENGTH)} characters.`);
	for (const [kind, words] of Object.entries(what)) {
		const told = check.findings.filter((finding) => finding.kind === kind).length;
		if (told >= MAX_FINDINGS) limits.push(`Only the first ${number(MAX_FINDINGS)} ${words} are told.`);
	}
	if (check.syntax === 'yaml' && text.length > LONGEST_FORMATTED)
		limits.push(`Not formatted: more than ${number(LONGEST_FORMATTED)} characters.`);
	if (passedOver > 0) {
		const files = passedOver === 1 ? '1 file is' : `${number(passedOver)} files are`;
		limits.push(`Of the workspace ${files} checked only when opened.`);
	}
	return limits;
}
