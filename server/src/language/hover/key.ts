import type { Hash } from '../../config/model.js';
import { enumerate } from '../../plan/words.js';
import { analyzeKey, type FieldRank, isSymmetric } from '../../rss/keyAnalysis.js';
import { layoutsOf } from '../../rss/keyLayout.js';
import { findPublishedKey } from '../../rss/publishedKeys.js';
import { keyFingerprint } from './fingerprint.js';

/** A key in Markdown without showing it: fingerprint, what of the table it reaches, symmetry, and whether it is published. */
export async function describeKey({ secretKey, types }: Hash, entries: number): Promise<string> {
	const key = secretKey.value;
	const analyses = analyzeKey(key, layoutsOf(types.value), entries);
	const rows = analyses.flatMap(({ layout, all, ports, sourcePort }) => [
		row(layout.name, all, entries),
		...(ports ? [row('… ports alone', ports, entries)] : []),
		...(sourcePort ? [row('… source port alone', sourcePort, entries)] : []),
	]);
	const table =
		rows.length === 0
			? ''
			: ['| Over | Rank of the hash | Entries reached |', '| --- | --- | --- |', ...rows].join('\n');
	const symmetric = analyses.filter(isSymmetric).map(({ layout }) => layout.name);
	const published = findPublishedKey(key);
	const facts = [
		`${key.length} bytes, fingerprint \`${await keyFingerprint(key)}\``,
		symmetric.length > 0
			? `symmetric over ${enumerate(symmetric)}: both directions of a flow have one hash`
			: 'not symmetric: the two directions of a flow have different hashes',
		published ? `**published**: it is ${published.name}` : 'not a published key known here',
	];
	return ['**This key**', facts.map((fact) => `- ${fact}`).join('\n'), table].filter(Boolean).join('\n\n');
}

function row(over: string, { hash, reachable }: FieldRank, entries: number): string {
	return `| ${over} | ${hash} of 32 | ${reachable} of ${entries} |`;
}
