import {
	MarkupKind,
	type ParameterInformation,
	type Position,
	type SignatureHelp,
} from 'vscode-languageserver';
import { entryOf, type TreeNode } from '../config/tree.js';
import { findFlowSetKind } from '../traffic/flowSets/index.js';
import type { WritablePlace } from './completionAttempts.js';
import { completionContext } from './completionContext.js';
import { describeProperty } from './describe.js';
import type { Analysis } from './documents.js';
import { adapterLimit } from './hover/limits.js';
import { entityAt } from './hover/place.js';
import { allows, type PathStep, resolve, type Schema, schemaAt } from './schema.js';

/** What makes an editor ask: a bracket that opens, and what stands between two values. */
export const signatureTriggers = ['{', '[', ','];

/**
 * What can stand between the brackets at the cursor, where they begin on its line: the properties of a group, the one
 * being written among them, or the entry of a list. Null elsewhere: a block explains itself by its lines.
 */
export function signatureHelpAt(analysis: Analysis, position: Position): SignatureHelp | null {
	const { text, check } = analysis;
	const offset = check.lines.offsetAt(position);
	const line = text.slice(check.lines.offsetAt({ line: position.line, character: 0 }), offset);
	if (!opensBracket(line)) return null;
	const { property, value } = completionContext(text, offset, check.syntax);
	const step = value?.path.at(-1);
	if (typeof step === 'number' && value?.flow) return ofList(analysis, value, step, offset);
	const path = typeof step === 'string' ? value?.path.slice(0, -1) : property?.path;
	const flow = (typeof step === 'string' ? value : property)?.flow;
	return path && flow ? ofGroup(analysis, path, typeof step === 'string' ? step : undefined, property) : null;
}

/** Whether a bracket is open at the end of a piece of a line; what is in quotes or behind a comment's sign is text. */
function opensBracket(line: string): boolean {
	const bare = line.replace(/"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:^|\s)#.*$|\/\/.*$/g, '');
	let open = 0;
	for (const char of bare) {
		if (char === '{' || char === '[') open++;
		else if ((char === '}' || char === ']') && open > 0) open--;
	}
	return open > 0;
}

function ofGroup(
	analysis: Analysis,
	path: readonly PathStep[],
	writing: string | undefined,
	place: WritablePlace | undefined,
): SignatureHelp | null {
	const schema = schemaAt(path);
	const names = schema && namesOf(analysis, path, schema);
	if (!schema || !names || names.length === 0) return null;
	const labels = names.map((name) => (schema.required?.includes(name) ? name : `${name}?`));
	const parameters = names.map((name, i): ParameterInformation => {
		const child = resolve(schema.properties?.[name]);
		const value = child ? describeProperty(name, child) : '';
		return { label: labels[i] ?? name, documentation: { kind: MarkupKind.Markdown, value } };
	});
	const active = writing ?? names.find((name) => !place?.taken.includes(name));
	return help(
		`${schema.title ?? path.at(-1)} { ${labels.join(', ')} }`,
		parameters,
		names.indexOf(active ?? ''),
		schema,
	);
}

/** The properties of a group; of a flow set those that mean something to its kind. */
function namesOf({ lastGood, check }: Analysis, path: readonly PathStep[], schema: Schema): string[] {
	const names = Object.keys(schema.properties ?? {});
	if (path[0] !== 'traffic' || path.length !== 3) return names;
	const root = (check.tree.root ?? lastGood?.check.tree.root) as TreeNode | undefined;
	const list = entryOf(entryOf(root, 'traffic')?.value, 'flowSets')?.value;
	const set = list?.kind === 'sequence' ? list.items[Number(path[2])] : undefined;
	const written = entryOf(set, 'kind')?.value;
	const kind = written?.kind === 'scalar' ? findFlowSetKind(String(written.value)) : undefined;
	if (!kind) return names;
	const common = ['kind', 'name', 'share', 'family', ...(kind.protocol ? [] : ['protocol'])];
	return names.filter((name) => common.includes(name) || kind.uses.some((used) => used === name));
}

function ofList(
	{ lastComplete }: Analysis,
	{ path }: WritablePlace,
	at: number,
	offset: number,
): SignatureHelp | null {
	const listPath = path.slice(0, -1);
	const name = String(listPath.at(-1) ?? '');
	const schema = schemaAt(listPath);
	if (!schema || !allows(schema, 'array') || typeof listPath.at(-1) === 'number') return null;
	const configuration = lastComplete?.check.configuration;
	const limit =
		configuration &&
		adapterLimit({
			configuration,
			path: listPath,
			offset,
			entity: entityAt(configuration, listPath, offset),
		});
	const isTable = name === 'indirectionTable';
	const label = isTable ? `ITE[${at}]` : `item ${at + 1}`;
	const hashes = isTable ? `Packets whose hash AND (N - 1) is ${at}, with N a power of two.\n\n` : '';
	const value = hashes + describeProperty(name, schema, limit);
	const parameter = { label, documentation: { kind: MarkupKind.Markdown, value } };
	return help(`${name} [${at > 0 ? '…, ' : ''}${label}, …]`, [parameter], 0, undefined);
}

function help(
	label: string,
	parameters: ParameterInformation[],
	active: number,
	schema: Schema | undefined,
): SignatureHelp {
	const documentation = schema?.markdownDescription;
	const activeParameter = active < 0 ? parameters.length : active;
	return {
		signatures: [
			{
				label,
				parameters,
				activeParameter,
				...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
			},
		],
		activeSignature: 0,
		activeParameter,
	};
}
