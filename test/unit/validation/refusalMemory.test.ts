import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkText } from '../../../server/src/validation/check.js';
import { TextMemory } from '../../../server/src/validation/textMemory.js';

interface VPort {
	readonly id: number;
	readonly name: string;
	readonly function: 'pf' | 'vf:0' | 'vf:1' | 'vf:9';
	readonly rss: boolean;
	readonly queues: number;
	readonly table: readonly number[];
	readonly primary: number | undefined;
	readonly fallback: number | undefined;
	readonly types: string | undefined;
	readonly key: string | undefined;
}

interface File {
	readonly limits: Readonly<Record<string, number | boolean>>;
	readonly max: number;
	readonly key: string;
	readonly vports: readonly VPort[];
	readonly comment: string;
}

const keys = ['aa', 'b7', '00'].map((byte) => Array.from({ length: 40 }, () => byte).join(':'));
const shortKey = 'aa:bb';

/** Processors of which some lie outside the RSS set. */
const processor = fc.constantFrom(2, 4, 6, 2, 4, 6, 2, 4, 6, 2, 4, 6, 8, 10);
const vport: fc.Arbitrary<VPort> = fc.record({
	id: fc.nat(5),
	name: fc.constantFrom('', 'a', 'b'),
	function: fc.constantFrom('pf', 'pf', 'pf', 'pf', 'pf', 'pf', 'vf:0', 'vf:1', 'vf:9'),
	rss: fc.constantFrom(true, true, true, false),
	queues: fc.constantFrom(4, 4, 4, 4, 5, 6, 8, 1, 0, 20),
	table: fc
		.array(processor, { minLength: 1, maxLength: 4 })
		.map((table) => (table.length === 3 ? [...table, 2] : table)),
	primary: fc.option(processor, { nil: undefined }),
	fallback: fc.option(processor, { nil: undefined }),
	types: fc.constantFrom(
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		'[ipv4]',
		'[ipv4, udpIpv6Ex]',
	),
	key: fc.constantFrom(...Array.from({ length: 12 }, () => undefined), ...keys, shortKey),
});
const limits = fc.record(
	{
		maxNumVFs: fc.constantFrom(2, 0),
		vfRss: fc.boolean(),
		maxNumVPorts: fc.constantFrom(64, 64, 3),
		maxNumQueuePairs: fc.constantFrom(64, 18, 13),
		maxNumRssCapableNonDefaultPFVPorts: fc.constantFrom(63, 1),
		asymmetricQueuePairsForNonDefaultVPort: fc.boolean(),
		rssPerPFVPortIndirectionTableSizeRestricted: fc.constantFrom(false, false, false, true),
		rssPerPFVPortHashFunction: fc.boolean(),
		rssPerPFVPortHashType: fc.boolean(),
		rssPerPFVPortHashKey: fc.boolean(),
	},
	{ requiredKeys: ['maxNumVFs'] },
);
const file: fc.Arbitrary<File> = fc.record({
	limits,
	max: fc.constantFrom(8, 8, 10, 6),
	key: fc.constantFrom(...keys),
	vports: fc.oneof(
		{
			weight: 4,
			arbitrary: fc
				.array(vport, { minLength: 1, maxLength: 6 })
				.map((list) => list.map((one, id) => ({ ...one, id: (id + 1) % list.length }))),
		},
		{ weight: 1, arbitrary: fc.array(vport, { minLength: 1, maxLength: 6 }) },
	),
	comment: fc.constant(''),
});

/** One change of a file: mostly of one member of one VPort, as authors make them. */
type Edit = (file: File) => File;
const edit: fc.Arbitrary<Edit> = fc.oneof(
	{
		weight: 12,
		arbitrary: fc
			.tuple(
				fc.nat(9),
				vport,
				fc.constantFrom(...(['name', 'function', 'rss', 'queues', 'types', 'key'] as const)),
			)
			.map(([at, other, member]) => change(at, (one) => ({ ...one, [member]: other[member] }))),
	},
	{
		weight: 12,
		arbitrary: fc
			.tuple(fc.nat(9), vport)
			.map(([at, { table, primary, fallback }]) =>
				change(at, (one) => ({ ...one, table, primary, fallback })),
			),
	},
	{
		weight: 2,
		arbitrary: fc
			.tuple(fc.nat(9), vport)
			.map(([at, other]) => change(at, (one) => ({ ...other, id: one.id }))),
	},
	{
		weight: 1,
		arbitrary: fc.tuple(fc.nat(9), fc.nat(5)).map(([at, id]) => change(at, (one) => ({ ...one, id }))),
	},
	{
		weight: 3,
		arbitrary: fc.constantFrom('# c\n', '# longer\n\n', '').map(
			(comment): Edit =>
				(of) => ({ ...of, comment }),
		),
	},
	{
		weight: 1,
		arbitrary: file.map(
			(other): Edit =>
				() =>
					other,
		),
	},
	{
		weight: 1,
		arbitrary: limits.map(
			(other): Edit =>
				(of) => ({ ...of, limits: other }),
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(6, 8, 10).map(
			(max): Edit =>
				(of) => ({ ...of, max }),
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(...keys).map(
			(key): Edit =>
				(of) => ({ ...of, key }),
		),
	},
	{
		weight: 1,
		arbitrary: fc.nat(5).map(
			(at): Edit =>
				(of) => ({ ...of, vports: of.vports.toSpliced(at, 1) }),
		),
	},
	{
		weight: 1,
		arbitrary: fc.tuple(fc.nat(5), vport).map(
			([at, one]): Edit =>
				(of) => ({ ...of, vports: of.vports.toSpliced(at, 0, one) }),
		),
	},
);

function change(at: number, how: (one: VPort) => VPort): Edit {
	return (of) => ({
		...of,
		vports: of.vports.map((one, i) => (i === at % of.vports.length ? how(one) : one)),
	});
}

function textOf({ limits: given, max, key, vports, comment }: File): string {
	const capabilities = Object.entries({ preset: 'vmmq-64', ...given }).map(
		([name, value]) => `${name}: ${value}`,
	);
	return `version: 1
adapter:
  name: x
  mode: vmq
  capabilities: { ${capabilities.join(', ')} }
  rssProcessors: { base: "0:2", max: "0:${max}" }
  hash: { secretKey: "${key}" }
${comment}vports:
${vports.map(vportText).join('')}`;
}

function vportText(one: VPort): string {
	const hash = [
		...(one.types ? [`types: ${one.types}`] : []),
		...(one.key ? [`secretKey: "${one.key}"`] : []),
	];
	return [
		`  - id: ${one.id}`,
		...(one.name ? [`name: ${one.name}`] : []),
		...(one.function === 'pf' ? [] : [`attachedTo: "${one.function}"`]),
		`rss: ${one.rss}`,
		`numberOfQueues: ${one.queues}`,
		...(one.primary ? [`primaryProcessor: "0:${one.primary}"`] : []),
		...(one.fallback ? [`defaultProcessor: "0:${one.fallback}"`] : []),
		`indirectionTable: [${one.table.map((number) => `"0:${number}"`).join(', ')}]`,
		...(hash.length > 0 ? [`hash: { ${hash.join(', ')} }`] : []),
	]
		.map((line, i) => `${i === 0 ? '' : '    '}${line}\n`)
		.join('');
}

test('after any edits the findings are those of a fresh check', () => {
	const codes = new Map<string, number>();
	fc.assert(
		fc.property(file, fc.array(edit, { minLength: 1, maxLength: 12 }), (start, edits) => {
			const memory = new TextMemory();
			let now = start;
			for (const make of [(of: File) => of, ...edits]) {
				now = make(now);
				const text = textOf(now);
				const { findings } = checkText(text, { syntax: 'yaml' }, {}, undefined, memory);
				expect(findings).toEqual(checkText(text, { syntax: 'yaml' }).findings);
				for (const { code, kind } of findings)
					if (kind === 'refusal') codes.set(code, (codes.get(code) ?? 0) + 1);
			}
		}),
		{ numRuns: Number(process.env['RSSV2_MEMORY_RUNS'] ?? 300) },
	);
	// It means something only where there is something to find.
	expect(codes.size).toBeGreaterThan(3);
});
