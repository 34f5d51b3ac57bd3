import type { ImportedFile, ImportResult } from '../protocol.js';
import type { ImportedAdapter, ImportReading } from './adapter.js';
import { configurationText, fileNameOf } from './configurationText.js';
import { looksLikeEthtool, readEthtool } from './ethtool.js';
import { linuxBody } from './linuxBody.js';
import { looksLikeNetAdapterRss, readNetAdapterRss } from './netAdapterRss.js';
import { MAX_IMPORT_LENGTH, type TextLine, textLines } from './textLines.js';
import { windowsBody } from './windowsBody.js';

/** More adapters than any machine has. */
const MAX_ADAPTERS = 1000;

/** What became of a text: files, or the reason why there are none. */
export type ImportOutcome =
	| ({ readonly understood: true } & ImportResult)
	| { readonly understood: false; readonly message: string };

/**
 * Turns the text of Get-NetAdapterRss, of `ethtool -x`, or of both, into configurations, one an adapter, in the order of
 * the text. Never throws: a text that is neither is told in a sentence.
 */
export function importText(text: string): ImportOutcome {
	if (text.length > MAX_IMPORT_LENGTH) {
		return {
			understood: false,
			message: `The text is too long: ${text.length.toLocaleString('en')} characters, at most ${MAX_IMPORT_LENGTH.toLocaleString('en')} are read.`,
		};
	}
	const lines = textLines(text);
	const readings = read(lines);
	const found = readings.flatMap((reading) => reading.adapters).sort((a, b) => a.line - b.line);
	const adapters = found.slice(0, MAX_ADAPTERS);
	if (adapters.length === 0) return { understood: false, message: notUnderstood(text) };
	const taken = new Set<string>();
	const files = adapters.map((adapter) => {
		const file = writeConfiguration(adapter, taken);
		taken.add(file.fileName);
		return file;
	});
	const warnings = readings.flatMap((reading) => reading.warnings);
	if (found.length > adapters.length) {
		warnings.push(`The text has ${found.length} adapters; the first ${MAX_ADAPTERS} are imported.`);
	}
	return { understood: true, files, warnings };
}

/** One adapter's configuration file, under a name that is not taken. */
export function writeConfiguration(adapter: ImportedAdapter, taken?: ReadonlySet<string>): ImportedFile {
	const body = adapter.kind === 'windows' ? windowsBody(adapter) : linuxBody(adapter);
	return { fileName: fileNameOf(adapter.name, taken), text: configurationText(body) };
}

function read(lines: readonly TextLine[]): ImportReading[] {
	return [
		...(looksLikeNetAdapterRss(lines) ? [readNetAdapterRss(lines)] : []),
		...(looksLikeEthtool(lines) ? [readEthtool(lines)] : []),
	];
}

function notUnderstood(text: string): string {
	const what = text.trim() === '' ? 'The text is empty' : 'The text is not one that can be imported';
	return `${what}. Import takes what Get-NetAdapterRss (as a list, the way it prints) or ethtool -x prints, with its labels.`;
}
