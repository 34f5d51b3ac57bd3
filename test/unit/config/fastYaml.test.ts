import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFastYaml } from '../../../server/src/config/fastYaml.js';
import { parseYaml } from '../../../server/src/config/yamlTree.js';
import { hugeConfiguration } from '../../bench/hugeConfiguration.js';
import { mutationsOf, yamlSoup, yamlTexts } from '../../support/yamlTexts.js';

const example = readFileSync(new URL('../../../examples/hyper-v-host.rssv2.yaml', import.meta.url), 'utf8');
const RUNS = Number(process.env['RSSV2_YAML_RUNS'] ?? 2000);

/** Whether the fast reader takes a text; where it does, the `yaml` package must see the same. */
function taken(text: string): boolean {
	const root = readFastYaml(text);
	if (!root) return false;
	const [document, ...more] = parseYaml(text);
	const same = more.length === 0 && document?.problems.length === 0 && isDeepStrictEqual(root, document.root);
	if (!same) expect([{ root, problems: [] }]).toEqual([document, ...more]);
	expect(same).toBe(true);
	return true;
}

/** Holds a property over the texts, and that enough of them are taken for it to mean something. */
function holdTo(texts: fc.Arbitrary<string>, share: number): void {
	let read = 0;
	let all = 0;
	fc.assert(
		fc.property(texts, (text) => {
			fc.pre(!text.includes('\ufffd'));
			all++;
			if (taken(text)) read++;
		}),
		{ numRuns: RUNS },
	);
	expect(read / all).toBeGreaterThan(share);
}

describe('the fast reader equals the yaml package wherever it reads', () => {
	test('generated texts', () => holdTo(yamlTexts, 0.2));
	test('mutated examples', () => holdTo(mutationsOf(example), 0.1));
	test('mutated examples with CRLF', () => holdTo(mutationsOf(example.replaceAll('\n', '\r\n')), 0.1));
	test('pieces in any order', () => holdTo(yamlSoup, 0.01));

	test('what configurations are written in is read', () => {
		for (const text of [
			example,
			hugeConfiguration('yaml', 3, 16),
			'{ "version": 1, "adapter": {"mode":"vmq"} }\n',
		]) {
			expect(taken(text)).toBe(true);
		}
	});

	test.each([
		['anchors', 'a: &x 1\nb: *x\n'],
		['merge keys', '<<: { a: 1 }\nb: 2\n'],
		['tags', 'a: !!str 1\n'],
		['block scalars', 'a: |\n  b\n'],
		['several documents', 'a: 1\n---\na: 2\n'],
		['complex keys', '? a\n: b\n'],
		['tabs', 'a:\n\tb: 1\n'],
		['escapes', 'a: "\\n"\n'],
		['several lines of text', 'a: b\n  c\n'],
		['an error', 'a: [b\n'],
		['nothing', '# c\n'],
	])('%s are left to the yaml package', (_what, text) => {
		expect(readFastYaml(text)).toBeUndefined();
	});
});
