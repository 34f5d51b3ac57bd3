import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../../../package.json';
import type { OtherFile, Severity } from '../config/finding.js';
import type { LineIndex } from '../config/lines.js';
import type { Span } from '../config/tree.js';
import { documentationUrl } from '../language/documentation.js';
import { lints } from '../rules/index.js';
import type { CheckResult } from '../validation/check.js';

/** A file that was checked; its name as it was given. */
export interface CheckedFile extends Pick<CheckResult, 'findings' | 'lines' | 'documents'> {
	readonly name: string;
}

const LEVELS: Readonly<Record<Severity, string>> = {
	error: 'error',
	warning: 'warning',
	information: 'note',
	hint: 'note',
};

/**
 * The findings as a log in the format that code scanning services read. Columns count UTF-16 code units from 1, ends are
 * exclusive. Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
 * @param directory where relative names are resolved
 */
export function sarifLog(files: readonly CheckedFile[], directory: string) {
	const kinds = new Map(
		files.flatMap(({ findings }) => findings.map(({ code, kind }) => [code, kind] as const)),
	);
	const codes = [...kinds.keys()].sort();
	return {
		$schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'rssv2',
						semanticVersion: version,
						informationUri: 'https://github.com/rssv2-tools/rssv2',
						rules: codes.map((id) => {
							const summary = lints.find((lint) => lint.id === id)?.summary;
							return {
								id,
								...(summary !== undefined && { shortDescription: { text: summary } }),
								helpUri: documentationUrl(id, kinds.get(id) ?? 'schema'),
							};
						}),
					},
				},
				columnKind: 'utf16CodeUnits',
				results: files.flatMap((file) => results(file, codes, directory)),
			},
		],
	};
}

function results({ name, findings, lines }: CheckedFile, codes: readonly string[], directory: string) {
	const location = (span: Span, other: OtherFile = { name, lines }) => ({
		physicalLocation: {
			artifactLocation: { uri: other.name.startsWith('<') ? 'stdin' : uriOf(other.name, directory) },
			region: region(other.lines, span),
		},
	});
	return findings.map(({ code, severity, message, span, related = [] }) => ({
		ruleId: code,
		ruleIndex: codes.indexOf(code),
		level: LEVELS[severity],
		message: { text: message },
		locations: [location(span)],
		...(related.length > 0 && {
			relatedLocations: related.map((one) => ({
				...location(one.span, one.file),
				message: { text: one.message },
			})),
		}),
	}));
}

/** Relative for a file below the directory, as services want it; absolute for others. */
function uriOf(name: string, directory: string): string {
	const base = `${pathToFileURL(directory).href}/`;
	const { href } = pathToFileURL(resolve(directory, name));
	return href.startsWith(base) ? href.slice(base.length) : href;
}

function region(lines: LineIndex, span: Span) {
	const { start, end } = lines.rangeOf(span);
	return {
		startLine: start.line + 1,
		startColumn: start.character + 1,
		endLine: end.line + 1,
		endColumn: end.character + 1,
	};
}
