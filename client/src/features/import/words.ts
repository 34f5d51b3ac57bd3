import { l10n } from 'vscode';
/** What the user is told of lines that were not understood; the log has them all. Undefined when there are none. */
export function warningWords(warnings: readonly string[]): string | undefined {
	const [first, ...others] = warnings;
	if (first === undefined || others.length === 0) return first;
	return l10n.t(
		'{0} things were not understood or had to be assumed. The first: {1}',
		warnings.length,
		first,
	);
}
