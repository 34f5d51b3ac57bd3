import { entryOf, type TreeNode } from '../config/tree.js';
import { replacedScalar, setProperty } from '../edit/property.js';
import { toVersion1 } from '../upgrade/toVersion1.js';
import { type Fix, type FixContext, type Fixer, propertyAt } from './codeActionFix.js';
import { allows, resolve, type Schema, schemaAt } from './schema.js';
import { placeAt } from './treePath.js';

/** A property that is missing, where one value is the obvious one. */
export const fixMissing: Fixer = ({ code, span, message }, context) => {
	if (code !== 'missing-property') return [];
	const { text, syntax, document } = context;
	const { root } = document.tree;
	const [, where = '', name = ''] = /^(.+) lacks `(\w+)`/.exec(message) ?? [];
	if (name === 'version' && root?.kind === 'map') {
		const edits = toVersion1.edits({ text, syntax, root });
		return [{ title: 'Add version: 1', edits, preferred: true, safe: true }];
	}
	const place = propertyAt(root, span.start);
	const map = where.startsWith('`') ? place?.entry.value : place?.map;
	const value = map?.kind === 'map' ? obviousValue(name, root, context) : undefined;
	if (map?.kind !== 'map' || value === undefined) return [];
	const edits = [setProperty(text, syntax, map, name, value)];
	return [{ title: `Add ${name}: ${value}`, edits, preferred: true }];
};

function obviousValue(
	name: string,
	root: TreeNode | undefined,
	{ document }: FixContext,
): string | undefined {
	switch (name) {
		case 'mode':
			return entryOf(root, 'scaling') ? '"native"' : '"vmq"';
		case 'id': {
			const written = entryOf(root, 'vports')?.value;
			const used = new Set(
				(written?.kind === 'sequence' ? written.items : []).map((item) => {
					const id = entryOf(item, 'id')?.value;
					return id?.kind === 'scalar' ? id.value : undefined;
				}),
			);
			let id = 0;
			while (used.has(id)) id++;
			return document.tree.root === root ? String(id) : undefined;
		}
		default:
			return undefined;
	}
}

/** A value that means the right thing but is written as another type: `"4"` for 4, `yes` for true, 5 for `"5"`. */
export const fixType: Fixer = ({ code, span }, { text, document }) => {
	const place = code === 'wrong-type' ? placeAt(document.tree.root, span.start) : undefined;
	const schema = place && schemaAt(place.path);
	if (!place || !schema || place.on !== 'value' || place.node.kind !== 'scalar') return [];
	const written = text.slice(place.node.start, place.node.end);
	const value = retyped(place.node, written, schema);
	if (value === undefined) return [];
	const edits = [{ span: { start: place.node.start, end: place.node.end }, newText: value }];
	return [{ title: `Change to ${value}`, edits, preferred: true, safe: true }];
};

function retyped(
	{ value }: TreeNode & { kind: 'scalar' },
	written: string,
	schema: Schema,
): string | undefined {
	if (typeof value === 'string') {
		const isNumber = allows(schema, 'integer') ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
		const wantsNumber = allows(schema, 'integer') || allows(schema, 'number');
		if (wantsNumber && isNumber.test(value)) return String(Number(value));
		if (allows(schema, 'boolean') && /^(true|yes|on)$/i.test(value)) return 'true';
		if (allows(schema, 'boolean') && /^(false|no|off)$/i.test(value)) return 'false';
		const items = resolve(schema.items);
		return allows(schema, 'array') && items && allows(items, 'string') ? `[${written}]` : undefined;
	}
	return allows(schema, 'string') && value !== null ? JSON.stringify(written) : undefined;
}

/** A number beyond a limit: the limit. */
export const fixRange: Fixer = ({ code, span, message }, { text }) => {
	const [, limit] = (code === 'out-of-range' && /must be at (?:least|most) (\d+)\.$/.exec(message)) || [];
	return limit === undefined
		? []
		: [{ title: `Change to ${limit}`, edits: [replacedScalar(text, span, limit)] }];
};

/** What the mode has no place for: the other mode. And a preset of the other mode: those of this one. */
export const fixMode: Fixer = ({ code, span, message }, { text, document }) => {
	if (code === 'wrong-preset') {
		const [, list = ''] = /there are (.+)\.$/.exec(message) ?? [];
		const names = [...list.matchAll(/`([\w-]+)`/g)].flatMap(([, name]) => name ?? []);
		return names.map((name): Fix => {
			const edits = [replacedScalar(text, span, name)];
			return { title: `Use preset ${name}`, edits, preferred: names.length === 1 };
		});
	}
	const mode = document.configuration?.adapter.mode;
	if (code !== 'wrong-mode' || !mode || mode.assumed) return [];
	const other = mode.value === 'native' ? 'vmq' : 'native';
	const edits = [replacedScalar(text, mode.span, other)];
	return [{ title: `Change the mode to ${other}`, edits }];
};

/** An item that its list has already: it goes, unless a comment stands beside it. */
export const fixDuplicateItem: Fixer = ({ code, span }, { text, syntax, document }) => {
	const place = code === 'duplicate-item' ? placeAt(document.tree.root, span.start) : undefined;
	const at = place?.path.at(-1);
	const list = place && valueAt(document.tree.root, place.path.slice(0, -1));
	const before = list?.kind === 'sequence' && typeof at === 'number' ? list.items[at - 1] : undefined;
	if (!place || !list || !before) return [];
	const flow = syntax === 'json' || text.charAt(list.start) === '[';
	const gone = { start: before.end, end: place.node.end };
	if (/#|\/\/|\/\*/.test(text.slice(gone.start, gone.end))) return [];
	if (!flow && /#/.test(/^[^\r\n]*/.exec(text.slice(gone.end))?.[0] ?? '')) return [];
	return [{ title: 'Remove this item', edits: [{ span: gone, newText: '' }], preferred: true, safe: true }];
};

function valueAt(root: TreeNode | undefined, path: readonly (string | number)[]): TreeNode | undefined {
	let node = root;
	for (const step of path) {
		if (typeof step === 'string') node = entryOf(node, step)?.value;
		else node = node?.kind === 'sequence' ? node.items[step] : undefined;
	}
	return node;
}
