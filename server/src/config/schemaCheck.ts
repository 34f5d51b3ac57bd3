import type { ErrorObject } from 'ajv';
import { type Finding, MAX_FINDINGS } from './finding.js';
import { validate } from './generated/configuration.js';
import { nearestName } from './nearest.js';
import { nodeAt, toPlain } from './plain.js';
import type { SchemaMemory } from './schemaMemory.js';
import type { Span, TreeNode } from './tree.js';

interface AnnotatedSchema {
	readonly title?: string;
	readonly description?: string;
	readonly enum?: readonly unknown[];
	readonly properties?: Readonly<Record<string, AnnotatedSchema>>;
	readonly patternErrorMessage?: string;
}

/**
 * The shape of a configuration against schemas/rssv2.schema.json: one finding per cause, at the exact place, in words.
 * When the version is unknown that is all it says: the rest is written for another schema.
 * @param memory of an earlier version of the text, for speed: with and without it the findings are the same
 */
export function checkSchema(root: TreeNode, memory?: SchemaMemory): Finding[] {
	// An error's place is an index into the whole: only where there is none can a part stand for it.
	const part = memory?.withoutValid(root);
	if ((part !== undefined && validate(part)) || validate(toPlain(root))) {
		memory?.keep(root);
		return [];
	}
	const errors: readonly ErrorObject[] = validate.errors ?? [];
	// There may be hundreds of thousands: they are not to outlive this check.
	validate.errors = null;
	const version = errors.find(
		({ instancePath, keyword }) => keyword === 'enum' && instancePath === '/version',
	);
	return onePerPlace(version ? [version] : errors).map((error) => toFinding(error, root));
}

/**
 * A value of the wrong type also fails its pattern and its enum: the type comes first and is enough. Errors of one place
 * stand together, so that the first places can be had without the rest.
 */
function onePerPlace(errors: readonly ErrorObject[]): ErrorObject[] {
	const kept = new Map<string, ErrorObject>();
	for (const error of errors) {
		// These only say that another error stands beneath them.
		if (error.keyword === 'if' || error.keyword === 'propertyNames') continue;
		const { additionalProperty, missingProperty } = error.params;
		const place = [error.instancePath, additionalProperty, missingProperty, error.propertyName].join('\n');
		const before = kept.get(place);
		if (!before && kept.size >= MAX_FINDINGS) break;
		if (!before || (error.keyword === 'type' && before.keyword !== 'type')) kept.set(place, error);
	}
	return [...kept.values()];
}

function toFinding(error: ErrorObject, root: TreeNode): Finding {
	const { node, entry } = nodeAt(root, error.instancePath);
	const name = error.instancePath.split('/').at(-1) ?? '';
	const schema = (error.parentSchema ?? {}) as AnnotatedSchema;
	const finding = (code: string, message: string, span: Span): Finding => ({
		code,
		kind: 'schema',
		severity: 'error',
		message,
		span: { start: span.start, end: span.end },
	});
	const misspelt = (code: string, message: string, span: Span, given: string, known: readonly string[]) => {
		const suggestion = nearestName(given, known);
		if (suggestion === undefined) return finding(code, message, span);
		return { ...finding(code, `${message} Did you mean \`${suggestion}\`?`, span), suggestion };
	};
	const value = node ?? entry?.key ?? root;
	switch (error.keyword) {
		case 'additionalProperties': {
			const unknown = String(error.params['additionalProperty']);
			const key =
				node?.kind === 'map'
					? node.entries.find((candidate) => candidate.key.value === unknown)?.key
					: undefined;
			const known = Object.keys(schema.properties ?? {});
			return misspelt('unknown-property', `Unknown property \`${unknown}\`.`, key ?? value, unknown, known);
		}
		case 'required': {
			const missing = String(error.params['missingProperty']);
			const what = schema.properties?.[missing]?.description;
			const where = entry ? `\`${String(entry.key.value)}\`` : /^\d+$/.test(name) ? 'This item' : 'The file';
			return finding(
				'missing-property',
				`${where} lacks \`${missing}\`.${what ? ` ${what}` : ''}`,
				entry?.key ?? headOf(value),
			);
		}
		case 'enum': {
			const allowed = (schema.enum ?? []).map(String);
			const given = String(node?.kind === 'scalar' ? node.value : '');
			if (error.instancePath === '/version') {
				return finding(
					'unknown-version',
					`Unknown version ${given}. Known versions: ${allowed.join(', ')}.`,
					value,
				);
			}
			const list = allowed.map((one) => `\`${one}\``).join(', ');
			return misspelt('unknown-value', `\`${given}\` is not one of ${list}.`, value, given, allowed);
		}
		case 'type':
			if (!node || (node.kind === 'scalar' && node.value === null)) {
				return finding(
					'missing-value',
					`\`${name}\` has no value: ${typeWords(error.params['type'])} is expected.`,
					entry?.key ?? value,
				);
			}
			return finding(
				'wrong-type',
				`${label(name)} must be ${typeWords(error.params['type'])}, not ${kindWords(node)}.`,
				value,
			);
		case 'pattern':
			if (error.propertyName !== undefined && node?.kind === 'map') {
				const key = node.entries.find((candidate) => candidate.key.value === error.propertyName)?.key;
				return finding(
					'wrong-form',
					`\`${error.propertyName}\` is not a processor: write \`group:number\`.`,
					key ?? value,
				);
			}
			return finding(
				'wrong-form',
				schema.patternErrorMessage ?? `${label(name)} is not of the expected form.`,
				value,
			);
		case 'uniqueItems': {
			const item =
				node?.kind === 'sequence' ? node.items[Math.max(error.params['i'], error.params['j'])] : undefined;
			return finding('duplicate-item', `This item stands twice in ${label(name)}.`, item ?? value);
		}
		case 'minimum':
		case 'maximum':
			return finding('out-of-range', `${label(name)} must be ${limitWords(error)}.`, value);
		case 'minItems':
		case 'minProperties':
		case 'minLength':
			return finding('empty', `${label(name)} must not be empty.`, value);
		default:
			return finding('schema', `${label(name)} ${error.message ?? 'is not as the schema wants it'}.`, value);
	}
}

function label(name: string): string {
	return /^\d+$/.test(name) ? 'This item' : name ? `\`${name}\`` : 'The file';
}

function limitWords({ keyword, params }: ErrorObject): string {
	return keyword === 'minimum' ? `at least ${params['limit']}` : `at most ${params['limit']}`;
}

const words: Readonly<Record<string, string>> = {
	string: 'text',
	integer: 'a whole number',
	number: 'a number',
	boolean: '`true` or `false`',
	array: 'a list',
	object: 'a group of properties',
	null: 'nothing',
};

function typeWords(type: unknown): string {
	const types = Array.isArray(type) ? type : String(type).split(',');
	return types.map((one) => words[String(one)] ?? String(one)).join(' or ');
}

function kindWords(node: TreeNode): string {
	if (node.kind === 'scalar') return words[typeof node.value] ?? 'that';
	return node.kind === 'map' ? 'a group of properties' : 'a list';
}

/** The first property of a map: an error on a whole map would underline all of it. */
function headOf(node: TreeNode): Span {
	return (
		(node.kind === 'map' ? node.entries[0]?.key : undefined) ?? {
			start: node.start,
			end: Math.min(node.end, node.start + 1),
		}
	);
}
