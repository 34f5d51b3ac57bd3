import { findPreset } from '../config/presets.js';
import { lints } from '../rules/index.js';

/** Where the documentation lives; every link to it is made here. */
const REPOSITORY = 'https://github.com/rssv2-tools/rssv2/blob/main';
const DOCS = `${REPOSITORY}/server/docs`;

/** Codes that have a section of their own: statuses of the adapter and lints. */
const documented = /^(NDIS_STATUS_\w+|[a-z]+(-[a-z0-9]+)+)$/;

/** The page that explains a diagnostic code. */
export function documentationUrl(code: string, kind: string): string {
	if (lints.some(({ id }) => id === code)) return `${DOCS}/lints.md#${code}`;
	const own = (kind === 'refusal' || kind === 'lint') && documented.test(code);
	return `${DOCS}/diagnostics.md#${own ? code.toLowerCase() : 'text-and-shape'}`;
}

/** The page of the file format. */
export const FORMAT_PAGE = `${DOCS}/format.md`;

/** The page where a preset is spelled out; undefined when there is no such preset. */
export function presetPage(name: string): string | undefined {
	return findPreset(name) && `${REPOSITORY}/schemas/presets/${name}.json`;
}
