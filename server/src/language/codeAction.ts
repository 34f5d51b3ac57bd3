import {
	type CodeAction,
	type CodeActionContext,
	CodeActionKind,
	CodeActionTriggerKind,
	type Diagnostic,
	type Range,
} from 'vscode-languageserver';
import type { Finding } from '../config/finding.js';
import { writtenEntities } from '../edit/entities.js';
import { TableEditError } from '../edit/tableEditError.js';
import type { TextEdit } from '../edit/textEdit.js';
import type { Processor } from '../rss/processor.js';
import { fixHashTypes, fixKeywords, fixScheduling } from './codeActionAdapter.js';
import { fixDuplicate } from './codeActionDuplicate.js';
import type { Fix, FixContext, Fixer } from './codeActionFix.js';
import { fixKey } from './codeActionKey.js';
import { fixProcessor } from './codeActionMove.js';
import { fixQueues } from './codeActionQueues.js';
import { keepingTables, tableRewrites } from './codeActionRewrite.js';
import { fixDuplicateItem, fixMissing, fixMode, fixRange, fixType } from './codeActionShape.js';
import { extractedTable, inlinedTable } from './codeActionShare.js';
import { fixSpelling } from './codeActionSpelling.js';
import { fixSpread } from './codeActionSpread.js';
import { fixSteering } from './codeActionSteering.js';
import { removeSuppression, suppressLint } from './codeActionSuppress.js';
import { fixTableSize } from './codeActionTableSize.js';
import { fixJsonText, fixTabs } from './codeActionText.js';
import type { Analysis } from './documents.js';

/** Applied on save where `editor.codeActionsOnSave` says so. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.rssv2`;

/** What the server tells a client it has. */
export const codeActionKinds: CodeActionKind[] = [
	CodeActionKind.QuickFix,
	CodeActionKind.RefactorRewrite,
	CodeActionKind.RefactorExtract,
	CodeActionKind.RefactorInline,
	FIX_ALL,
];

/** Those that have safe fixes. */
const safeFixers: readonly Fixer[] = [fixSpelling, fixDuplicate, fixMissing, fixType, fixDuplicateItem];

/** Findings without a suggestion that may have one. */
const safeCodes = new Set(['duplicate-key', 'duplicate-item', 'missing-property', 'wrong-type']);

/** Findings of one selection that fixes are worked out for: nobody reads a longer menu. */
const MAX_FINDINGS = 50;

/** Every fixer; the last lets a lint pass, so that what mends it comes before. */
const fixers: readonly Fixer[] = [
	fixSpelling,
	fixDuplicate,
	fixDuplicateItem,
	fixMissing,
	fixType,
	fixRange,
	fixMode,
	fixTabs,
	fixJsonText,
	fixQueues,
	fixTableSize,
	fixSpread,
	fixProcessor,
	fixSteering,
	fixKey,
	fixHashTypes,
	fixScheduling,
	fixKeywords,
	removeSuppression,
	suppressLint,
];

/** What is known of a text because of others. */
export interface OfOthers {
	readonly findings: readonly Finding[];
	/** Processors that other adapters of the host use. */
	readonly taken: ReadonlySet<Processor>;
}

/**
 * What can be done about the findings in a range, and about the table it is in; of the kinds that the client asks for, or
 * all. Fix-all is given only when it is asked for.
 */
export function codeActionsFor(
	analysis: Analysis,
	range: Range,
	{ only, diagnostics, triggerKind }: CodeActionContext,
	{ findings: more, taken }: OfOthers = { findings: [], taken: new Set() },
): CodeAction[] {
	const wanted = (kind: string) =>
		only?.some((asked) => kind === asked || kind.startsWith(`${asked}.`)) ?? kind !== FIX_ALL;
	const { lines } = analysis.check;
	const selection = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
	const context = { ...contextOf(analysis), taken };
	const actions: CodeAction[] = [];
	if (wanted(CodeActionKind.QuickFix)) {
		const here = [...analysis.check.findings, ...more].filter(
			({ span }) => span.start <= selection.end && selection.start <= span.end,
		);
		for (const finding of here.slice(0, MAX_FINDINGS)) {
			for (const fix of fixesOf(finding, analysis, context, fixers)) {
				const about = diagnosticOf(finding, analysis, diagnostics);
				actions.push(action(analysis, fix, CodeActionKind.QuickFix, about));
			}
		}
	}
	if (wanted(CodeActionKind.RefactorRewrite)) {
		for (const fix of tableRewrites(context, selection)) {
			actions.push(action(analysis, fix, CodeActionKind.RefactorRewrite));
		}
	}
	for (const [kind, share] of [
		[CodeActionKind.RefactorExtract, extractedTable],
		[CodeActionKind.RefactorInline, inlinedTable],
	] as const) {
		// Held against the whole file, which is too much for every move of the cursor.
		if (!wanted(kind) || triggerKind === CodeActionTriggerKind.Automatic) continue;
		for (const fix of keepingTables(context, share(context, selection)))
			actions.push(action(analysis, fix, kind));
	}
	if (wanted(FIX_ALL)) {
		const edits = allSafe(analysis, context);
		const fix = { title: 'Fix all that is safe to fix', edits };
		if (edits.length > 0) actions.push(action(analysis, fix, FIX_ALL));
	}
	return actions;
}

type SharedContext = Omit<FixContext, 'document' | 'documentIndex'>;

function contextOf({ text, check }: Analysis): Omit<SharedContext, 'taken'> {
	const draw = (bytes: number) => globalThis.crypto.getRandomValues(new Uint8Array(bytes));
	return { text, syntax: check.syntax, entities: entitiesOf(check), draw };
}

/** None while the text cannot be parsed: fixes of the text itself do without. */
function entitiesOf({ documents }: Analysis['check']): FixContext['entities'] {
	try {
		return writtenEntities(documents);
	} catch (error) {
		if (error instanceof TableEditError) return [];
		throw error;
	}
}

function fixesOf(
	finding: Finding,
	{ check }: Analysis,
	context: SharedContext,
	using: readonly Fixer[],
): Fix[] {
	// What is said of a comment is in no document: any will do.
	const own = check.documents.findIndex(({ findings }) => findings.includes(finding));
	const around = check.documents.findIndex(
		({ tree: { root } }) => root && root.start <= finding.span.start && finding.span.end <= root.end,
	);
	const documentIndex = Math.max(0, own >= 0 ? own : around);
	const document = check.documents[documentIndex];
	if (!document) return [];
	return using.flatMap((fixer) => fixer(finding, { ...context, document, documentIndex }));
}

/** The edits of every safe fix, but for those that overlap one before. */
function allSafe(analysis: Analysis, context: SharedContext): TextEdit[] {
	const taken: TextEdit[] = [];
	for (const finding of analysis.check.findings) {
		if (finding.suggestion === undefined && !safeCodes.has(finding.code)) continue;
		const safe = fixesOf(finding, analysis, context, safeFixers).find((fix) => fix.safe);
		const overlaps = safe?.edits.some((edit) =>
			taken.some(({ span }) => edit.span.start < span.end && span.start < edit.span.end),
		);
		if (safe && !overlaps) taken.push(...safe.edits);
	}
	return taken;
}

function diagnosticOf(
	{ code, span }: Finding,
	{ check }: Analysis,
	given: readonly Diagnostic[],
): Diagnostic[] {
	const { start } = check.lines.rangeOf(span);
	return given.filter(
		(one) =>
			one.code === code &&
			one.range.start.line === start.line &&
			one.range.start.character === start.character,
	);
}

function action(
	{ uri, version, check }: Analysis,
	{ title, edits, preferred }: Fix,
	kind: CodeActionKind,
	diagnostics: Diagnostic[] = [],
): CodeAction {
	const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
	return {
		title,
		kind,
		...(diagnostics.length > 0 && { diagnostics }),
		...(preferred && { isPreferred: true }),
		edit: {
			documentChanges: [
				{
					textDocument: { uri, version },
					edits: sorted.map(({ span, newText }) => ({ range: check.lines.rangeOf(span), newText })),
				},
			],
		},
	};
}
