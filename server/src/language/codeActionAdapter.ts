import { entryOf } from '../config/tree.js';
import { lineBreakOf, lineStart } from '../edit/listText.js';
import { replacedScalar, setProperty } from '../edit/property.js';
import { formatProcessor } from '../rss/processor.js';
import { entityOf, type Fixer, listAt } from './codeActionFix.js';

/** TCP and UDP hashed without the plain IP type of their family: the type is added in front. */
export const fixHashTypes: Fixer = ({ code, span, message }, { text, syntax, document }) => {
	const list = code === 'hash-type-combination' ? listAt(document.tree.root, span.start) : undefined;
	const [first] = list?.items ?? [];
	const [, missing] = /without `(\w+)`/.exec(message) ?? [];
	if (!list || !first || missing === undefined) return [];
	const type = replacedScalar(text, first, missing).newText;
	const flow = syntax === 'json' || text.charAt(list.start) === '[';
	const between = flow ? ', ' : lineBreakOf(text) + text.slice(lineStart(text, first.start), first.start);
	const edits = [{ span: { start: first.start, end: first.start }, newText: type + between }];
	return [{ title: `Add ${missing}`, edits, preferred: true }];
};

/** Dynamic scheduling on an adapter that cannot do it: static vRSS, which is what it does anyway. */
export const fixScheduling: Fixer = ({ code, span }, { text }) =>
	code === 'dynamic-without-rssv2'
		? [{ title: 'Use staticVrss', edits: [replacedScalar(text, span, 'staticVrss')], preferred: true }]
		: [];

/** Keywords that exclude each other: another profile, or the max that is missing. */
export const fixKeywords: Fixer = (finding, context) => {
	const found = finding.code === 'keyword-conflict' ? entityOf(finding, context) : undefined;
	if (!found) return [];
	const { text, syntax, document } = context;
	const { base, max, profile } = found.configuration.adapter.rssProcessors;
	if (finding.span.start === profile?.span.start) {
		const edits = [replacedScalar(text, profile.span, 'NUMAStatic')];
		return [{ title: 'Use profile NUMAStatic', edits }];
	}
	const map = entryOf(entryOf(document.tree.root, 'adapter')?.value, 'rssProcessors')?.value;
	if (finding.span.start !== base.span.start || map?.kind !== 'map') return [];
	const value = `"${formatProcessor(max.value)}"`;
	const edits = [setProperty(text, syntax, map, 'max', value)];
	return [{ title: `Add max: ${value}`, edits, preferred: true }];
};
