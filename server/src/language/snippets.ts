import type { PathStep } from './schema.js';
import type { Skeleton } from './skeleton.js';

/** A frequent piece of a configuration. Its texts are valid in both syntaxes. */
export interface Snippet {
	readonly label: string;
	readonly detail: string;
	readonly body: Skeleton;
}

/** A tab stop with what stands there at first. */
const stop = (n: number, first: string) => `\${${n}:${first}}`;
const text = (n: number, first: string) => `"${stop(n, first)}"`;

const table: Skeleton = { numberOfEntries: stop(7, '16'), processors: [text(8, '0:2'), text(9, '0:4')] };
const adapter = (mode: string): Skeleton => ({
	name: text(1, 'Adapter'),
	mode,
	rssProcessors: { base: text(2, '0:2'), max: text(3, '0:14') },
});

const configurations: readonly Snippet[] = [
	{
		label: 'configuration of a switch',
		detail: 'A whole file: each VPort of the NIC switch spreads (vmq)',
		body: {
			version: '1',
			adapter: adapter('"vmq"'),
			vports: [
				{ id: stop(4, '0'), name: text(5, 'Default'), numberOfQueues: stop(6, '2'), indirectionTable: table },
			],
		},
	},
	{
		label: 'configuration of an adapter',
		detail: 'A whole file: the adapter itself spreads (native)',
		body: {
			version: '1',
			adapter: adapter('"native"'),
			scaling: { numberOfQueues: stop(6, '2'), indirectionTable: table },
		},
	},
];

const vports: readonly Snippet[] = [
	{
		label: 'VPort with RSS',
		detail: 'Spreads over several processors',
		body: { id: stop(1, '1'), name: text(2, 'vm'), numberOfQueues: stop(3, '2'), indirectionTable: table },
	},
	{
		label: 'VPort without RSS',
		detail: 'Takes all its traffic on one processor',
		body: { id: stop(1, '1'), name: text(2, 'vm'), rss: 'false', primaryProcessor: text(3, '0:2') },
	},
];

const numaNodes: readonly Snippet[] = [
	{
		label: 'NUMA node',
		detail: 'Its number and processors',
		body: { node: stop(1, '0'), processors: text(2, '0:0-0:15'), threadsPerCore: stop(3, '2') },
	},
];

const tables: readonly Snippet[] = [
	{ label: 'round robin', detail: 'Processors in turn', body: table },
	{
		label: 'by weight',
		detail: 'Entries in proportion to weights',
		body: {
			numberOfEntries: stop(1, '16'),
			weights: { [stop(2, '0:2')]: stop(3, '3'), [stop(4, '0:4')]: stop(5, '1') },
		},
	},
];

/** The pieces that can be a value at a path. */
export function snippetsAt(path: readonly PathStep[]): readonly Snippet[] {
	const last = path.at(-1);
	if (path.length === 0) return configurations;
	if (last === 'indirectionTable') return tables;
	if (typeof last !== 'number') return [];
	const list = path.at(-2);
	return list === 'vports' ? vports : list === 'numaNodes' ? numaNodes : [];
}
