import {
	type CompletionItem,
	type CompletionItemKind,
	InsertTextFormat,
	InsertTextMode,
	MarkupKind,
	type TextEdit,
} from 'vscode-languageserver';
import type { WritablePlace } from './completionAttempts.js';
import { type CompletionContext, completionContext } from './completionContext.js';
import type { Analysis } from './documents.js';
import { finish, type Layout, withoutStops } from './skeleton.js';

/** What a completion says and writes. */
export interface Proposal {
	readonly label: string;
	readonly kind: CompletionItemKind;
	/** In snippet syntax, quotes included; begins with a line break when it cannot stand on the line of its key. */
	readonly text: string;
	/** The label as it would be typed, with its quotes; default: the label. */
	readonly typed?: string;
	readonly detail?: string | undefined;
	/** Markdown. */
	readonly documentation?: string | undefined;
	readonly order: string;
}

/** One request for completions: where it stands, and how proposals become items there. */
export class CompletionTask {
	readonly context: CompletionContext;

	constructor(
		readonly analysis: Analysis,
		readonly offset: number,
		/** The client expands snippets. */
		readonly snippets: boolean,
	) {
		this.context = completionContext(analysis.text, offset, analysis.check.syntax);
	}

	/** The layout of what is written at a place. */
	layout({ flow }: WritablePlace): Layout {
		const { syntax } = this.analysis.check;
		return { syntax, flow: flow || syntax === 'json', indent: this.context.indent };
	}

	/** A proposal as an item that replaces the right range, and sets the commas that it needs. */
	item(proposal: Proposal, { flow }: WritablePlace): CompletionItem {
		const { check, text } = this.analysis;
		const { whole, spaceMissing, commas } = this.context;
		const ownLine = proposal.text.startsWith('\n');
		const start = ownLine ? endOfColon(text, whole.start) : whole.start;
		const comma = flow && commas.after ? ',' : '';
		const before = flow ? commas.before : undefined;
		// Two edits must not touch: a comma right before what is written is part of it.
		const lead = before === start ? ', ' : spaceMissing && !ownLine ? ' ' : '';
		const snippet = `${lead}${finish(proposal.text)}${comma}`;
		const newText = this.snippets ? snippet : withoutStops(snippet);
		const format = newText.includes('$') ? InsertTextFormat.Snippet : InsertTextFormat.PlainText;
		const extra = this.#commaAt(before === start ? undefined : before);
		return {
			label: proposal.label,
			kind: proposal.kind,
			sortText: proposal.order,
			filterText: `${text.slice(start, whole.start)}${proposal.typed ?? proposal.label}`,
			insertTextFormat: this.snippets ? format : InsertTextFormat.PlainText,
			// The lines are indented already: an editor that did it again would double it.
			insertTextMode: InsertTextMode.asIs,
			textEdit: { range: check.lines.rangeOf({ start, end: whole.end }), newText },
			...(proposal.detail && { detail: proposal.detail }),
			...(proposal.documentation && {
				documentation: { kind: MarkupKind.Markdown, value: proposal.documentation },
			}),
			...(extra && { additionalTextEdits: [extra] }),
		};
	}

	#commaAt(offset: number | undefined): TextEdit | undefined {
		if (offset === undefined) return undefined;
		return { range: this.analysis.check.lines.rangeOf({ start: offset, end: offset }), newText: ',' };
	}
}

/** Orders proposals: by group, then as they come. */
export function orderOf(group: number, i: number): string {
	return `${group}${String(i).padStart(4, '0')}`;
}

/** Before the spaces that stand before an offset. */
function endOfColon(text: string, offset: number): number {
	let end = offset;
	while (/[ \t]/.test(text.charAt(end - 1))) end--;
	return end;
}
