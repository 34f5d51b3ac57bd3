/** Where the documentation lives; every link to it is made here. */
const README = 'https://github.com/rssv2-tools/rssv2/blob/main/README.md';

/** Codes that have a section of their own: statuses of the adapter and lints. */
const documented = /^(NDIS_STATUS_\w+|[a-z]+(-[a-z]+)+)$/;

/** The page that explains a diagnostic code. */
export function documentationUrl(code: string, kind: string): string {
	const own = (kind === 'refusal' || kind === 'lint') && documented.test(code);
	return `${README}#${own ? code.toLowerCase() : 'diagnostics'}`;
}
