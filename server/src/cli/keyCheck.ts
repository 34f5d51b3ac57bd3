import { type Command, InvalidArgumentError } from 'commander';
import type { HashTypeName } from '../emulator/description.js';
import { isPowerOfTwo } from '../rss/indirectionTable.js';
import { analyzeKey, isSymmetric, type LayoutAnalysis } from '../rss/keyAnalysis.js';
import { layoutsOf } from '../rss/keyLayout.js';
import { findPublishedKey } from '../rss/publishedKeys.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';
import { readText } from './files.js';
import { parseKey, typesOption } from './keyArgument.js';
import { keyReportText } from './keyText.js';

interface KeyCheckOptions {
	readonly format: Format;
	readonly entries: number;
	readonly types: readonly HashTypeName[];
}

/** What is known of a key; this is the JSON output. */
export interface KeyReport {
	readonly bytes: number;
	/** N, for which the index ranks hold. */
	readonly entries: number;
	/** Whose published key it is. */
	readonly published: string | null;
	/** Whether some layout, or its ports alone, does not reach all entries. */
	readonly weak: boolean;
	readonly symmetric: boolean;
	readonly layouts: readonly (Omit<LayoutAnalysis, 'layout'> & { readonly layout: string })[];
}

/** NDIS tables have 128 entries at most; those of other adapters thousands. */
const DEFAULT_ENTRIES = 128;

/** `rssv2 key check HEX [--entries N]` */
export function keyCheckCommand(context: CliContext): Command {
	return command<KeyCheckOptions>(
		context,
		{
			name: 'check',
			description:
				'Judge a key: which entries it reaches, whether it is symmetric, whether it is published. Exit status 1 for a weak one.',
			configure: (self) =>
				self
					.argument('<hex>', 'secret key, 40 bytes or more (colons optional), - for standard input')
					.option('--entries <n>', 'entries of the table, a power of two', parseEntries, DEFAULT_ENTRIES)
					.addOption(typesOption()),
		},
		async ([hex = ''], { format, entries, types }) => {
			const key = parseKey(hex === '-' ? await readText(context, '-') : hex, 'The key');
			const analyses = analyzeKey(key, layoutsOf(types), entries);
			const report: KeyReport = {
				bytes: key.length,
				entries,
				published: findPublishedKey(key)?.name ?? null,
				weak: analyses.some(({ all, ports }) =>
					[all, ports].some((field) => field !== undefined && field.reachable < entries),
				),
				symmetric: analyses.every(isSymmetric),
				layouts: analyses.map((analysis) => ({ ...analysis, layout: analysis.layout.name })),
			};
			if (format === 'json') context.terminal.printJson(report);
			else context.terminal.print(keyReportText(report, context.terminal));
			return report.weak ? Exit.findings : Exit.clean;
		},
	);
}

function parseEntries(text: string): number {
	const value = Number(text);
	if (!/^\d{1,6}$/.test(text) || !isPowerOfTwo(value) || value > 65536) {
		throw new InvalidArgumentError('It must be a power of two from 1 to 65536.');
	}
	return value;
}
