import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding, Severity } from '../config/finding.js';
import { documentationUrl } from './documentation.js';
import type { Analysis } from './documents.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	information: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
};

/**
 * The findings of a document as LSP diagnostics, in the order of the text.
 * @param more what is known of it beside its text: they come last
 */
export function diagnosticsOf(
	{ uri, check }: Pick<Analysis, 'uri' | 'check'>,
	more: readonly Finding[] = [],
): Diagnostic[] {
	const { lines } = check;
	return [...check.findings, ...more].map(({ code, kind, severity, message, span, related }) => ({
		range: lines.rangeOf(span),
		severity: severities[severity],
		source: 'rssv2',
		code,
		codeDescription: { href: documentationUrl(code, kind) },
		message,
		...(related && {
			relatedInformation: related.map((other) => ({
				location: {
					uri: other.file?.name ?? uri,
					range: (other.file?.lines ?? lines).rangeOf(other.span),
				},
				message: other.message,
			})),
		}),
	}));
}
