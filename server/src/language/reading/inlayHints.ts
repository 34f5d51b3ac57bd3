import { type InlayHint, MarkupKind, type Range } from 'vscode-languageserver';
import type { Configuration, ScalingEntity } from '../../config/model.js';
import type { Span } from '../../config/tree.js';
import { hashInformationOf } from '../../ndis/hash.js';
import { count } from '../../plan/words.js';
import { formatProcessor } from '../../rss/processor.js';
import { sharesOf } from '../../rss/spread.js';
import type { Analysis } from '../documents.js';
import { mentionsWithin } from '../navigation/mentions.js';
import { percent } from '../percent.js';

/** More processors than this are told in the tooltip alone. */
const MOST_SHARES = 4;

interface Hint {
	readonly at: number;
	readonly label: string;
	readonly tooltip: string;
}

/**
 * What the text does not say by itself: after a table the share of each processor, after a range of processors how many
 * they are, after a list of hash types the HashInformation that a driver gets.
 */
export function inlayHintsOf(analysis: Analysis, range: Range): InlayHint[] {
	const { lines, documents } = analysis.check;
	const from = lines.offsetAt(range.start);
	const to = lines.offsetAt(range.end);
	const hints = new Map<number, Hint>();
	const add = (hint: Hint) => {
		if (from <= hint.at && hint.at <= to && !hints.has(hint.at)) hints.set(hint.at, hint);
	};
	for (const { configuration } of documents) {
		if (configuration) for (const hint of hintsOf(configuration, { start: from, end: to })) add(hint);
	}
	for (const { processors } of mentionsWithin(analysis, { start: from, end: to })) {
		for (const mention of processors) {
			if (mention.processors.length < 2) continue;
			const label = `= ${count(mention.processors.length, 'processor')}`;
			const tooltip = mention.processors.map(formatProcessor).join(', ');
			add({ at: mention.node.end, label, tooltip });
		}
	}
	return [...hints.values()]
		.sort((a, b) => a.at - b.at)
		.map(({ at, label, tooltip }) => ({
			position: lines.positionAt(at),
			label,
			paddingLeft: true,
			tooltip: { kind: MarkupKind.Markdown, value: tooltip },
		}));
}

function* hintsOf(configuration: Configuration, shown: Span): Generator<Hint> {
	const hashes = [configuration.adapter.hash, ...configuration.entities.map(({ hash }) => hash)];
	for (const { types } of hashes) {
		if (types.assumed || !overlap(types.span, shown)) continue;
		const value = hashInformationOf(types.value).toString(16).padStart(8, '0');
		yield {
			at: types.span.end,
			label: `= 0x${value}`,
			tooltip: 'HashInformation: these types with the Toeplitz function',
		};
	}
	for (const entity of configuration.entities) {
		if (overlap(entity.indirectionTable.span, shown)) yield* tableHints(entity);
	}
}

function* tableHints({ indirectionTable, rss }: ScalingEntity): Generator<Hint> {
	const { entries, generated, span } = indirectionTable;
	// An assumed table stands at the head of its entity, where it would say nothing of the text.
	if (entries.length < 2 && !generated) return;
	const shares = sharesOf(entries);
	const each = shares.map(
		({ processor, entries: own, share }) => `${formatProcessor(processor)} ${percent(share)} (${own})`,
	);
	const size = count(entries.length, 'entry', 'entries');
	const off = rss.value ? '' : ', RSS is off';
	const [busiest] = shares;
	const short =
		shares.length > MOST_SHARES
			? `${count(shares.length, 'processor')}, busiest ${percent(busiest?.share ?? 0)}`
			: shares.map(({ processor, share }) => `${formatProcessor(processor)} ${percent(share)}`).join(', ');
	const label = generated ? `→ ${size}: ${short}${off}` : `${short}${off}`;
	const tooltip = `${size}${generated ? ', generated' : ''}:\n\n${each.map((line) => `- ${line}`).join('\n')}`;
	yield { at: span.end, label, tooltip };
}

function overlap(a: Span, b: Span): boolean {
	return a.start <= b.end && b.start <= a.end;
}
