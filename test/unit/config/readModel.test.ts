import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };
import { validate as validPreset } from '../../../server/src/config/generated/preset.js';
import { parseTree, syntaxOf } from '../../../server/src/config/parse.js';
import { presets } from '../../../server/src/config/presets.js';
import { readModel } from '../../../server/src/config/readModel.js';
import { checkSchema } from '../../../server/src/config/schemaCheck.js';
import { formatProcessor } from '../../../server/src/rss/processor.js';
import { model, vmqText } from '../../support/configuration.js';

function check(text: string) {
	const { root, problems } = parseTree(text, 'yaml');
	expect(problems).toEqual([]);
	const findings = root ? [...checkSchema(root), ...readModel(root).findings] : [];
	return findings.map(
		({ code, span, message }) => [code, text.slice(span.start, span.end), message] as const,
	);
}

test.each(['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc'])('example %s reads without a finding', (name) => {
	const { root, problems } = parseTree(
		readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8'),
		syntaxOf(name),
	);
	expect(problems).toEqual([]);
	expect(root && [...checkSchema(root), ...readModel(root).findings]).toEqual([]);
});

describe('presets', () => {
	test.each(presets.map((preset) => [preset.name, preset] as const))(
		'%s is as its schema says',
		(_name, preset) => {
			expect(validPreset(preset), JSON.stringify(validPreset.errors)).toBe(true);
		},
	);
	test('the schema names exactly the presets there are', () => {
		expect(schema.properties.adapter.properties.capabilities.properties.preset.enum).toEqual(
			presets.map(({ name }) => name),
		);
	});
});

describe('schema errors in words', () => {
	const base = vmqText('  - { id: 0 }\n');
	test.each([
		[
			'a version not known',
			base.replace('version: 1', 'version: 2\nbogus: 3'),
			[['unknown-version', '2', 'Unknown version 2. Known versions: 1.']],
		],
		[
			'a misspelt name',
			base.replace('name: Test', 'name: Test\n  moode: x'),
			[['unknown-property', 'moode', 'Unknown property `moode`. Did you mean `mode`?']],
		],
		[
			'a value of no meaning',
			base.replace('mode: vmq', 'mode: vqm'),
			[['unknown-value', 'vqm', '`vqm` is not one of `vmq`, `native`. Did you mean `vmq`?']],
		],
		[
			'a wrong type',
			vmqText('  - { id: 0, numberOfQueues: two }\n'),
			[['wrong-type', 'two', '`numberOfQueues` must be a whole number, not text.']],
		],
		[
			'no value',
			base.replace('name: Test', 'name:'),
			[['missing-value', 'name', '`name` has no value: text is expected.']],
		],
		[
			'a missing property',
			vmqText('  - { name: x }\n'),
			[['missing-property', 'name', expect.stringContaining('This item lacks `id`.')]],
		],
		['not a map', '- 1\n', [['wrong-type', '- 1', 'The file must be a group of properties, not a list.']]],
		[
			'a wrong key',
			vmqText('  - { id: 0, hash: { secretKey: xyz } }\n'),
			[['wrong-form', 'xyz', expect.stringContaining('two hexadecimal digits')]],
		],
	])('%s', (_name, text, expected) => {
		expect(check(text)).toEqual(expected);
	});
});

describe('values without meaning', () => {
	test.each([
		[
			'a processor that cannot exist',
			vmqText('  - { id: 0, indirectionTable: ["0:2", "0:64"] }\n'),
			'invalid-processor',
			'"0:64"',
		],
		[
			'vports in native mode',
			vmqText('  - { id: 0 }\n').replace('mode: vmq', 'mode: native').replace('preset: vmmq-64', ''),
			'wrong-mode',
			'vports',
		],
		[
			'a preset of the other mode',
			vmqText('  - { id: 0 }\n', 'preset: native-rss'),
			'wrong-preset',
			'native-rss',
		],
		[
			'max before base',
			vmqText('  - { id: 0 }\n').replace('max: "0:15"', 'max: "0:1"'),
			'empty-rss-processors',
			'"0:1"',
		],
		[
			'a table from nothing',
			vmqText('  - { id: 0, indirectionTable: { numberOfEntries: 4 } }\n'),
			'empty-table',
			'numberOfEntries',
		],
		[
			'nodes that overlap',
			vmqText('  - { id: 0 }\n').replace('"1:0-1:15"', '"0:15-1:15"'),
			'overlapping-nodes',
			'1',
		],
	])('%s', (_name, text, code, at) => {
		expect(check(text).map(([c, a]) => [c, a])).toEqual([[code, at]]);
	});
});

describe('tables', () => {
	const table = (text: string) =>
		model(vmqText(`  - { id: 0, indirectionTable: ${text} }\n`)).entities[0]?.indirectionTable;
	const entries = (text: string) => table(text)?.entries.map(formatProcessor).join(' ');

	test('spelled out, round robin, weights', () => {
		expect(entries('["0:2", "0:4"]')).toBe('0:2 0:4');
		expect(entries('{ numberOfEntries: 4, processors: ["0:2", "0:4", "0:6"] }')).toBe('0:2 0:4 0:6 0:2');
		expect(entries('{ processors: "0:2-0:6/2" }')).toBe('0:2 0:4 0:6 0:2');
		expect(entries('{ numberOfEntries: 8, weights: { "0:2": 3, "0:4": 1 } }')).toBe(
			'0:2 0:2 0:2 0:2 0:2 0:2 0:4 0:4',
		);
		expect(entries('{ weights: { "0:2": 3, "0:4": 1 } }')).toBe('0:2 0:2 0:2 0:4');
	});

	test('every entry knows what in the text put it there', () => {
		const text = vmqText('  - { id: 0, indirectionTable: { numberOfEntries: 4, processors: "0:2, 0:4" } }\n');
		const cells = model(text).entities[0]?.indirectionTable.cells.map(({ start, end }) =>
			text.slice(start, end),
		);
		expect(cells).toEqual(['0:2', '0:4', '0:2', '0:4']);
	});
});

test('the RSS set takes first threads of cores before their siblings', () => {
	const text = vmqText('  - { id: 0 }\n').replace('max: "0:15"', 'max: "0:14", maxProcessors: 7');
	expect(model(text).adapter.rssProcessors.processors.map(formatProcessor)).toEqual([
		'0:2',
		'0:4',
		'0:6',
		'0:8',
		'0:10',
		'0:12',
		'0:14',
	]);
});
