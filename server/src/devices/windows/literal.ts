/** What PowerShell reads as a quotation mark within a single-quoted string: the typewriter's and the typographic ones. */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

export type PowerShellValue = string | number | boolean;

/**
 * A value as a PowerShell literal that stands for itself and nothing else: nothing within a single-quoted string is
 * expanded, and a quotation mark is written twice. Source: PowerShell documentation, about_Quoting_Rules.
 * @throws RangeError for a number that is no integer
 */
export function powerShellLiteral(value: PowerShellValue): string {
	if (typeof value === 'boolean') return value ? '$true' : '$false';
	if (typeof value === 'string') return `'${value.replace(SINGLE_QUOTES, '$&$&')}'`;
	if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer`);
	return String(value);
}

/** A text as a comment of one line: nothing in it can end the comment. */
export function powerShellComment(text: string): string {
	return `# ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`;
}
