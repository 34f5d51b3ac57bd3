import type { Finding } from '../config/finding.js';
import { didYouMean, nearestName } from '../config/nearest.js';
import { childrenOf, type Span, type Syntax, type TreeNode } from '../config/tree.js';
import { commentsOf } from '../edit/comments.js';
import { lineEnd, lineStart } from '../edit/listText.js';
import { suppressionWithoutReason, unknownRule, unusedSuppression } from '../rules/comments.js';
import { outwardIds, ruleIds } from '../rules/index.js';
import type { LintDescriptor } from '../rules/rule.js';
import { type RuleSeverities, severityOf } from '../rules/severities.js';

/** What every such comment has; a text without it is not searched for comments. */
const SIGN = 'rssv2-ignore';

/** One rule that a comment lets pass on a line. */
export interface Suppression {
	readonly id: string;
	/** Where the id stands. */
	readonly span: Span;
	/** The whole comment. */
	readonly comment: Span;
	readonly reason: string;
	/** The line that it is about, from its first character to its end. */
	readonly line: Span;
}

/**
 * The `# rssv2-ignore id, id: reason` comments of a text (`//` in JSON). Behind a value one is about its own line; alone on
 * a line it is about the next line that is not empty and no comment.
 */
export function suppressionsOf(text: string, syntax: Syntax): Suppression[] {
	if (!text.includes(SIGN)) return [];
	const comments = commentsOf(text, syntax);
	return comments.flatMap((comment) => {
		const match = /^(?:#|\/\/|\/\*)\s*rssv2-ignore\b([^:*]*)(?::([\s\S]*?))?(?:\*\/)?$/.exec(comment.source);
		if (!match) return [];
		const [, names = '', reason = ''] = match;
		const namesAt = comment.start + comment.source.indexOf(SIGN) + SIGN.length;
		const line = lineOf(text, comment, comments);
		const span = { start: comment.start, end: comment.end };
		const placed: Suppression[] = [];
		let at = namesAt;
		for (const piece of names.split(',')) {
			const [id] = /\S+/.exec(piece) ?? []; // what else stands there was meant as a reason, without its colon
			const start = at + (id === undefined ? 0 : piece.indexOf(id));
			at += piece.length + 1;
			if (id === undefined) continue;
			const own = { start, end: start + id.length };
			placed.push({ id, span: own, comment: span, reason: reason.trim(), line });
		}
		return placed.length > 0 ? placed : [{ id: '', span, comment: span, reason: reason.trim(), line }];
	});
}

/** The line that a comment is about. */
function lineOf(text: string, comment: Span, comments: readonly Span[]): Span {
	const start = lineStart(text, comment.start);
	if (text.slice(start, comment.start).trim() !== '') return { start, end: lineEnd(text, comment.start) };
	let at = comment.end;
	for (;;) {
		const next = comments.find((one) => one.start >= at);
		const content = at + text.slice(at).search(/[^\s]|$/);
		if (!next || next.start !== content) {
			return { start: lineStart(text, content), end: lineEnd(text, content) };
		}
		at = next.end;
	}
}

/** Findings without the lints that comments let pass, and the comments that did. */
export function letPass(
	findings: readonly Finding[],
	suppressions: readonly Suppression[],
	roots: readonly (TreeNode | undefined)[],
): { readonly kept: readonly Finding[]; readonly used: ReadonlySet<Suppression> } {
	const used = new Set<Suppression>();
	if (suppressions.length === 0) return { kept: findings, used };
	const kept = findings.filter(({ kind, code, span }) => {
		if (kind !== 'lint') return true;
		const starts = [span.start, ...keyAround(roots, span.start)];
		const by = suppressions.filter(
			({ id, line }) => id === code && starts.some((at) => line.start <= at && at <= line.end),
		);
		for (const one of by) used.add(one);
		return by.length === 0;
	});
	return { kept, used };
}

/** What is left of lints when comments have let theirs pass, with what is to be said of these comments. */
export function suppress(
	findings: readonly Finding[],
	suppressions: readonly Suppression[],
	roots: readonly (TreeNode | undefined)[],
	rules: RuleSeverities,
): readonly Finding[] {
	const { kept, used } = letPass(findings, suppressions, roots);
	// A file with errors of its own was not judged: whether a comment is used is not known.
	const judged = findings.every(({ kind }) => kind === 'lint' || kind === 'refusal');
	return [...kept, ...aboutComments(suppressions, judged ? used : new Set(suppressions), rules)];
}

function aboutComments(
	suppressions: readonly Suppression[],
	used: ReadonlySet<Suppression>,
	rules: RuleSeverities,
): Finding[] {
	return suppressions.flatMap((one, i) => {
		const { id, span, reason, comment } = one;
		if (id === '')
			return told(unknownRule, rules, 'Name the lint to ignore: `rssv2-ignore idle-queues: reason`.', span);
		if (!ruleIds.includes(id)) {
			const why = /^NDIS_/.test(id)
				? `\`${id}\` is a refusal of the adapter, not a lint: it cannot be ignored.`
				: `There is no lint \`${id}\`.${didYouMean(id, ruleIds)}`;
			const suggestion = nearestName(id, ruleIds);
			return told(unknownRule, rules, why, span).map((finding) =>
				suggestion === undefined ? finding : { ...finding, suggestion },
			);
		}
		if (!used.has(one) && !outwardIds.includes(id)) {
			const unused = aboutUnused(one, rules);
			if (unused.length > 0) return unused;
		}
		const first = suppressions[i - 1]?.comment.start !== comment.start;
		if (reason !== '' || !first) return [];
		return told(suppressionWithoutReason, rules, `Say why: \`rssv2-ignore ${id}: reason\`.`, comment);
	});
}

/** What is to be said of a comment that let nothing pass; nothing where its lint is off. */
export function aboutUnused({ id, span }: Suppression, rules: RuleSeverities): Finding[] {
	if (rules[id] === 'off') return [];
	const message = `\`${id}\` has nothing to say here: the comment is not needed.`;
	return told(unusedSuppression, rules, message, span);
}

function told(
	{ id: code, severity: own }: LintDescriptor,
	rules: RuleSeverities,
	message: string,
	span: Span,
): Finding[] {
	const severity = severityOf(code, own, undefined, rules);
	return severity ? [{ code, kind: 'lint', severity, message, span }] : [];
}

/**
 * Where the name of the list or map stands that a place is in: a comment is written before the name. A list of maps is too
 * much to be meant by one comment.
 */
function keyAround(roots: readonly (TreeNode | undefined)[], offset: number): number[] {
	let key: number | undefined;
	let node = roots.find((root) => root && root.start <= offset && offset <= root.end);
	while (node) {
		if (node.kind === 'map') {
			const entry = node.entries.find(({ value }) => value && value.start <= offset && offset <= value.end);
			if (entry && entry.value?.kind !== 'scalar') key = entry.key.start;
			node = entry?.value;
		} else {
			node = childrenOf(node).find(({ start, end }) => start <= offset && offset <= end);
			if (node?.kind === 'map') key = undefined;
		}
	}
	return key === undefined ? [] : [key];
}
