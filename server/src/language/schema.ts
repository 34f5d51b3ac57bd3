import schemaFile from '../../../schemas/rssv2.schema.json' with { type: 'json' };

/** The part of JSON schema that schemas/rssv2.schema.json uses, with its annotations. */
export interface Schema {
	readonly title?: string;
	readonly markdownDescription?: string;
	readonly type?: string | readonly string[];
	readonly enum?: readonly (string | number)[];
	readonly enumDescriptions?: readonly string[];
	readonly default?: unknown;
	readonly unit?: string;
	readonly ndis?: string;
	readonly inf?: string;
	readonly powershell?: string;
	readonly ethtool?: string;
	readonly documentation?: string;
	readonly required?: readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly additionalProperties?: boolean | Schema;
	readonly propertyNames?: { readonly pattern?: string };
	readonly items?: Schema;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly $ref?: string;
	readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A step into a value: the name of a property, or an item of a list. */
export type PathStep = string | number;

const root = schemaFile as unknown as Schema;

/** The schema that governs the value at a path; undefined where the format knows nothing. */
export function schemaAt(path: readonly PathStep[]): Schema | undefined {
	let schema: Schema | undefined = root;
	for (const step of path) {
		if (!schema) return undefined;
		if (typeof step === 'number') schema = resolve(schema.items);
		else {
			const { additionalProperties } = schema;
			schema = resolve(
				schema.properties?.[step] ??
					(typeof additionalProperties === 'object' ? additionalProperties : undefined),
			);
		}
	}
	return schema;
}

/** The schema itself, or the definition that it refers to. */
export function resolve(schema: Schema | undefined): Schema | undefined {
	const name = schema?.$ref?.split('/').at(-1);
	return name === undefined ? schema : root.definitions?.[name];
}

/** Whether a value of this kind is allowed. */
export function allows({ type }: Schema, kind: string): boolean {
	return typeof type === 'string' ? type === kind : (type?.includes(kind) ?? false);
}
