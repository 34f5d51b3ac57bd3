import { toPlain } from '../config/plain.js';
import { childrenOf, entryOf, type MapEntry, type Span, type TreeNode } from '../config/tree.js';
import { commentsOf } from '../edit/comments.js';
import type { WrittenEntity } from '../edit/entities.js';
import { contentEnd, lineBreakOf, lineStart, within } from '../edit/listText.js';
import type { Fix, FixContext } from './codeActionFix.js';

type Context = Pick<FixContext, 'text' | 'syntax' | 'entities'>;

/** A table as its VPort has it. */
interface WrittenTable {
	readonly entry: MapEntry;
	/** The value, where it is written at this place. */
	readonly span: Span | undefined;
	readonly value: TreeNode;
	readonly document: number;
}

/**
 * YAML: tables of several VPorts that say the same become one, under an anchor, and the others name it.
 * @param selection within one of them
 */
export function extractedTable({ text, syntax, entities }: Context, selection: Span): Fix[] {
	if (syntax !== 'yaml') return [];
	const tables = entities.flatMap((entity) => tableOf(text, entity) ?? []);
	const own = tables.find(({ span }) => span && within(selection, span));
	if (!own) return [];
	const alike = tables
		.filter(({ span, value, document }) => span && document === own.document && isAlike(value, own.value))
		.sort((a, b) => a.entry.start - b.entry.start);
	const [first, ...others] = alike;
	if (others.length === 0) return [];
	const comments = text.includes('#') ? commentsOf(text, 'yaml') : [];
	const replaced = others.flatMap(({ span }) =>
		span && !comments.some((comment) => within(comment, span)) ? [span] : [],
	);
	if (!first?.span || replaced.length === 0 || anchorBefore(text, first)) return [];
	const name = freeName(text);
	const edits = [
		{ span: { start: first.entry.key.end + 1, end: first.entry.key.end + 1 }, newText: ` &${name}` },
		...replaced.map((span) => ({ span, newText: `*${name}` })),
	];
	return [{ title: `Share this table by an anchor (${replaced.length + 1} VPorts)`, edits }];
}

/** YAML: a table that is named by an alias is written where it is used. */
export function inlinedTable({ text, syntax, entities }: Context, selection: Span): Fix[] {
	if (syntax !== 'yaml') return [];
	for (const { map } of entities) {
		const entry = entryOf(map, 'indirectionTable');
		const alias = entry && aliasOf(text, entry);
		if (!entry || !alias || !within(selection, { start: entry.key.start, end: alias.end })) continue;
		const value = anchored(text, entities, text.slice(alias.start + 1, alias.end), alias.start);
		if (!value) return [];
		const source = text.slice(value.start, contentEnd(text, value));
		// Anchors of its own would stand twice.
		if (/(^|\s)&/.test(source)) return [];
		const newText = /^[[{]/.test(source) ? source : block(text, source, value.start, entry);
		return [{ title: 'Write the table here', edits: [{ span: alias, newText }] }];
	}
	return [];
}

/** The table that has an anchor, the last before an offset: what an alias there names. */
function anchored(
	text: string,
	entities: Context['entities'],
	name: string,
	before: number,
): TreeNode | undefined {
	const owners = entities.flatMap(({ map }) => {
		const entry = entryOf(map, 'indirectionTable');
		if (!entry?.value || entry.key.start >= before) return [];
		const anchor = /^\s*:\s*&([^\s,[\]{}]+)/.exec(text.slice(entry.key.end, entry.value.start))?.[1];
		return anchor === name ? [entry.value] : [];
	});
	return owners.sort((a, b) => a.start - b.start).at(-1);
}

function tableOf(text: string, { map, document }: WrittenEntity): WrittenTable | undefined {
	const entry = entryOf(map, 'indirectionTable');
	const { value } = entry ?? {};
	if (!entry || !value || value.kind === 'scalar' || aliasOf(text, entry)) return undefined;
	const span = within(value, map) ? { start: value.start, end: contentEnd(text, value) } : undefined;
	return { entry, span, value, document };
}

/** Where the alias stands that is the value of a property. */
function aliasOf(text: string, { key }: MapEntry): Span | undefined {
	const match = /^\s*:\s*(\*[^\s,[\]{}]+)/.exec(text.slice(key.end, key.end + 200));
	const name = match?.[1];
	if (!match || name === undefined) return undefined;
	const end = key.end + match[0].length;
	return { start: end - name.length, end };
}

function anchorBefore(text: string, { entry, span }: WrittenTable): boolean {
	return /[&!]/.test(text.slice(entry.key.end, span?.start ?? entry.end));
}

/** Whether two tables say the same; those of other lengths are told apart at once. */
function isAlike(a: TreeNode, b: TreeNode): boolean {
	if (a === b) return true;
	if (a.kind !== b.kind || childrenOf(a).length !== childrenOf(b).length) return false;
	return JSON.stringify(toPlain(a)) === JSON.stringify(toPlain(b));
}

function freeName(text: string): string {
	for (let i = 1; ; i++) {
		const name = i === 1 ? 'table' : `table${i}`;
		if (!new RegExp(`[&*]${name}(?![\\w-])`).test(text)) return name;
	}
}

/** A block on lines of its own below a name, its lines moved as far as the first of them. */
function block(text: string, source: string, start: number, { key }: MapEntry): string {
	const was = ' '.repeat(start - lineStart(text, start));
	const indent = ' '.repeat(key.start - lineStart(text, key.start) + 2);
	const lines = source
		.split(/\r\n|\n|\r/)
		.map((line, i) => indent + (i > 0 && line.startsWith(was) ? line.slice(was.length) : line));
	const lineBreak = lineBreakOf(text);
	return lineBreak + lines.join(lineBreak);
}
