import type { Finding, OtherFile, Severity } from '../config/finding.js';
import type { LineIndex } from '../config/lines.js';
import { count, enumerate } from '../plan/words.js';
import type { CheckResult } from '../validation/check.js';
import type { Style, Terminal } from './terminal.js';

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
const styles: Readonly<Record<Severity, Style>> = {
	error: 'red',
	warning: 'yellow',
	information: 'blue',
	hint: 'dim',
};

/** `file:line:column: severity: message [code]`, and a line for each place it relates to. Lines and columns from 1. */
export function findingText(
	file: string,
	{ lines, findings }: Pick<CheckResult, 'lines' | 'findings'>,
	terminal: Terminal,
): string[] {
	const place = (offset: number, other: OtherFile = { name: file, lines }) => {
		const { line, character } = other.lines.positionAt(offset);
		return `${other.name}:${line + 1}:${character + 1}`;
	};
	return findings.flatMap(({ span, severity, message, code, related = [] }) => [
		`${terminal.styled('bold', place(span.start))}: ${terminal.styled(styles[severity], severity)}: ${message} ${terminal.styled('dim', `[${code}]`)}`,
		...related.map(
			(one) => `  ${terminal.styled('dim', `${place(one.span.start, one.file)}: ${one.message}`)}`,
		),
	]);
}

/** A finding for machines. Ranges are those of LSP: lines and UTF-16 characters from 0, end exclusive. */
export function findingJson(
	{ code, kind, severity, message, span, entity, related = [] }: Finding,
	lines: LineIndex,
) {
	return {
		code,
		kind,
		severity,
		message,
		range: lines.rangeOf(span),
		...(entity !== undefined && { entity }),
		related: related.map(({ message: why, span: place, file }) => ({
			message: why,
			...(file && { file: file.name }),
			range: (file?.lines ?? lines).rangeOf(place),
		})),
	};
}

/** How many findings of each severity there are. */
export function tally(findings: readonly Finding[]): Record<Severity, number> {
	const counts = { error: 0, warning: 0, information: 0, hint: 0 };
	for (const { severity } of findings) counts[severity]++;
	return counts;
}

/** `1 error and 2 warnings`, `no findings` */
export function tallyText(counts: Readonly<Record<Severity, number>>): string {
	const words = severities
		.filter((severity) => counts[severity] > 0)
		.map((severity) =>
			severity === 'information' ? `${counts[severity]} information` : count(counts[severity], severity),
		);
	return words.length === 0 ? 'no findings' : enumerate(words);
}
