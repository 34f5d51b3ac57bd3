import { Document, isMap, isPair, isScalar, Scalar, type ScalarTag, YAMLMap, YAMLSeq } from 'yaml';
import type { Processor } from '../rss/processor.js';
import { formatProcessor } from '../rss/processor.js';
import type { ConfigurationBody, TableText } from './configurationBody.js';
import { cleanText } from './textLines.js';

/** A file to be: the text of a configuration and a name for it. */
export interface ConfigurationFile {
	/** `slot-3-port-1.rssv2.yaml` */
	readonly fileName: string;
	readonly text: string;
}

/** Cells in a row of a spelled-out table, as Get-NetAdapterRss and ethtool print them. */
const ROW = 8;

/** A list of processors that is written in rows. */
class Rows {
	constructor(readonly processors: readonly Processor[]) {}
}

/** Writes {@link Rows} as a flow sequence with line breaks, which the library would put on one line, or on N. */
const rowsTag: ScalarTag = {
	tag: 'tag:yaml.org,2002:str',
	default: true,
	identify: (value) => value instanceof Rows,
	resolve: (source) => source,
	stringify: ({ value }, { indent }) => {
		const cells = (value as Rows).processors.map((p) => `"${formatProcessor(p)}"`);
		const rows = Array.from({ length: Math.ceil(cells.length / ROW) }, (_, row) =>
			cells.slice(row * ROW, (row + 1) * ROW).join(', '),
		);
		// The indent is that of a nested block: the bracket closes one step before it.
		return `[\n${rows.map((row) => `${indent}${row},\n`).join('')}${indent.slice(2)}]`;
	},
};

/** The text of a configuration, in YAML, with its notes as comments. */
export function configurationText({ header, content, notes }: ConfigurationBody): string {
	const document = new Document(null, { customTags: [rowsTag] });
	document.commentBefore = header.map((line) => ` ${cleanText(line)}`).join('\n');
	document.contents = toNode(content) as typeof document.contents;
	for (const { path, text } of notes) annotate(document, path, ` ${cleanText(text)}`);
	return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** The name of a file for an adapter: its name in lower case, everything but letters and digits a hyphen. */
export function fileNameOf(adapter: string, taken: ReadonlySet<string> = new Set()): string {
	const slug =
		adapter
			.toLowerCase()
			.replace(/[^\p{L}\p{N}]+/gu, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 80) || 'adapter';
	for (let n = 1; ; n++) {
		const name = `${n === 1 ? slug : `${slug}-${n}`}.rssv2.yaml`;
		if (!taken.has(name)) return name;
	}
}

function toNode(value: unknown): unknown {
	if (value instanceof Rows) return new Scalar(value);
	if (typeof value === 'string') {
		const scalar = new Scalar(value);
		// `0:2` is a number of base 60 to YAML 1.1 readers: processors and keys always stand in quotes.
		if (/^[\d:a-f,/ -]+$/i.test(value) && /\d/.test(value)) scalar.type = Scalar.QUOTE_DOUBLE;
		return scalar;
	}
	if (Array.isArray(value)) {
		const sequence = new YAMLSeq();
		sequence.items = value.map(toNode);
		sequence.flow = value.every((item) => typeof item !== 'object');
		return sequence;
	}
	if (value !== null && typeof value === 'object') {
		if (isTable(value)) return tableNode(value);
		const map = new YAMLMap();
		for (const [key, item] of Object.entries(value)) {
			if (item !== undefined) map.set(new Scalar(key), toNode(item));
		}
		return map;
	}
	return new Scalar(value);
}

function isTable(value: object): value is TableText {
	return 'kind' in value && (value.kind === 'roundRobin' || value.kind === 'entries');
}

function tableNode(table: TableText): unknown {
	const names = table.processors.map(formatProcessor);
	if (table.kind === 'roundRobin')
		return toNode({ numberOfEntries: table.numberOfEntries, processors: names });
	return names.length > ROW ? toNode(new Rows(table.processors)) : toNode(names);
}

/** A comment at the end of a scalar's line, or on the line above a property that is a list or a group. */
function annotate(document: Document, path: readonly (string | number)[], text: string): void {
	const value = document.getIn(path, true);
	if (isScalar(value) && !(value.value instanceof Rows)) {
		value.comment = text;
		return;
	}
	const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
	const pair = isMap(parent)
		? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1))
		: undefined;
	if (pair && isScalar(pair.key)) {
		pair.key.commentBefore = [pair.key.commentBefore, text].filter(Boolean).join('\n');
	} else if (path.length > 0) {
		annotate(document, path.slice(0, -1), text); // what the note is about is not written: say it of the group
	}
}
