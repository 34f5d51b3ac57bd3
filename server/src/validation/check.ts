import type { Finding } from '../config/finding.js';
import { LineIndex, type PositionEncoding } from '../config/lines.js';
import type { Configuration } from '../config/model.js';
import { parseTrees, syntaxOf } from '../config/parse.js';
import { readModel } from '../config/readModel.js';
import { checkSchema } from '../config/schemaCheck.js';
import type { ParsedTree, Span, Syntax } from '../config/tree.js';
import { lint } from '../rules/index.js';
import { notOnTarget } from '../rules/notOnTarget.js';
import { type RuleSeverities, severityOf } from '../rules/severities.js';
import { findRefusals } from './refusals.js';
import { letPass, type Suppression, suppress, suppressionsOf } from './suppressions.js';
import type { TextMemory } from './textMemory.js';

/** What of a configuration the device that it is for cannot be given: a sentence each, at its place. */
export type Target = (
	configuration: Configuration,
) => readonly { readonly span: Span; readonly message: string }[];

/** All that is known of one document of a text. */
export interface CheckedDocument {
	readonly tree: ParsedTree;
	/** The model as far as the text allows; undefined when there is no adapter to speak of. */
	readonly configuration: Configuration | undefined;
	readonly findings: readonly Finding[];
}

/** All that is known of a text: one document, or several of a YAML stream. */
export interface CheckResult {
	readonly syntax: Syntax;
	readonly lines: LineIndex;
	readonly documents: readonly CheckedDocument[];
	/** Of all documents, in the order of the text. */
	readonly findings: readonly Finding[];
	/** The first document's. */
	readonly tree: ParsedTree;
	readonly configuration: Configuration | undefined;
	/** The severities it was judged by. */
	readonly rules: RuleSeverities;
	/** The device that it was judged for, where one is known. */
	readonly target: Target | undefined;
	/** Its comments that let lints pass. */
	readonly suppressions: readonly Suppression[];
}

/**
 * Text → tree → model → OID requests → emulator → findings at their places. Stops at the first stage that finds
 * errors, so that one cause is told once: syntax, then shape and values, then refusals and lints. Never throws. The text is
 * read at once; findings are made when they are first asked for: a hover right after an edit does without.
 * @param given how the text is to be read, and what positions in it are to count: UTF-16 code units if it does not say
 * @param rules the severities that the user gives to lints
 * @param target the device that the text is for, where one is known
 * @param memory of earlier versions of the text, for speed: with and without it the result is the same
 */
export function checkText(
	text: string,
	given: ({ readonly fileName: string } | { readonly syntax: Syntax }) & {
		readonly encoding?: PositionEncoding;
	},
	rules: RuleSeverities = {},
	target?: Target,
	memory?: TextMemory,
): CheckResult {
	const syntax = 'syntax' in given ? given.syntax : syntaxOf(given.fileName);
	const trees = parseTrees(text, syntax, memory?.items);
	const documents = (trees.length > 0 ? trees : [{ root: undefined, problems: [] }]).map((tree, i) =>
		checkTree(tree, text, rules, target, i === 0 ? memory : undefined),
	);
	const [first] = documents;
	const lines = once(() => memory?.lines(text, given.encoding) ?? new LineIndex(text, given.encoding));
	const suppressions = once(() => suppressionsOf(text, syntax));
	const findings = once(() => {
		const all = documents.flatMap((document) => document.findings);
		const roots = documents.map(({ tree }) => tree.root);
		return [...suppress(all, suppressions(), roots, rules)].sort((a, b) => a.span.start - b.span.start);
	});
	return {
		syntax,
		get lines() {
			return lines();
		},
		documents,
		get findings() {
			return findings();
		},
		tree: first?.tree ?? { root: undefined, problems: [] },
		configuration: first?.configuration,
		rules,
		target,
		get suppressions() {
			return suppressions();
		},
	};
}

/** What is made when it is first asked for, and kept. */
function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}

function checkTree(
	tree: ParsedTree,
	text: string,
	rules: RuleSeverities,
	target: Target | undefined,
	memory: TextMemory | undefined,
): CheckedDocument {
	const { root, problems } = tree;
	const syntax = problems.map(({ start, end, code, message, related }): Finding => {
		const at = { code, kind: 'syntax', severity: 'error', message, span: { start, end } } as const;
		return related ? { ...at, related } : at;
	});
	if (!root)
		return { tree, configuration: undefined, findings: syntax.length > 0 ? syntax : [emptyFile(text)] };
	const { configuration, findings: values } = readModel(root, memory?.entities);
	if (syntax.length > 0) return { tree, configuration, findings: syntax };
	const findings = once(() => {
		const shape = [...checkSchema(root, memory?.schema), ...values];
		return shape.length > 0 || !configuration ? shape : judge(configuration, rules, target, memory);
	});
	return {
		tree,
		configuration,
		get findings() {
			return findings();
		},
	};
}

/**
 * What miniport and lints have to say of a configuration that is well-formed: refusals first. A lint at the very value
 * that is refused says nothing new.
 */
function judge(
	configuration: Configuration,
	rules: RuleSeverities,
	target: Target | undefined,
	memory?: TextMemory,
): Finding[] {
	const refusals = findRefusals(configuration, memory?.refusals);
	const refused = new Set(refusals.map(({ span }) => `${span.start} ${span.end}`));
	const lints = lint(configuration, rules, memory?.lints).filter(
		({ span }) => !refused.has(`${span.start} ${span.end}`),
	);
	const missed = target ? missedBy(target(configuration), rules) : [];
	return [...refusals, ...lints, ...missed];
}

/** Where and what the device cannot be given, as lints. */
function missedBy(missed: ReturnType<Target>, rules: RuleSeverities): Finding[] {
	const { id: code, severity: own } = notOnTarget;
	const severity = severityOf(code, own, undefined, rules);
	if (!severity) return [];
	return missed.map(({ span, message }) => ({ code, kind: 'lint', severity, message, span }));
}

/**
 * What would be said of a text if its first document were another configuration, with the same places in the text, the
 * same severities and comments.
 */
export function rejudge(
	{ tree, rules, target, suppressions }: CheckResult,
	configuration: Configuration,
): readonly Finding[] {
	return letPass(judge(configuration, rules, target), suppressions, [tree.root]).kept;
}

function emptyFile(text: string): Finding {
	const message = 'The file is empty. A configuration starts with `version: 1` and `adapter:`.';
	return {
		code: 'empty-file',
		kind: 'syntax',
		severity: 'error',
		message,
		span: { start: 0, end: Math.min(text.length, 1) },
	};
}
