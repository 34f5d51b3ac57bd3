import type { DocumentLink } from 'vscode-languageserver';
import { entryOf } from '../../config/tree.js';
import { FORMAT_PAGE, presetPage } from '../documentation.js';
import type { Analysis } from '../documents.js';
import { mentionsOf } from './mentions.js';

/** `# yaml-language-server: $schema=…`, which other editors go by. */
const modeline = /^[ \t]*#[ \t]*yaml-language-server:[ \t]*\$schema=(\S+)/gm;

/** Finds a file that ships beside the server, as a URI; undefined where there are none, as in a browser. */
export type ShippedFile = (path: string) => string | undefined;

/**
 * What can be followed: the version to the page of the format, presets to their files, the schema of a modeline or of
 * `$schema`. A preset or schema that did not come with the server leads to the web.
 */
export function documentLinksOf(analysis: Analysis, shipped: ShippedFile): DocumentLink[] {
	const { check, text, uri } = analysis;
	const { lines, documents } = check;
	const links: DocumentLink[] = [];
	const presets = mentionsOf(analysis).flatMap(({ others }) =>
		others.filter(({ kind }) => kind === 'preset'),
	);
	for (const { name, span } of presets) {
		const target = presetTarget(name, shipped);
		if (target) links.push({ range: lines.rangeOf(span), target, tooltip: `The preset ${name}` });
	}
	for (const { tree } of documents) {
		const version = entryOf(tree.root, 'version')?.value;
		if (version?.kind === 'scalar') {
			links.push({ range: lines.rangeOf(version), target: FORMAT_PAGE, tooltip: 'This file format' });
		}
		const schema = entryOf(tree.root, '$schema')?.value;
		if (schema?.kind === 'scalar' && typeof schema.value === 'string') {
			const target = resolved(schema.value, uri);
			const range = lines.rangeOf({ start: schema.start + 1, end: schema.end - 1 });
			if (target) links.push({ range, target });
		}
	}
	if (check.syntax === 'yaml') {
		for (const match of text.matchAll(modeline)) {
			const address = match[1] ?? '';
			const end = match.index + match[0].length;
			const target = resolved(address, uri);
			if (target) links.push({ range: lines.rangeOf({ start: end - address.length, end }), target });
		}
	}
	return links;
}

/** Where a preset is spelled out: the shipped file, else its page. Undefined for a name that is no preset. */
export function presetTarget(name: string, shipped: ShippedFile): string | undefined {
	const page = presetPage(name);
	return page && (shipped(`schemas/presets/${name}.json`) ?? page);
}

/** An address as it is, or relative to the document; undefined for what is none. */
function resolved(address: string, uri: string): string | undefined {
	try {
		const { href, protocol } = new URL(address, uri);
		return ['http:', 'https:', 'file:'].includes(protocol) ? href : undefined;
	} catch {
		return undefined;
	}
}
