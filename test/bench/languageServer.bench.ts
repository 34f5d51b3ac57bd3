import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Syntax } from '../../server/src/config/tree.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { peakMemory } from '../support/memory.js';
import { hugeConfiguration } from './hugeConfiguration.js';
import { OwnServer } from './ownServer.js';
import { installPeers, type Peer, PeerUnderTest, peersIn } from './peers.js';
import { processorEdits } from './processorEdits.js';
import { summary } from './statistics.js';

/**
 * Over stdio, from an edit to all diagnostics and to a hover: one processor of the middle of the file is changed to and
 * fro. Beside it the servers of others in the same run, on the same text and edits, without a schema (all that they then
 * look for is syntax) and with ours. yaml-language-server waits 200 ms before it looks; that is part of what its users
 * wait for.
 */
let program: Bundle;
let peers: string;
beforeAll(async () => {
	program = await bundle('main', { production: true });
	peers = await installPeers();
}, 300_000);
afterAll(() => program.dispose());

const example = readFileSync(new URL('../../examples/hyper-v-host.rssv2.yaml', import.meta.url), 'utf8');
const rounds = (huge: boolean) => (huge ? 10 : 60);
const cases: readonly { size: string; syntax: Syntax; text: string; goals: Goals }[] = [
	{ size: 'ordinary', syntax: 'yaml', text: example, goals: [] },
	{ size: 'huge', syntax: 'json', text: hugeConfiguration('json', 1000, 128), goals: [0.35, 0.4, 0.7] },
	{ size: 'huge', syntax: 'yaml', text: hugeConfiguration('yaml', 1000, 128), goals: [0.1, 0.05, 0.2] },
];
/** Ratios to the peer: of edit to diagnostics, of edit to hover, of memory. */
type Goals = readonly number[];

/** Rounds before those that count. */
const WARM_UP = 2;

async function time(count: number, step: (round: number) => Promise<unknown>): Promise<number[]> {
	const times: number[] = [];
	for (let round = 0; round < count + WARM_UP; round++) {
		const start = performance.now();
		await step(round);
		if (round >= WARM_UP) times.push(performance.now() - start);
	}
	return times;
}

interface Measured {
	readonly diagnostics: ReturnType<typeof summary>;
	readonly hover: ReturnType<typeof summary>;
	/** MB */
	readonly memory: number;
}

/** What an edited document costs a server. */
async function measure(server: OwnServer | PeerUnderTest, text: string, huge: boolean): Promise<Measured> {
	const edits = processorEdits(text);
	const { start } = edits(0)[0].range;
	const diagnostics = await time(rounds(huge), (round) => server.edit(edits(round)));
	const hover = await time(rounds(huge), (round) => server.editAndHover(edits(round), start));
	const memory = peakMemory(server.child) / 1024;
	return { diagnostics: summary(diagnostics), hover: summary(hover), memory };
}

test.each(cases)(
	'$size $syntax',
	async ({ size, syntax, text, goals }) => {
		const huge = size === 'huge';
		const server = await OwnServer.start(program.path, `bench.rssv2.${syntax}`, text);
		expect(await server.diagnostics()).toEqual([]);
		const own = await measure(server, text, huge);
		await server.stop();
		console.log(`${size} ${syntax}, ${text.length} characters`);
		console.log(row('own', own));
		for (const schema of [false, true]) {
			const peer = peersIn(peers, schema)[syntax];
			const other = await PeerUnderTest.start(peer, text);
			const theirs = await measure(other, text, huge);
			await other.stop();
			console.log(row(peer.name, theirs));
			const ratios = [
				own.diagnostics.median / theirs.diagnostics.median,
				own.hover.median / theirs.hover.median,
				own.memory / theirs.memory,
			];
			const shown = ratios.map((ratio, i) => `${ratio.toFixed(3)}${goals[i] ? ` (goal ${goals[i]})` : ''}`);
			console.log(`    ratios: ${shown.join(' | ')}`);
		}
	},
	900_000,
);

function row(name: string, { diagnostics, hover, memory }: Measured): string {
	return `  ${name}: diagnostics ${diagnostics.text} ms | hover ${hover.text} ms | peak ${memory.toFixed(0)} MB`;
}

test('spawn to initialize', async () => {
	const peer: Peer = peersIn(peers, false).json;
	const own: number[] = [];
	const theirs: number[] = [];
	for (let i = 0; i < 20; i++) {
		let start = performance.now();
		const server = await OwnServer.initialize(program.path);
		own.push(performance.now() - start);
		await server.stop();
		start = performance.now();
		const other = await PeerUnderTest.initialize(peer);
		theirs.push(performance.now() - start);
		await other.stop();
	}
	const [ours, others] = [summary(own), summary(theirs)];
	console.log(`spawn to initialize: ${ours.text} ms; ${peer.name} ${others.text} ms`);
	console.log(`    ratio ${(ours.median / others.median).toFixed(3)} (goal 0.7)`);
}, 300_000);

const wrongs: readonly (readonly [what: string, cell: string])[] = [
	['no processors', '"0:x2"'],
	['a wrong type', '12345'],
	['outside the RSS processors', '"0:60"'],
];

test.each(
	(['json', 'yaml'] as const).flatMap((syntax) => wrongs.map((wrong) => [syntax, ...wrong] as const)),
)(
	'100,000 errors: %s, %s',
	async (syntax, what, cell) => {
		const clean = hugeConfiguration(syntax, 1000, 128);
		let left = 100_000;
		const broken = clean.replace(/"0:\d+"(?=,?\n)/g, (good) => (left-- > 0 ? cell : good));
		expect(left).toBeLessThanOrEqual(0);
		const medians: number[] = [];
		for (const text of [clean, broken]) {
			const server = await OwnServer.start(program.path, `bench.rssv2.${syntax}`, text);
			const found = await server.diagnostics();
			expect(found.length > 0).toBe(text === broken);
			// Alone, and with every check made anew: an edit of the adapter is nothing that could be remembered.
			const at = text.indexOf('Ethernet');
			const edits = processorEdits(text, { at, length: 8 }, ['Ethernet', 'Infinity']);
			medians.push(summary(await time(12, (round) => server.edit(edits(round)))).median);
			await server.stop();
		}
		const [one = 0, many = 0] = medians;
		const ratio = (many / one).toFixed(2);
		console.log(
			`100,000 errors (${what}), ${syntax}: ${many.toFixed(0)} ms, clean ${one.toFixed(0)} ms; ratio ${ratio} (goal 2)`,
		);
	},
	300_000,
);
