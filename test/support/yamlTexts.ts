import fc from 'fast-check';

const plain = fc.constantFrom(
	...[
		'vm1',
		'0:2',
		'a b',
		'1',
		'-7',
		'0x1F',
		'0o17',
		'1.50',
		'.5',
		'+3',
		'1e3',
		'.inf',
		'-.INF',
		'.nan',
		'0:0-0:14/2',
	],
	...[
		'true',
		'False',
		'null',
		'~',
		'Null',
		'x#y',
		'x:y',
		"it's",
		'ü€',
		'😀',
		'a[0]',
		'https://x/y',
		'1_000',
		'12e',
		'<x',
		'-x',
	],
);
const quoted = fc.oneof(
	{
		weight: 20,
		arbitrary: fc.constantFrom(
			...['""', '"a"', "''", "'it''s'", '"a: b # c"', '"0:2"', "' x '", '"😀"', '"<<"', '"a\tb"'],
		),
	},
	{ weight: 1, arbitrary: fc.constantFrom('"\\n"', '"\\u0041"') },
);
const scalar = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: quoted });
const key = fc.oneof(
	{ weight: 50, arbitrary: fc.constantFrom('id', 'name', 'indirectionTable', 'a b', 'ü', '7', 'x') },
	{ weight: 8, arbitrary: fc.constantFrom('"q"', "'s'", '~', 'true', '"<<"') },
	{ weight: 1, arbitrary: fc.constant('<<') },
);
const spaces = fc.constantFrom('', '', '', ' ', '  ');
const comment = fc.constantFrom('# c', '#', '#c # d  ', '# a: b', '# "', '# 😀 \t');
/** What may stand behind a value on its line. */
const lineTail = fc.oneof(
	{ weight: 60, arbitrary: fc.constant('') },
	{ weight: 9, arbitrary: fc.constantFrom(' ', '   ') },
	{ weight: 15, arbitrary: comment.map((text) => `  ${text}`) },
	{ weight: 1, arbitrary: comment },
	{ weight: 1, arbitrary: fc.constant('\t') },
);
/** Whole lines that mean nothing, at any column. */
const filler = fc.oneof(
	{ weight: 8, arbitrary: fc.constant([]) },
	{
		weight: 3,
		arbitrary: fc.array(
			fc.oneof(
				fc.constantFrom('', '  ', '    '),
				fc.tuple(fc.nat(9), comment).map(([column, text]) => ' '.repeat(column) + text),
			),
			{ maxLength: 3 },
		),
	},
);

const flow: fc.Arbitrary<string> = fc.letrec<{ flow: string; value: string }>((tie) => ({
	value: fc.oneof({ maxDepth: 2, withCrossShrink: true }, scalar, tie('flow')),
	flow: fc
		.record({
			map: fc.boolean(),
			parts: fc.array(
				fc.tuple(
					key,
					tie('value'),
					fc.constantFrom(
						', ',
						', ',
						',',
						' , ',
						',\n             ',
						' # c\n             , ',
						',\n',
						'\n  ,\n        ',
					),
				),
				{ maxLength: 4 },
			),
			colon: fc.constantFrom(': ', ': ', ': ', ':', ' : ', ':\n              '),
			open: fc.constantFrom('', ' ', '\n      ', ' # c\n     '),
			close: fc.constantFrom('', '', ' ', '\n             ', '\n  ', '\n', ','),
		})
		.map(({ map, parts, colon, open, close }) => {
			const inside = parts.map(([name, value, gap], i) => {
				const part = map ? name + colon + value : value;
				return i < parts.length - 1 ? part + gap : part;
			});
			return (map ? '{' : '[') + open + inside.join('') + close + (map ? '}' : ']');
		}),
})).flow;

interface Block {
	readonly kind: 'map' | 'list';
	readonly step: number;
	readonly dash: string;
	readonly entries: readonly {
		readonly name: string;
		readonly colon: string;
		readonly value: string | Block | undefined;
		readonly tail: string;
		readonly ownLine: boolean;
		readonly after: readonly string[];
		readonly shift: number;
	}[];
}

const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block; entry: Block['entries'][number] }>((tie) => ({
	entry: fc.record({
		name: key,
		colon: fc
			.tuple(fc.constantFrom('', '', '', ' '), spaces)
			.map(([before, behind]) => `${before}: ${behind}`),
		value: fc.oneof(
			{ maxDepth: 4, withCrossShrink: true },
			{ weight: 12, arbitrary: scalar },
			{ weight: 2, arbitrary: flow },
			{ weight: 1, arbitrary: fc.constant(undefined) },
			{ weight: 5, arbitrary: tie('block') },
		),
		tail: lineTail,
		ownLine: fc.oneof(
			{ weight: 5, arbitrary: fc.constant(false) },
			{ weight: 1, arbitrary: fc.constant(true) },
		),
		after: filler,
		shift: fc.oneof(
			{ weight: 80, arbitrary: fc.constant(0) },
			{ weight: 1, arbitrary: fc.constantFrom(-1, 1) },
		),
	}),
	block: fc.record({
		kind: fc.constantFrom('map', 'list'),
		step: fc.constantFrom(0, 1, 2, 2, 4),
		dash: fc.constantFrom('- ', '- ', '-   '),
		entries: fc.array(tie('entry'), { minLength: 1, maxLength: 4 }),
	}),
})).block;

function linesOf({ kind, dash, entries }: Block, column: number): string[] {
	return entries.flatMap(({ name, colon, value, tail, ownLine, after, shift }) => {
		const head = ' '.repeat(Math.max(0, column + shift)) + (kind === 'map' ? name + colon : dash);
		if (value === undefined) return [head + tail, ...after];
		if (typeof value === 'string') {
			return ownLine
				? [head + tail, ' '.repeat(column + 3) + value, ...after]
				: [head + value + tail, ...after];
		}
		if (kind === 'list' && !ownLine) {
			const [first = '', ...rest] = linesOf(value, column + dash.length);
			return [head + first.trimStart(), ...rest, ...after];
		}
		const inner = column + (value.kind === 'list' ? value.step : Math.max(1, value.step));
		return [head + tail, ...after, ...linesOf(value, inner)];
	});
}

/** YAML of the kind that configurations are written in, oddly spaced, most of it right. */
export const yamlTexts: fc.Arbitrary<string> = fc
	.record({
		bom: fc.constantFrom('', '', '', '\ufeff'),
		before: filler,
		start: fc.constantFrom(...Array.from({ length: 20 }, () => ''), '---', '%YAML 1.2'),
		root: fc.oneof({ weight: 9, arbitrary: block }, { weight: 1, arbitrary: flow }),
		column: fc.constantFrom(0, 0, 0, 2),
		after: filler,
		newline: fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r\n', '\r\n', '\r'),
		last: fc.boolean(),
	})
	.map(({ bom, before, start, root, column, after, newline, last }) => {
		const body = typeof root === 'string' ? [root] : linesOf(root, column);
		const lines = [...before, ...(start ? [start] : []), ...body, ...after];
		const text = lines.join('\n') + (last ? '\n' : '');
		return bom + text.replaceAll('\n', newline);
	});

const scraps = [
	...[
		'\n',
		'\n',
		'\n  ',
		'\n    ',
		' ',
		'  ',
		'\t',
		'\r',
		'\r\n',
		':',
		': ',
		'- ',
		'-',
		',',
		'[',
		']',
		'{',
		'}',
		'#',
		' # c',
	],
	...[
		'"',
		"'",
		'\\',
		'&a ',
		'*a',
		'!t ',
		'|',
		'>',
		'%',
		'@',
		'`',
		'?',
		'? ',
		'---',
		'...',
		'~',
		'0:2',
		'x',
		'\ufeff',
		'😀',
		'\ud800',
	],
	...[
		'\n# c',
		'\n      # c',
		'\nkey: value',
		'\n- x',
		': a: b',
		'<<: ',
		'\u0085',
		'\u2028',
		'\u00a0',
		'\n---\n',
		'\n...\n',
		'=',
	],
];

/** A text with some pieces cut out, doubled, or put in where they do not belong. */
export function mutationsOf(text: string): fc.Arbitrary<string> {
	const cut = fc.record({
		at: fc.nat(text.length),
		remove: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(80) }),
		insert: fc.oneof(
			{ weight: 3, arbitrary: fc.constantFrom('', ...scraps) },
			{
				weight: 1,
				arbitrary: fc
					.tuple(fc.nat(text.length), fc.nat(60))
					.map(([from, length]) => text.slice(from, from + length)),
			},
		),
	});
	return fc
		.array(cut, { minLength: 1, maxLength: 3 })
		.map((cuts) =>
			cuts.reduce(
				(made, { at, remove, insert }) => made.slice(0, at) + insert + made.slice(at + remove),
				text,
			),
		);
}

/** Pieces of YAML in any order. */
export const yamlSoup: fc.Arbitrary<string> = fc
	.array(
		fc.oneof(
			fc.constantFrom(...scraps),
			plain,
			quoted,
			fc.constantFrom('a:', 'b: ', '\nc: ', '\n  d: ', '\n- '),
		),
		{
			maxLength: 14,
		},
	)
	.map((pieces) => pieces.join(''));
