import type { Syntax } from '../config/tree.js';
import { allows, resolve, type Schema } from './schema.js';

/**
 * What a snippet writes: a value in snippet syntax, a list, or a group of properties by name. Whoever renders it chooses
 * the layout.
 */
export type Skeleton = string | readonly Skeleton[] | { readonly [name: string]: Skeleton };

/** How a skeleton is written. */
export interface Layout {
	readonly syntax: Syntax;
	/** On one line, in braces and brackets. JSON that is not is set out over lines. */
	readonly flow: boolean;
	/** Spaces before the names of the properties that stand on lines of their own. */
	readonly indent: number;
}

/** The value of a property as far as the schema says it: required properties, with a tab stop for each value. */
export function skeletonOf(schema: Schema, syntax: Syntax, nextStop: () => number = counter()): Skeleton {
	const { enum: values = [], required = [], properties = {} } = schema;
	const quote = syntax === 'json' && typeof values[0] === 'string' ? '"' : '';
	if (values.length === 1) return `${quote}${values[0]}${quote}`;
	if (values.length > 1) return `${quote}\${${nextStop()}|${values.join(',')}|}${quote}`;
	if (allows(schema, 'boolean')) return `\${${nextStop()}|true,false|}`;
	if (allows(schema, 'array')) {
		const items = resolve(schema.items);
		const groups = items && allows(items, 'object');
		return [groups ? skeletonOf(items, syntax, nextStop) : `$${nextStop()}`];
	}
	if (allows(schema, 'object')) {
		const children = required.flatMap((name): [string, Skeleton][] => {
			const child = resolve(properties[name]);
			return child ? [[name, skeletonOf(child, syntax, nextStop)]] : [];
		});
		// The name '' holds the tab stop of a group of which nothing is required.
		return children.length > 0 ? Object.fromEntries(children) : { '': `$${nextStop()}` };
	}
	const quoted = allows(schema, 'string') && (syntax === 'json' || schema.unit === 'group:number');
	return quoted ? `"$${nextStop()}"` : `$${nextStop()}`;
}

function counter(): () => number {
	let last = 0;
	return () => ++last;
}

/** `name: value`; a group or list of groups in block layout begins on the next line. */
export function renderProperty(name: string, value: Skeleton, layout: Layout): string {
	const key = layout.syntax === 'json' || name.includes(':') ? JSON.stringify(name) : name;
	const text = renderValue(value, { ...layout, indent: layout.indent + 2 });
	return text.startsWith('\n') ? `${key}:${text}` : `${key}: ${text}`;
}

/** A value, as it follows its colon. */
export function renderValue(value: Skeleton, layout: Layout): string {
	if (typeof value === 'string') return value;
	if (layout.flow) return onOneLine(value, layout);
	const line = `\n${' '.repeat(layout.indent)}`;
	if (layout.syntax === 'json') return onLines(value, line, layout);
	if (!isList(value)) return `${line}${renderGroup(value, layout.indent, layout)}`;
	if (value.every((item) => typeof item === 'string')) return onOneLine(value, layout);
	return value.map((item) => `${line}- ${renderGroup(item, layout.indent + 2, layout)}`).join('');
}

function onOneLine(value: Exclude<Skeleton, string>, layout: Layout): string {
	const flow = { ...layout, flow: true };
	if (isList(value)) return `[${value.map((item) => renderValue(item, flow)).join(', ')}]`;
	return `{ ${properties(value, flow).join(', ')} }`;
}

/** JSON, a line for each property or item; what holds no groups stays on one. */
function onLines(value: Exclude<Skeleton, string>, line: string, layout: Layout): string {
	const inside: readonly Skeleton[] = isList(value) ? value : Object.values(value);
	if (inside.every((item) => typeof item === 'string')) return onOneLine(value, layout);
	const [open, close] = isList(value) ? '[]' : '{}';
	const inner = { ...layout, indent: layout.indent + 2 };
	const parts = isList(value) ? value.map((item) => renderValue(item, inner)) : properties(value, layout);
	return `${open}${line}${parts.join(`,${line}`)}${line.slice(0, -2)}${close}`;
}

/** The properties of a group, the first of them without its indentation: it stands where the cursor is. */
export function renderGroup(value: Skeleton, indent: number, layout: Layout): string {
	if (typeof value === 'string' || isList(value)) return renderValue(value, layout);
	return properties(value, { ...layout, indent }).join(`\n${' '.repeat(indent)}`);
}

function properties(value: { readonly [name: string]: Skeleton }, layout: Layout): string[] {
	return Object.entries(value).map(([name, child]) =>
		name === '' ? renderValue(child, layout) : renderProperty(name, child, layout),
	);
}

function isList(value: Skeleton): value is readonly Skeleton[] {
	return Array.isArray(value);
}

/** A lone tab stop becomes the final one, so that an editor does not stay in snippet mode for it. */
export function finish(snippet: string): string {
	return /\$\{?2\b/.test(snippet) ? snippet : snippet.replace('$1', '$0');
}

/** A snippet as plain text, for clients that know no snippets: defaults stay, choices and stops go. */
export function withoutStops(snippet: string): string {
	return snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\{\d+\|[^}]*\|\}|\$\d+/g, '');
}
