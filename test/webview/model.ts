import type { CellView, EntityView, PreviewModel, ProcessorView } from '../../server/src/protocol.js';

/** A place in the text; only its line tells places apart here. */
export const lineRange = (line: number) => ({ start: { line, character: 4 }, end: { line, character: 9 } });

/** What an entity of a test is made of; all else follows from it. */
interface EntityFacts {
	key: string;
	title: string;
	subtitle?: string;
	rss?: boolean;
	processors: string[];
	entries: number;
	queues: number;
	errors?: number;
	warnings?: number;
	/** Severity by index of the entry. */
	marks?: Record<number, CellView['severity']>;
}

/** An entity whose entries go round its processors; its place in the text starts at `line`. */
export function entity(facts: EntityFacts, line: number): EntityView {
	const { key, title, subtitle = '', rss = true, processors, entries, queues } = facts;
	const first = processors[0] ?? '0:0';
	const table = Array.from({ length: entries }, (_, i): CellView => {
		const severity = facts.marks?.[i];
		const processor = processors[i % processors.length] ?? first;
		return { processor, range: lineRange(line + i), ...(severity && { severity }) };
	});
	const shares = (rss ? processors : [first])
		.map((processor) => {
			const n = rss ? table.filter((cell) => cell.processor === processor).length : entries;
			return { processor, entries: n, share: n / entries };
		})
		.sort((a, b) => b.entries - a.entries);
	return {
		key,
		vportId: Number(key.split(':')[1] ?? 0),
		title,
		subtitle,
		rss,
		queues: { used: shares.length, limit: queues },
		table,
		defaultProcessor: { processor: first, active: rss, range: lineRange(line + 1000) },
		primaryProcessor: { processor: first, active: !rss, range: lineRange(line + 1001) },
		shares,
		numa: [{ node: 0, share: 1 }],
		evenShare: 1 / shares.length,
		errors: facts.errors ?? 0,
		warnings: facts.warnings ?? 0,
		range: lineRange(line),
	};
}

/** Two NUMA nodes of `cores` cores with two threads each; even processors 2 … `2 * cores - 2` of node 0 do RSS. */
function topology(cores: number, alsoPointedAt: string[] = []) {
	let colour = 0;
	const core = (node: number, i: number): ProcessorView[] =>
		[2 * i, 2 * i + 1].map((number) => {
			const inRssSet = node === 0 && number % 2 === 0 && number > 0;
			const pointedAt = inRssSet || alsoPointedAt.includes(`${node}:${number}`);
			return { id: `${node}:${number}`, inRssSet, ...(pointedAt && { colour: colour++ }) };
		});
	return [0, 1].map((node) => ({
		node,
		preferred: node === 0,
		cores: Array.from({ length: cores }, (_, i) => core(node, i)),
	}));
}

/** A configuration with four VPorts: even, uneven, with a refused table, and with RSS off. */
export function sample(): PreviewModel {
	return {
		uri: 'file:///slot3-port1.rssv2.yaml',
		version: 1,
		fileName: 'slot3-port1.rssv2.yaml',
		stale: false,
		traffic: {
			flowSets: [
				{ id: 'uniform', label: 'Uniform random', description: 'Addresses and ports are all random.' },
				{ id: 'zipf', label: 'Elephants and mice', description: 'A few flows have most of the packets.' },
			],
			flows: 10_000,
			seed: 1,
		},
		adapter: {
			name: 'Slot 3 Port 1',
			mode: 'vmq',
			rssProcessors: { range: '0:2–0:14', count: 7 },
			vports: { used: 4, limit: 16 },
			queues: { used: 9, limit: 64 },
			topology: topology(8, ['0:13']),
		},
		entities: [
			entity(
				{
					key: 'vport:0',
					title: 'Default',
					subtitle: 'VPort 0',
					processors: ['0:2', '0:4', '0:6', '0:8'],
					entries: 64,
					queues: 4,
				},
				100,
			),
			entity(
				{
					key: 'vport:1',
					title: 'sql01',
					subtitle: 'VPort 1',
					processors: ['0:10', '0:12', '0:14'],
					entries: 16,
					queues: 4,
					warnings: 1,
				},
				300,
			),
			entity(
				{
					key: 'vport:2',
					title: 'web-frontend',
					subtitle: 'VPort 2',
					processors: ['0:10', '0:13'],
					entries: 32,
					queues: 1,
					errors: 1,
					warnings: 2,
					marks: { 5: 'error', 6: 'warning', 7: 'information' },
				},
				500,
			),
			entity(
				{
					key: 'vport:3',
					title: 'backup',
					subtitle: 'VPort 3',
					rss: false,
					processors: ['0:12'],
					entries: 16,
					queues: 1,
				},
				700,
			),
		],
		findings: [
			{
				code: 'NDIS_STATUS_NO_QUEUES',
				severity: 'error',
				kind: 'refusal',
				message: 'VPort 2 uses 2 processors but has 1 queue.',
				range: lineRange(505),
				entity: 'vport:2',
				documentation: 'https://example.invalid/no-queues',
			},
			{
				code: 'smt-siblings',
				severity: 'warning',
				kind: 'lint',
				message: '0:12 and 0:13 are threads of one core.',
				range: lineRange(506),
				entity: 'vport:2',
				documentation: 'https://example.invalid/smt-siblings',
			},
			{
				code: 'well-known-key',
				severity: 'information',
				kind: 'lint',
				message: 'The key is published in documentation: anyone can aim at a processor.',
				range: lineRange(20),
			},
		],
	};
}

/** The largest configuration that is likely: 64 VPorts with 128 entries each on 2 × 64 processors. */
export function large(): PreviewModel {
	const model = sample();
	const processors = Array.from({ length: 31 }, (_, i) => `0:${2 * i + 2}`);
	return {
		...model,
		...(model.adapter && { adapter: { ...model.adapter, topology: topology(32) } }),
		entities: Array.from({ length: 64 }, (_, i) =>
			entity(
				{
					key: `vport:${i}`,
					title: `vm-${i}`,
					subtitle: `VPort ${i}`,
					processors: processors.slice(i % 16),
					entries: 128,
					queues: 32,
				},
				1000 * i,
			),
		),
	};
}
