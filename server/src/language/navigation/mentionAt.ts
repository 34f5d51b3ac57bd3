import type { Position } from 'vscode-languageserver';
import type { Span } from '../../config/tree.js';
import { formatProcessor, type Processor, parseProcessor } from '../../rss/processor.js';
import type { Analysis } from '../documents.js';
import type { TreePlace } from '../treePath.js';
import {
	type Mention,
	type Mentions,
	mentionsOf,
	type NamedMention,
	type ProcessorMention,
	processorsOf,
} from './mentions.js';

/** A mention under the cursor, with those of its document. */
export interface FoundMention {
	readonly mention: NamedMention | ProcessorMention;
	/** What exactly is meant: of a range, the end that the cursor is at. */
	readonly name: string;
	readonly mentions: Mentions;
}

/** The mention at a position; undefined where nothing is named. */
export function mentionAt(analysis: Analysis, position: Position): FoundMention | undefined {
	const offset = analysis.check.lines.offsetAt(position);
	for (const mentions of mentionsOf(analysis)) {
		const mention = at(mentions.others, offset) ?? at(mentions.processors, offset);
		if (!mention) continue;
		const name =
			'processors' in mention ? formatProcessor(meant(mention, offset, analysis.text)) : mention.name;
		return { mention, name, mentions };
	}
	return undefined;
}

/** Every mention of the same thing in the same document; a range mentions each of its processors. */
export function sameThing({ mention, name, mentions }: FoundMention): readonly Mention[] {
	if (mention.kind !== 'processor') {
		return mentions.others.filter((other) => other.kind === mention.kind && other.name === name);
	}
	const wanted = parseProcessor(name) as Processor;
	return mentions.processors.filter(({ processors }) => processors.includes(wanted));
}

function at<M extends Mention>(mentions: readonly M[], offset: number): M | undefined {
	return mentions.find(({ span }) => span.start <= offset && offset <= span.end);
}

/** The processor that is named at a place, without a look at the rest of the text; undefined where none is. */
export function processorAt(
	{ path, on, node, entry }: TreePlace,
	offset: number,
	text: string,
): { readonly processor: Processor; readonly span: Span } | undefined {
	const key = on === 'key' && path.at(-2) === 'weights' ? entry : undefined;
	const weights = key && { kind: 'map' as const, entries: [key], start: key.start, end: key.end };
	const mentions = weights
		? processorsOf(weights, path.slice(0, -1), undefined)
		: on === 'value'
			? processorsOf(node, path, typeof path.at(-1) === 'string' ? entry : undefined)
			: [];
	const mention = at([...mentions], offset);
	return mention && { processor: meant(mention, offset, text), span: mention.span };
}

/** Of a range `0:2-0:8/2`, the end that an offset is nearer to by the dash. */
function meant({ processors, span }: ProcessorMention, offset: number, text: string): Processor {
	const dash = text.indexOf('-', span.start);
	const last = dash >= 0 && dash < span.end && offset > dash;
	return (last ? processors.at(-1) : processors[0]) as Processor;
}
