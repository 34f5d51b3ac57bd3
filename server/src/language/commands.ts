import { CodeActionKind, type Position, type WorkspaceEdit } from 'vscode-languageserver';
import { newConfiguration } from '../config/newConfiguration.js';
import { findPreset, presets } from '../config/presets.js';
import { entryOf } from '../config/tree.js';
import { exportFromFresh } from '../devices/exportRequests.js';
import { exportPowerShell } from '../devices/windows/exportPowerShell.js';
import { writtenEntities } from '../edit/entities.js';
import { setProperty } from '../edit/property.js';
import { keyText } from '../import/configurationBody.js';
import { importText } from '../import/importText.js';
import { newKey } from '../rss/keyConstruction.js';
import { layoutsOf } from '../rss/keyLayout.js';
import { RSS_KEY_BYTES } from '../rss/toeplitz.js';
import { balanceOf } from './balance.js';
import { Captures } from './captures.js';
import { codeActionsFor } from './codeAction.js';
import type { Analysis } from './documents.js';
import { editTable } from './editTable.js';
import type { Environment } from './environment.js';
import { percent } from './percent.js';
import { previewModelOf } from './previewModel.js';
import { failure } from './runner.js';
import { trafficOf } from './traffic.js';

/** What a command is given, all of it optional for the wire; each command says what it needs. */
interface CommandArguments {
	readonly uri?: string;
	readonly position?: Position;
	readonly vportId?: number;
	readonly flowSet?: string;
	readonly flows?: number;
	readonly seed?: number;
	readonly symmetric?: boolean;
	readonly numaNode?: number;
	readonly oneThreadPerCore?: boolean;
	readonly preset?: string;
	readonly syntax?: 'yaml' | 'json';
	readonly text?: string;
}

/** What a command takes from the server. */
export interface CommandContext {
	readonly environment: Environment;
	/** @throws ResponseError when the document is not open */
	readonly analysisOf: (uri: string) => Analysis;
	readonly signal: AbortSignal;
}

/** What became of a command: an edit for the client to apply, what to tell, or both. */
export interface CommandOutcome {
	readonly edit?: WorkspaceEdit;
	readonly result: unknown;
}

type Command = (given: CommandArguments, context: CommandContext) => CommandOutcome | Promise<CommandOutcome>;

/**
 * Every command of `workspace/executeCommand`, by name. Each takes one object. Their names are none of the client's own:
 * VS Code makes a command of each, and a name can be had once.
 */
const commands: Readonly<Record<string, Command>> = {
	'rssv2.server.spellOutTable': (given, context) => rewrite(given, context, /^Spell out/),
	'rssv2.server.generateTable': (given, context) => rewrite(given, context, /^Generate/),
	'rssv2.server.balanceTable': balance,
	'rssv2.server.newKey': drawKey,
	'rssv2.server.spread': (given, context) => ({ result: spreadText(documentOf(given, context)) }),
	'rssv2.server.exportOidRequests': (given, context) => {
		const exported = exportFromFresh(soundOf(documentOf(given, context)));
		if ('refused' in exported) throw failure(exported.refused);
		return { result: exported.file };
	},
	'rssv2.server.exportPowerShell': (given, context) => ({
		result: exportPowerShell(soundOf(documentOf(given, context))).file,
	}),
	'rssv2.server.new': ({ preset = '', syntax = 'yaml' }) => {
		const found = findPreset(preset);
		const known = presets.map(({ name }) => name).join(', ');
		if (!found) throw failure(`Name a preset: ${known}.`);
		return { result: newConfiguration(found, syntax) };
	},
	'rssv2.server.import': ({ text = '' }) => {
		const outcome = importText(text);
		if (!outcome.understood) throw failure(outcome.message);
		return { result: { files: outcome.files, warnings: outcome.warnings } };
	},
};

/** The names of all commands. */
export const commandNames: string[] = Object.keys(commands);

/**
 * Runs a command.
 * @throws ResponseError with a sentence for the user
 */
export async function runCommand(
	name: string,
	given: readonly unknown[] | undefined,
	context: CommandContext,
): Promise<CommandOutcome> {
	const command = commands[name];
	if (!command) throw failure(`There is no command ${name}.`);
	const [first = {}] = given ?? [];
	if (typeof first !== 'object' || first === null) throw failure(`${name} takes one object: { "uri": … }.`);
	return command(first, context);
}

function documentOf({ uri }: CommandArguments, { analysisOf }: CommandContext): Analysis {
	if (typeof uri !== 'string') throw failure('Name the document: { "uri": "file:///…" }.');
	return analysisOf(uri);
}

function soundOf({ check: { configuration, findings } }: Analysis) {
	if (!configuration || findings.some(({ severity }) => severity === 'error'))
		throw failure('The file has errors: correct them first.');
	return configuration;
}

/** The table that a position is in, written otherwise. */
function rewrite(given: CommandArguments, context: CommandContext, title: RegExp): CommandOutcome {
	const analysis = documentOf(given, context);
	const { position } = given;
	if (!position)
		throw failure('Name a place in a table: { "uri": …, "position": { "line": 0, "character": 0 } }.');
	const only = { diagnostics: [], only: [CodeActionKind.RefactorRewrite] };
	const found = codeActionsFor(analysis, { start: position, end: position }, only).find((action) =>
		title.test(action.title),
	);
	if (!found?.edit) throw failure('There is no table here that can be written that way.');
	return { edit: found.edit, result: found.title };
}

async function balance(given: CommandArguments, context: CommandContext): Promise<CommandOutcome> {
	const analysis = documentOf(given, context);
	const configuration = soundOf(analysis);
	const { vportId = 0, flowSet = 'uniform', flows = 100_000, seed = 1, numaNode, oneThreadPerCore } = given;
	const source = { kind: 'flows', flowSet, flows, seed } as const;
	const captures = new Captures(context.environment);
	const work = { signal: context.signal, report: () => {} };
	const traffic = await trafficOf(configuration, vportId, source, captures, work);
	const wish = { vportId, by: 'packets' } as const;
	const balanced = balanceOf(configuration, analysis.version, traffic, {
		...wish,
		...(numaNode !== undefined && { numaNode }),
		...(oneThreadPerCore !== undefined && { oneThreadPerCore }),
	});
	const result = [balanced.title, ...balanced.words, ...balanced.notes];
	return balanced.changes.length === 0 ? { result } : { edit: editTable(analysis, balanced.changes), result };
}

/** A new random key of full rank for the adapter, or for a VPort that is named. */
function drawKey(given: CommandArguments, context: CommandContext): CommandOutcome {
	const analysis = documentOf(given, context);
	const { uri, version, text, check } = analysis;
	const { configuration, tree } = check;
	const { vportId, symmetric = false } = given;
	const entity = writtenEntities(check.documents).find((one) => one.entity.vportId.value === vportId);
	if (!configuration || (vportId !== undefined && !entity)) {
		throw failure(configuration ? `The file has no VPort ${vportId}.` : 'The file describes no adapter yet.');
	}
	const map = entity ? entity.map : entryOf(tree.root, 'adapter')?.value;
	const hash = entryOf(map, 'hash')?.value;
	if (map?.kind !== 'map') throw failure('The file describes no adapter yet.');
	const draw = (bytes: number) => globalThis.crypto.getRandomValues(new Uint8Array(bytes));
	const { types } = entity ? entity.entity.hash : configuration.adapter.hash;
	const key = `"${keyText(newKey(RSS_KEY_BYTES, layoutsOf(types.value), symmetric, draw))}"`;
	const name = check.syntax === 'json' ? '"secretKey"' : 'secretKey';
	const edit =
		hash?.kind === 'map'
			? setProperty(text, check.syntax, hash, 'secretKey', key)
			: setProperty(text, check.syntax, map, 'hash', `{ ${name}: ${key} }`);
	const edits = [{ range: check.lines.rangeOf(edit.span), newText: edit.newText }];
	const told = symmetric ? 'a symmetric key' : 'a key';
	return {
		edit: { documentChanges: [{ textDocument: { uri, version }, edits }] },
		result: `${entity ? `VPort ${vportId}` : 'The adapter'} has ${told} of full rank.`,
	};
}

/** How each entity spreads, a line for each processor: the preview for an editor that shows text. */
function spreadText(analysis: Analysis): string {
	const { adapter, entities } = previewModelOf(analysis);
	if (!adapter) throw failure('The file describes no adapter yet.');
	return entities
		.flatMap(({ title, subtitle, rss, queues, shares }) => [
			`${title}: ${subtitle}${rss ? '' : ' · RSS off'}, ${queues.used} of ${queues.limit} queues`,
			...shares.map(
				({ processor, entries, share }) =>
					`  ${processor.padEnd(6)} ${String(entries).padStart(4)} ${percent(share).padStart(6)} ${'█'.repeat(Math.round(share * 40))}`,
			),
		])
		.join('\n');
}
