import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };
import { LineIndex } from '../../../server/src/config/lines.js';
import { changeBetween } from '../../../server/src/config/textChange.js';
import type { Syntax, TreeNode } from '../../../server/src/config/tree.js';
import { rules as allRules } from '../../../server/src/rules/index.js';
import type { RuleSeverities } from '../../../server/src/rules/severities.js';
import { checkText } from '../../../server/src/validation/check.js';
import { TextMemory } from '../../../server/src/validation/textMemory.js';
import { hugeConfiguration } from '../../bench/hugeConfiguration.js';

const RUNS = Number(process.env['RSSV2_MEMORY_RUNS'] ?? 150);

/** Long enough for the adapter. */
const KEY = Array.from({ length: 40 }, (_, i) => (i + 16).toString(16)).join(':');

/** Texts with several VPorts, whose items are written in many ways, with what stands before, between and behind them. */
const parts: Readonly<
	Record<Syntax, { before: string[]; items: string[]; between: string[]; after: string[] }>
> = {
	yaml: {
		before: [
			'',
			'# c\n',
			'\ufeff',
			'host: { numaNodes: [{ node: 0, processors: "0:0-0:7", threadsPerCore: 2 }] }\n',
		],
		items: [
			'  - id: 0\n    name: a quite long name of a VPort\n    indirectionTable: ["0:2", "0:4"]\n    numberOfQueues: 2\n',
			'  - id: 1 # one\n    rss: true\n    numberOfQueues: 4\n    indirectionTable:\n      - "0:2"\n      - "0:4"\n      - 0:6\n      - "0:8"\n',
			'  - { id: 2, numberOfQueues: 2, indirectionTable: { processors: "0:2-0:4", numberOfEntries: 4 } }\n',
			`  - id: 3\n    hash:\n      types: [ipv4, udpIpv4]\n      secretKey: "${KEY}"\n    indirectionTable: ["0:2", "0:2"]\n`,
			'  - id: 4\n    attachedTo: "vf:0"\n    # within\n    indirectionTable:\n    - "0:9"\n    - "0:2"\n    windows: { vm: a virtual machine }\n',
			'  - id: 5\n    linux:\n      interface: eth0\n    numberOfQueues: 2\n    indirectionTable: ["0:2", "0:2", "0:2", "0:4"]\n',
		],
		between: [
			'',
			'',
			'',
			'\n',
			'  # rssv2-ignore uneven-spread: so be it\n',
			'    # deeper\n',
			'# left\n',
			'\n\n',
		],
		after: ['', '# end\n', '    # end\n', 'traffic: { flows: 100 }\n', 'host: { name: hv }\n'],
	},
	json: {
		before: ['', '// c\n', '\ufeff'],
		items: [
			'    { "id": 0, "name": "a quite long name of a VPort", "numberOfQueues": 2, "indirectionTable": ["0:2", "0:4"] }',
			'    {\n      "id": 1, // one\n      "numberOfQueues": 4,\n      "indirectionTable": [\n        "0:2",\n        "0:4",\n        "0:6",\n        "0:8"\n      ]\n    }',
			'    { "id": 2, "indirectionTable": { "processors": "0:2-0:4", "numberOfEntries": 4 } /* { */ }',
			`    { "id": 3, "hash": { "types": ["ipv4", "udpIpv4"], "secretKey": "${KEY}" }, "indirectionTable": ["0:2", "0:2"] }`,
			'{"id":4,"attachedTo":"vf:0","indirectionTable":["0:9","0:2",],}',
			'{"id":5,"numberOfQueues":2,"indirectionTable":["0:2","0:2","0:2","0:4"]}',
		],
		between: ['', '', '', '\n', '    // rssv2-ignore uneven-spread: so be it\n', ' /* , */ '],
		after: ['', '\n', '// end', ', "traffic": { "flows": 100 }', ', "host": { "name": "hv" }'],
	},
};
const adapters: Readonly<Record<Syntax, string>> = {
	yaml: 'adapter:\n  name: x\n  mode: vmq\n  capabilities: { preset: vmmq-64 }\n  rssProcessors: { base: "0:2", max: "0:8" }\n',
	json: '"adapter": { "name": "x", "mode": "vmq", "capabilities": { "preset": "vmmq-64" }, "rssProcessors": { "base": "0:2", "max": "0:8" } }',
};

function textsOf(syntax: Syntax): fc.Arbitrary<string> {
	const { before, items, between, after } = parts[syntax];
	const list = fc.array(fc.tuple(fc.constantFrom(...between), fc.constantFrom(...items)), {
		minLength: 1,
		maxLength: 6,
	});
	return fc
		.tuple(
			fc.constantFrom(...before),
			list,
			fc.constantFrom(...after),
			fc.boolean(),
			fc.integer({ min: 0, max: 9 }),
		)
		.map(([head, vports, tail, adapterLast, crlf]) => {
			const adapter = adapters[syntax];
			// Most have an id of their own each.
			const numbered = vports.map(([gap, item], i) => gap + item.replace(/(\bid"?: ?)\d/, `$1${i}`));
			const text =
				syntax === 'yaml'
					? `${head}version: 1\n${adapterLast ? '' : adapter}vports:\n${numbered.join('')}${tail}${adapterLast ? adapter : ''}`
					: `${head}{ "version": 1, ${adapterLast ? '' : `${adapter}, `}"vports": [\n${numbered.join(',\n')}\n]${adapterLast ? `, ${adapter}` : ''}${tail.startsWith(',') ? tail : ''} }${tail.startsWith(',') ? '' : tail}`;
			return crlf === 0 ? text.replaceAll('\n', '\r\n') : text;
		});
}

const scraps = [
	'\n',
	'\r\n',
	'\r',
	' ',
	'  ',
	'- ',
	'-',
	': ',
	':',
	'"',
	"'",
	'[',
	']',
	'{',
	'}',
	'#',
	' # c',
	'//',
	'/*',
	'*/',
	',',
	'\t',
	'&a ',
	'*a',
	'|',
	'>',
	'---\n',
	'\ufeff',
	'\u0000',
	'\ufffd',
	'😀',
	'\ud83d',
	'id',
	'0',
	'1',
	'7',
	'12',
	'"0:4"',
	'name: b',
	'\n  - id: 7\n',
	'\n# c\n',
	', {"id": 7}',
	'"id": 7, ',
	'rssv2-ignore',
	'vports:',
	'\\',
	'x',
	'true',
	'a name that is long enough',
];

interface Edit {
	/** Share of the text's length, or of the places where items begin and end. */
	readonly at: number;
	readonly where: 'any' | 'border' | 'number' | 'line';
	readonly by: number;
	readonly remove: number;
	readonly put: string;
	/** Whether it is taken back right after. */
	readonly undo: boolean;
}
const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
	fc.record({
		at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
		where: fc.constantFrom('any', 'border', 'border', 'number', 'number', 'line'),
		by: fc.integer({ min: -4, max: 4 }),
		remove: fc.oneof({ weight: 8, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(200) }),
		put: fc.oneof(fc.constant(''), fc.constantFrom(...scraps)),
		undo: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 10 },
);

/** The texts that an edit makes of a text, one after the other. */
function applied(text: string, { at, where, by, remove, put, undo }: Edit, syntax: Syntax): string[] {
	const cut = (from: number, length: number, by: string) =>
		text.slice(0, from) + by + text.slice(from + length);
	const among = (pattern: RegExp) => {
		const places = [...text.matchAll(pattern)];
		return places[Math.floor(at * places.length)];
	};
	let after: string;
	if (where === 'number') {
		// A number becomes another, of as many digits or not: mostly nothing is wrong then.
		const found = among(/\d+/g);
		if (!found) return [];
		after = cut(found.index, found[0].length, String((Number(found[0]) + Math.abs(by) * 2) % 12));
	} else if (where === 'line') {
		const found = among(/[^\n]*\n/g);
		if (!found) return [];
		after = cut(
			found.index,
			put.length % 2 === 0 ? found[0].length : 0,
			put.length % 3 === 0 ? found[0] : '',
		);
	} else {
		const border = where === 'border' ? among(syntax === 'yaml' ? /^ *- /gm : /[{}]/g)?.index : undefined;
		const from = Math.max(
			0,
			Math.min((border ?? Math.floor(at * text.length)) + (border === undefined ? 0 : by), text.length),
		);
		after = cut(from, remove, put);
	}
	return undo ? [after, text] : [after];
}

const severities: readonly RuleSeverities[] = [
	{},
	{ 'uneven-spread': 'off', 'single-processor': 'off', 'idle-queues': 'off' },
	{ 'single-processor': 'error' },
];

describe.each(['yaml', 'json'] as const)('after any edits (%s)', (syntax) => {
	test('everything known of a text is what a fresh check knows', () => {
		let known = 0;
		let all = 0;
		let shifted = 0;
		const told = new Set<string>();
		fc.assert(
			fc.property(
				textsOf(syntax),
				edits,
				fc.infiniteStream(fc.constantFrom(0, 0, 0, 1, 1, 2)),
				fc.infiniteStream(fc.boolean()),
				(start, list, severityOf, looks) => {
					const memory = new TextMemory();
					let now = start;
					const versions = [start];
					for (const edit of list) {
						const next = applied(now, edit, syntax);
						versions.push(...next);
						now = next.at(-1) ?? now;
					}
					const seen = new WeakSet<TreeNode>();
					let earlier: { check: ReturnType<typeof checkText>; was: string } | undefined;
					for (const text of versions) {
						const rules = severities[severityOf.next().value ?? 0] ?? {};
						const given = { syntax, encoding: looks.next().value ? 'utf-8' : 'utf-16' } as const;
						const check = checkText(text, given, rules, undefined, memory);
						const fresh = checkText(text, given, rules);
						// Findings are not always asked for, and sometimes before all else.
						const findings = looks.next().value ? check.findings : undefined;
						if (findings) expect(findings).toEqual(fresh.findings);
						for (const { code, kind } of fresh.findings)
							if (kind !== 'syntax' && kind !== 'schema') told.add(code);
						expect(check.documents.map(({ tree }) => tree)).toEqual(fresh.documents.map(({ tree }) => tree));
						expect(check.configuration).toEqual(fresh.configuration);
						const at = fresh.findings.map(({ span }) => fresh.lines.rangeOf(span));
						expect(fresh.findings.map(({ span }) => check.lines.rangeOf(span))).toEqual(at);
						// What is known of the version before stays as it was.
						if (earlier)
							expect(JSON.stringify(earlier.check.documents.map(({ tree }) => tree))).toBe(earlier.was);
						earlier = { check, was: JSON.stringify(fresh.documents.map(({ tree }) => tree)) };
						const list = check.tree.root?.kind === 'map' ? check.tree.root.entries : [];
						for (const { value } of list) {
							for (const item of value?.kind === 'sequence' ? value.items : []) {
								if (item.kind !== 'map') continue;
								all++;
								const origin = memory.items.originOf(item);
								if (seen.has(origin)) known++;
								seen.add(origin);
								if (origin !== item) shifted++;
							}
						}
					}
				},
			),
			{ numRuns: RUNS },
		);
		// It means something only where much is remembered, in its place and in others.
		expect(told.size).toBeGreaterThan(3);
		expect(known / all).toBeGreaterThan(0.2);
		expect(shifted / all).toBeGreaterThan(0.05);
	});
});

test.each(['yaml', 'json'] as const)('only the VPort that changes is read again (%s)', (syntax) => {
	const text = hugeConfiguration(syntax, 50, 16);
	const memory = new TextMemory();
	const before = checkText(text, { syntax }, {}, undefined, memory);
	expect(before.findings).toEqual([]);
	const at = text.indexOf('"0:2"', text.length >> 1);
	const after = checkText(
		`${text.slice(0, at)}"00:2"${text.slice(at + 5)}`,
		{ syntax },
		{},
		undefined,
		memory,
	);
	const [old, now] = [before, after].map(({ configuration }) => configuration?.entities ?? []);
	const anew = now?.filter(
		({ indirectionTable }, i) => indirectionTable.entries !== old?.[i]?.indirectionTable.entries,
	);
	// In YAML the last one too: what stands behind it may count to it.
	expect(anew?.length).toBe(syntax === 'yaml' ? 2 : 1);
});

test('the change between two texts leaves all else as it was', () => {
	const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
	const long = fc
		.tuple(piece, fc.constantFrom('', 'ab'.repeat(4096), 'a'.repeat(9000)))
		.map(([a, b]) => a + b + a);
	fc.assert(
		fc.property(long, piece, piece, long, (head, before, after, tail) => {
			const [from, to] = [head + before + tail, head + after + tail];
			const { start, endBefore, endAfter } = changeBetween(from, to);
			expect(from.slice(0, start) + to.slice(start, endAfter) + from.slice(endBefore)).toBe(to);
			expect(Math.min(endBefore, endAfter)).toBeGreaterThanOrEqual(start);
			expect(endAfter - start).toBeLessThanOrEqual(after.length);
		}),
		{ numRuns: RUNS },
	);
});

test('the lines of a version are those that are made without the one before', () => {
	const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\n', 'b', 'ä'), maxLength: 20 });
	fc.assert(
		fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), fc.boolean(), (versions, noReturn) => {
			const memory = new TextMemory();
			for (const version of versions) {
				const one = noReturn ? version.replaceAll('\r', '') : version;
				const [lines, fresh] = [memory.lines(one, 'utf-16'), new LineIndex(one)];
				for (let at = 0; at <= one.length; at++) {
					expect(lines.positionAt(at)).toEqual(fresh.positionAt(at));
					expect(lines.offsetAt(lines.positionAt(at))).toBe(fresh.offsetAt(fresh.positionAt(at)));
				}
			}
		}),
		{ numRuns: RUNS },
	);
});

test('the schema looks at each VPort by itself', () => {
	// Where it comes to look at several, SchemaMemory may not leave those out that are valid.
	const said = ['title', 'description', 'markdownDescription', 'ndis', 'documentation', 'default'];
	const { vports } = schema.properties;
	const keywords = Object.keys(vports).filter((key) => !said.includes(key));
	expect(keywords.sort()).toEqual(['items', 'minItems', 'type']);
	expect(vports.minItems).toBe(1);
	for (const keyword of ['if', 'allOf', 'anyOf', 'oneOf', 'not', 'dependencies', 'then', 'else'])
		expect(Object.keys(schema)).not.toContain(keyword);
});

test('lints that look at one entity alone are most', () => {
	expect(allRules.filter(({ looksAtAll }) => !looksAtAll).length).toBeGreaterThan(allRules.length / 2);
});
