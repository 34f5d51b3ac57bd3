import { expect } from 'vitest';

/** What cases change of a configuration; a matcher may stand for a value. */
export interface Data {
	adapter: Record<'hash' | 'rssProcessors', Record<string, unknown>>;
	vports: VPortData[];
}
export type VPortData = Record<string, unknown> & {
	indirectionTable: Record<string, unknown> | readonly string[];
};
export interface Case {
	readonly code: string;
	readonly title: RegExp;
	/** Parts of an example: see exampleText. */
	readonly vport: string;
	readonly rssProcessors?: string;
	readonly hash?: string;
	readonly capabilities?: string;
	/** What of the data changes, and nothing else. */
	readonly change: (data: Data) => void;
	/** Codes that may be told of the fixed file. */
	readonly left?: readonly string[];
}

export const table = (...numbers: number[]) =>
	`indirectionTable: ${JSON.stringify(numbers.map((n) => `0:${n}`))}`;
export const cells = (...numbers: number[]) => numbers.map((n) => `0:${n}`);

export function vportOf({ vports }: Data): VPortData {
	const [vport] = vports;
	if (!vport) throw new Error('no VPort');
	return vport;
}

/** A table that is generated. */
function generatorOf(data: Data): Record<string, unknown> {
	return vportOf(data).indirectionTable as Record<string, unknown>;
}

export const cases: readonly Case[] = [
	{
		code: 'idle-queues',
		title: /^Lower numberOfQueues to 2 \(2 processors in use\)$/,
		vport: `numberOfQueues: 8, ${table(2, 4)}`,
		change: (data) => {
			vportOf(data)['numberOfQueues'] = 2;
		},
	},
	{
		code: 'NDIS_STATUS_NO_QUEUES',
		title: /^Raise numberOfQueues to 4/,
		vport: `numberOfQueues: 2, ${table(2, 4, 6, 8)}`,
		change: (data) => {
			vportOf(data)['numberOfQueues'] = 4;
		},
	},
	{
		code: 'NDIS_STATUS_NO_QUEUES',
		title: /^Raise numberOfQueues to 2/,
		vport: table(2, 4),
		change: (data) => {
			vportOf(data)['numberOfQueues'] = 2;
		},
	},
	{
		code: 'NDIS_STATUS_INVALID_PARAMETER',
		title: /^Grow the table to 4 entries$/,
		vport: `numberOfQueues: 3, ${table(2, 4, 6)}`,
		change: (data) => {
			vportOf(data).indirectionTable = cells(2, 4, 6, 2);
		},
	},
	{
		code: 'NDIS_STATUS_INVALID_PARAMETER',
		title: /^Grow the table to 64 entries$/,
		vport: 'numberOfQueues: 2, indirectionTable: { numberOfEntries: 48, processors: "0:2, 0:4" }',
		change: (data) => {
			generatorOf(data)['numberOfEntries'] = 64;
		},
	},
	{
		code: 'NDIS_STATUS_INVALID_PARAMETER',
		title: /^Shrink the table to 128 entries$/,
		vport: 'numberOfQueues: 2, indirectionTable: { numberOfEntries: 200, processors: "0:2, 0:4" }',
		change: (data) => {
			generatorOf(data)['numberOfEntries'] = 128;
		},
	},
	{
		code: 'NDIS_STATUS_INVALID_PARAMETER',
		title: /^Lower numberOfQueues to 2/,
		vport: `numberOfQueues: 500, ${table(2, 4)}`,
		change: (data) => {
			vportOf(data)['numberOfQueues'] = 2;
		},
	},
	{
		code: 'uneven-spread',
		title: /^Spread the entries evenly over 2 processors$/,
		vport: `numberOfQueues: 2, ${table(2, 2, 2, 4)}`,
		change: (data) => {
			vportOf(data).indirectionTable = expect.arrayContaining(cells(2, 4));
		},
	},
	{
		code: 'uneven-spread',
		title: /^Spread the entries evenly over 2 processors$/,
		vport: 'numberOfQueues: 2, indirectionTable: { numberOfEntries: 8, weights: { "0:2": 6, "0:4": 2 } }',
		change: (data) => {
			generatorOf(data)['weights'] = { '0:2': 1, '0:4': 1 };
		},
	},
	{
		code: 'single-processor',
		title: /^Spread the entries evenly over 2 processors$/,
		vport: `numberOfQueues: 2, ${table(2, 2)}`,
		change: (data) => {
			vportOf(data).indirectionTable = expect.arrayContaining(['0:2']);
		},
	},
	{
		code: 'single-processor',
		title: /^Turn RSS off$/,
		vport: table(2, 2),
		change: (data) => {
			vportOf(data)['rss'] = false;
		},
	},
	{
		code: 'smt-siblings',
		title: /^Move 0:3 to 0:4, on a core of its own$/,
		vport: `numberOfQueues: 2, ${table(2, 3, 2, 3)}`,
		change: (data) => {
			vportOf(data).indirectionTable = cells(2, 4, 2, 4);
		},
	},
	{
		code: 'smt-siblings',
		title: /^Move 0:3 to 0:4/,
		vport: 'numberOfQueues: 2, indirectionTable: { numberOfEntries: 4, processors: ["0:2", "0:3"] }',
		change: (data) => {
			generatorOf(data)['processors'] = cells(2, 4);
		},
	},
	{
		code: 'remote-numa',
		title: /^Move 1:4 to 0:4$/,
		rssProcessors: 'base: "0:2", max: "1:15", preferredNumaNode: 0',
		vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "1:4"]',
		change: (data) => {
			vportOf(data).indirectionTable = cells(2, 4);
		},
	},
	{
		code: 'boot-processor',
		title: /^Move 0:0 to 0:4$/,
		rssProcessors: 'base: "0:0", max: "0:15"',
		vport: 'defaultProcessor: "0:0", numberOfQueues: 2, indirectionTable: ["0:0", "0:2"]',
		change: (data) => {
			vportOf(data).indirectionTable = cells(4, 2);
			vportOf(data)['defaultProcessor'] = '0:4';
		},
	},
	{
		code: 'NDIS_STATUS_INVALID_DATA',
		title: /^Move 1:0 to 0:4$/,
		vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "1:0"]',
		change: (data) => {
			vportOf(data).indirectionTable = cells(2, 4);
		},
	},
	{
		code: 'default-processor-queue',
		title: /^Make 0:2 the default processor$/,
		vport: `numberOfQueues: 3, defaultProcessor: "0:6", ${table(2, 4)}`,
		change: (data) => {
			vportOf(data)['defaultProcessor'] = '0:2';
		},
		left: ['idle-queues'],
	},
	{
		code: 'outside-rss-processors-inactive',
		title: /^Make 0:2 the primary processor$/,
		vport: `primaryProcessor: "1:0", numberOfQueues: 2, ${table(2, 4)}`,
		change: (data) => {
			vportOf(data)['primaryProcessor'] = '0:2';
		},
	},
	{
		code: 'outside-rss-processors-inactive',
		title: /^Move the entries to RSS processors$/,
		vport: 'primaryProcessor: "0:2", rss: false, indirectionTable: ["0:2", "1:4"]',
		change: (data) => {
			vportOf(data).indirectionTable = cells(2, 3);
		},
	},
	{
		code: 'hash-type-combination',
		title: /^Add ipv4$/,
		hash: 'types: [tcpIpv4, udpIpv4]',
		vport: `numberOfQueues: 2, ${table(2, 4)}`,
		change: (data) => {
			data.adapter.hash['types'] = ['ipv4', 'tcpIpv4', 'udpIpv4'];
		},
		left: ['udp-fragments'],
	},
	{
		code: 'dynamic-without-rssv2',
		title: /^Use staticVrss$/,
		capabilities: 'preset: vmmq-64, supportsIndependentEntryMove: false',
		vport: `scheduling: dynamic, numberOfQueues: 2, ${table(2, 4)}`,
		change: (data) => {
			vportOf(data)['scheduling'] = 'staticVrss';
		},
		left: ['NDIS_STATUS_NOT_SUPPORTED'],
	},
	{
		code: 'keyword-conflict',
		title: /^Use profile NUMAStatic$/,
		rssProcessors: 'base: "0:2", max: "0:15", profile: Balanced',
		vport: `numberOfQueues: 2, ${table(2, 4)}`,
		change: (data) => {
			data.adapter.rssProcessors['profile'] = 'NUMAStatic';
		},
	},
	{
		code: 'keyword-conflict',
		title: /^Add max: "1:63"$/,
		rssProcessors: 'base: "1:2"',
		vport: 'numberOfQueues: 2, indirectionTable: ["1:2", "1:4"]',
		change: (data) => {
			data.adapter.rssProcessors['max'] = '1:63';
		},
	},
	...['well-known-key', 'weak-key', 'symmetric-key', 'NDIS_STATUS_INVALID_LENGTH'].map(
		(code): Case => ({
			code,
			title: /^Use a new random key$/,
			hash: `types: [tcpIpv4, ipv4], secretKey: "${
				{
					'well-known-key':
						'6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa',
					'weak-key': '00'.repeat(40),
					'symmetric-key': `${'6d:5a:'.repeat(8)}4fa17c0e93d85b26e7308d42b916fc650ac3589e712de487`,
				}[code] ?? 'ab'.repeat(39)
			}"`,
			vport: `numberOfQueues: 2, ${table(2, 4)}`,
			change: (data) => {
				data.adapter.hash['secretKey'] = expect.stringMatching(/^([0-9a-f]{2}:?){39}[0-9a-f]{2}$/);
			},
		}),
	),
	{
		code: 'unknown-property',
		title: /^Change to numberOfQueues$/,
		vport: `numberOfQueus: 2, ${table(2, 4)}`,
		change: (data) => {
			const vport = vportOf(data);
			vport['numberOfQueues'] = vport['numberOfQueus'];
			delete vport['numberOfQueus'];
		},
	},
	{
		code: 'unknown-value',
		title: /^Change to staticVmq$/,
		vport: 'scheduling: staticVMQQ',
		change: (data) => {
			vportOf(data)['scheduling'] = 'staticVmq';
		},
	},
];
