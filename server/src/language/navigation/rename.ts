import { type Position, type Range, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import type { Span, TreeNode } from '../../config/tree.js';
import { formatProcessor, isPossibleProcessor, type Processor, parseProcessor } from '../../rss/processor.js';
import type { Analysis } from '../documents.js';
import { failure } from '../runner.js';
import { anchorWord } from './anchors.js';
import { type FoundMention, mentionAt, sameThing } from './mentionAt.js';
import { isOfProcessors, type ProcessorMention } from './mentions.js';
import { withoutProcessor } from './splitRange.js';

/** A replacement within the text. */
interface Change {
	readonly span: Span;
	readonly text: string;
}

/** VPortId is a 32-bit number; the highest is kept for "none". */
const MAX_VPORT_ID = 0xfffffffe;

/**
 * Whether what is under the cursor can be renamed, and what it is called now; null where nothing is named.
 * @throws ResponseError for a name that is not the file's to change
 */
export function prepareRenameAt(
	analysis: Analysis,
	position: Position,
): { range: Range; placeholder: string } | null {
	const found = mentionAt(analysis, position);
	if (!found) return null;
	if (found.mention.kind === 'preset') {
		throw failure('A preset is named by this format, not by the file: choose another with completion.');
	}
	const placeholder = found.mention.kind === 'anchor' ? anchorWord(found.name) : found.name;
	return { range: analysis.check.lines.rangeOf(found.mention.span), placeholder };
}

/**
 * Renames what is under the cursor. A VPort id and an anchor are renamed wherever they stand. For a processor all that
 * points at it in VPorts or `scaling` points at the new one; what host and adapter have is left as it is.
 * @throws ResponseError in words for the user when the new name cannot be
 */
export function renameAt(analysis: Analysis, position: Position, newName: string): WorkspaceEdit | null {
	if (prepareRenameAt(analysis, position) === null) return null;
	const found = mentionAt(analysis, position);
	if (!found) return null;
	const changes = changesFor(found, newName.trim(), analysis);
	if (changes instanceof ResponseError) throw changes;
	const { lines } = analysis.check;
	const edits = changes.map(({ span, text }) => ({ range: lines.rangeOf(span), newText: text }));
	return { changes: { [analysis.uri]: edits } };
}

function changesFor(found: FoundMention, to: string, analysis: Analysis): Change[] | ResponseError<void> {
	switch (found.mention.kind) {
		case 'vport':
			return vportChanges(found, to);
		case 'anchor':
			return anchorChanges(found, to);
		default:
			return processorChanges(found, to, analysis);
	}
}

function vportChanges(found: FoundMention, to: string): Change[] | ResponseError<void> {
	if (!/^\d{1,10}$/.test(to) || Number(to) > MAX_VPORT_ID) {
		return failure(`A VPort id is a whole number from 0 to ${MAX_VPORT_ID}, not \`${to}\`.`);
	}
	const id = String(Number(to));
	const taken = found.mentions.others.some(
		({ kind, name }) => kind === 'vport' && name === id && name !== found.name,
	);
	if (taken) return failure(`There is a VPort ${id} already.`);
	return sameThing(found).map(({ span }) => ({ span, text: id }));
}

function anchorChanges(found: FoundMention, to: string): Change[] | ResponseError<void> {
	if (!/^[^\s,[\]{}&*]+$/.test(to)) {
		return failure(
			`\`${to}\` cannot name an anchor: spaces, commas, brackets, \`&\` and \`*\` are not allowed.`,
		);
	}
	const taken = found.mentions.others.some(({ kind, name }) => kind === 'anchor' && anchorWord(name) === to);
	if (taken && anchorWord(found.name) !== to) return failure(`There is an anchor \`&${to}\` already.`);
	return sameThing(found).map(({ span }) => ({ span, text: to }));
}

function processorChanges(
	found: FoundMention,
	to: string,
	{ text }: Analysis,
): Change[] | ResponseError<void> {
	const target = parseProcessor(to);
	const old = parseProcessor(found.name);
	if (target === undefined || old === undefined || !isPossibleProcessor(target)) {
		return failure(
			`\`${to}\` is not a processor: write \`group:number\`, for example \`0:2\`; numbers end at 63.`,
		);
	}
	const name = formatProcessor(target);
	const same = sameThing(found).filter(isOfProcessors).filter(isSteering);
	if (same.length === 0) {
		return failure(
			`No VPort points at ${found.name}: what host and adapter have is not changed by a rename.`,
		);
	}
	const clash = same.some(({ weights }) => weights && namesIn(found, weights).has(target));
	if (clash && name !== found.name) {
		return failure(`The weights name ${name} already: add the weight of ${found.name} to it instead.`);
	}
	const changes = same.map((mention) => {
		if (mention.processors.length === 1) return { span: mention.span, text: name };
		const split = withoutProcessor(mention.processors, old, target);
		const oneText = text.charAt(mention.node.start);
		return oneText === '"' || oneText === "'" ? { span: mention.span, text: split } : undefined;
	});
	if (changes.includes(undefined)) {
		return failure(
			`A range without quotes has ${found.name} in it: put it in quotes, or write it out, first.`,
		);
	}
	return changes.filter((change) => change !== undefined);
}

/** Whether a place says where traffic goes, not what a host or an adapter has. */
function isSteering({ section }: ProcessorMention): boolean {
	return section === 'vports' || section === 'scaling';
}

function namesIn({ mentions }: FoundMention, weights: TreeNode): Set<Processor> {
	return new Set(
		mentions.processors.filter((one) => one.weights === weights).flatMap(({ processors }) => processors),
	);
}
