import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { MAX_FINDINGS } from '../../../server/src/config/finding.js';
import type { Syntax } from '../../../server/src/config/tree.js';
import { AnalysisStore } from '../../../server/src/language/documents.js';
import { checkText } from '../../../server/src/validation/check.js';
import { hugeConfiguration } from '../../bench/hugeConfiguration.js';

function timeOf(text: string, syntax: Syntax): number {
	const start = performance.now();
	checkText(text, { syntax });
	return performance.now() - start;
}

describe('a file with 100,000 errors', () => {
	const clean = hugeConfiguration('json', 800, 128);

	/** A property is two nodes, its name and its value, where a cell is one: its peer has as many. */
	const twice = hugeConfiguration('json', 1600, 128);

	test.each([
		['no processors', clean.replaceAll('"0:', '"x:'), clean],
		['processors that cannot exist', clean.replaceAll(/"0:(\d+)"/g, '"0:9$1"'), clean],
		['numbers', clean.replaceAll(/"0:(\d+)"/g, '$1'), clean],
		['a property again and again', `{${'"version": 1,\n'.repeat(100_000)}}`, twice],
	])(
		'%s: it costs at most twice a clean one, and is told of once per place',
		(_what, broken, peer) => {
			const { findings } = checkText(broken, { syntax: 'json' });
			expect(findings.length).toBeGreaterThanOrEqual(MAX_FINDINGS);
			expect(findings.length).toBeLessThanOrEqual(2 * MAX_FINDINGS);
			// The quickest of each: whatever else the machine does only ever makes it slower. So a busy one gets more rounds.
			let [ours, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
			for (let round = 0; round < 50 && (round < 5 || ours / theirs >= 2); round++) {
				ours = Math.min(ours, timeOf(broken, 'json'));
				theirs = Math.min(theirs, timeOf(peer, 'json'));
			}
			expect(ours / theirs).toBeLessThan(2);
		},
		120_000,
	);
});

test('memory is flat over 10,000 edits', () => {
	setFlagsFromString('--expose_gc');
	const collect = runInNewContext('gc') as () => void;
	const text = readFileSync(new URL('../../../examples/hyper-v-host.rssv2.yaml', import.meta.url), 'utf8');
	let document = TextDocument.create('file:///w/x.rssv2.yaml', 'rssv2-yaml', 1, text);
	const store = new AnalysisStore({ get: () => document });
	const at = text.indexOf('"0:10"');
	// Right, refused, not a processor, not YAML.
	const values = ['"0:10"', '"0:14"', '"7:10"', 'x', '"0:'];
	const edit = (round: number) => {
		const edited = text.slice(0, at) + values[round % values.length] + text.slice(at + 6);
		document = TextDocument.create(document.uri, document.languageId, document.version + 1, edited);
		expect(store.get(document.uri)?.version).toBe(document.version);
	};
	const used = (rounds: number) => {
		for (let round = 0; round < rounds; round++) edit(round);
		collect();
		return process.memoryUsage().heapUsed;
	};
	const before = used(1000);
	expect((used(9000) - before) / 2 ** 20).toBeLessThan(4);
}, 240_000);
