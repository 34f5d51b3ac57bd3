import type { Processor } from '../rss/processor.js';
import { type Finding, MAX_FINDINGS } from './finding.js';
import type { Located } from './model.js';
import { readProcessor } from './processorText.js';
import { entryOf, type ScalarNode, type Span, type TreeNode } from './tree.js';

/**
 * Reads typed values out of a tree. What has the wrong type is passed over in silence here: the schema has told of it.
 * What has the right type but no meaning is a finding.
 */
export class Reader {
	readonly findings: Finding[] = [];

	/** Adds a finding of kind `value` at a place. */
	complain(code: string, span: Span, message: string): void {
		if (this.findings.length >= MAX_FINDINGS) return;
		const { start, end } = span;
		this.findings.push({ code, kind: 'value', severity: 'error', message, span: { start, end } });
	}

	/** What texts name; undefined for those that name no processor. */
	readonly #processors = new Map<string, Processor | undefined>();

	/** The processor that a cell of a table names; complains where it is none. Tables name few of them many times. */
	processor(node: ScalarNode): Processor | undefined {
		const text = String(node.value);
		const known = this.#processors.get(text);
		if (known !== undefined) return known;
		// One that is none is complained of at each of its places, as long as complaints are taken.
		if (this.findings.length >= MAX_FINDINGS && this.#processors.has(text)) return undefined;
		const processor = readProcessor(node, this.badProcessor);
		this.#processors.set(text, processor);
		return processor;
	}

	/** The complaint of everything that reads processors. */
	readonly badProcessor = (span: Span, message: string): void =>
		this.complain('invalid-processor', span, message);

	number(map: TreeNode | undefined, name: string): Located<number> | undefined {
		return this.#scalar(map, name, (value) => typeof value === 'number');
	}

	string(map: TreeNode | undefined, name: string): Located<string> | undefined {
		return this.#scalar(map, name, (value) => typeof value === 'string');
	}

	boolean(map: TreeNode | undefined, name: string): Located<boolean> | undefined {
		return this.#scalar(map, name, (value) => typeof value === 'boolean');
	}

	/** One of the allowed texts. */
	choice<T extends string>(
		map: TreeNode | undefined,
		name: string,
		allowed: readonly T[],
	): Located<T> | undefined {
		return this.#scalar(map, name, (value) => (allowed as readonly unknown[]).includes(value));
	}

	#scalar<T>(
		map: TreeNode | undefined,
		name: string,
		fits: (value: unknown) => boolean,
	): Located<T> | undefined {
		const node = entryOf(map, name)?.value;
		return node?.kind === 'scalar' && fits(node.value) ? located(node.value as T, node) : undefined;
	}

	/** The scalars of a list, or the one scalar written instead of a list. */
	scalars(map: TreeNode | undefined, name: string): readonly ScalarNode[] {
		const node = entryOf(map, name)?.value;
		if (node?.kind === 'scalar') return [node];
		return node?.kind === 'sequence' ? node.items.filter((item) => item.kind === 'scalar') : [];
	}
}

/** A value at the place where it is written. */
export function located<T>(value: T, { start, end }: Span): Located<T> {
	return { value, span: { start, end } };
}

/** A value that the text does not spell out, at the place of what it would belong to. */
export function assumed<T>(value: T, { start, end }: Span): Located<T> {
	return { value, span: { start, end }, assumed: true };
}
