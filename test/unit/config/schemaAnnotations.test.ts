import { expect, test } from 'vitest';
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };

interface Annotated {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly enum?: readonly unknown[];
	readonly required?: readonly string[];
	readonly properties?: Readonly<Record<string, Annotated>>;
	readonly items?: Annotated;
	readonly [annotation: string]: unknown;
}

/** What stands for nothing outside this format: its version, the presets, and how threads are counted. */
const own = new Set(['$schema', 'version', 'numaNodes', 'threadsPerCore', 'mode', 'preset']);

/** Every property, with its path and whether it must be written. */
function* properties(
	node: Annotated,
	path: string,
): Generator<[path: string, property: Annotated, required: boolean]> {
	for (const [name, property] of Object.entries(node.properties ?? {})) {
		if (property.$ref === undefined)
			yield [`${path}${name}`, property, node.required?.includes(name) ?? false];
		yield* properties(property, `${path}${name}.`);
	}
	if (node.items) yield* properties(node.items, `${path}[].`);
}

const root = schema as unknown as Annotated;
const all = [
	...properties(root, ''),
	...Object.entries(schema.definitions).flatMap(([name, node]) => [
		...properties(node as unknown as Annotated, `${name}.`),
	]),
];

test.each(all)('%s explains itself wherever it is hovered', (path, property, required) => {
	for (const annotation of ['title', 'description', 'markdownDescription'])
		expect(property).toHaveProperty(annotation);
	const isGroup = property.properties !== undefined && property.type === 'object';
	if (!required && !isGroup) expect(property).toHaveProperty('default');
	if (property.type === 'integer' && !property.enum) expect(property).toHaveProperty('unit');
	const elsewhere = ['ndis', 'inf', 'powershell', 'ethtool'].some((name) => name in property);
	// Made-up traffic is of this format alone: no device is told of it.
	const ours = own.has(path.split('.').at(-1) ?? '') || /^traffic\b/.test(path);
	expect(isGroup || elsewhere || ours).toBe(true);
});
