import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LineIndex } from '../../server/src/config/lines.js';
import type { Syntax } from '../../server/src/config/tree.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';
import { hugeConfiguration } from './hugeConfiguration.js';
import { PeerUnderTest, peersWith } from './peers.js';
import { summary } from './statistics.js';

/**
 * From an edit to all diagnostics, over stdio: one processor of the middle of the file is changed to and fro. Beside it
 * the servers of others in the same run, on the same text and edits, without a schema (all that they then look for is
 * syntax) and with ours. yaml-language-server waits 200 ms before it looks; that is part of what its users wait for.
 */
let program: Bundle;
beforeAll(async () => {
	program = await bundle('main');
});
afterAll(() => program.dispose());

const example = readFileSync(new URL('../../examples/hyper-v-host.rssv2.yaml', import.meta.url), 'utf8');
const cases: readonly { size: string; syntax: Syntax; text: string; rounds: number; goal?: number }[] = [
	{ size: 'ordinary', syntax: 'yaml', text: example, rounds: 60 },
	{ size: 'huge', syntax: 'json', text: hugeConfiguration('json', 1000, 128), rounds: 12, goal: 0.35 },
	{ size: 'huge', syntax: 'yaml', text: hugeConfiguration('yaml', 1000, 128), rounds: 12, goal: 0.1 },
];

/** Changes a processor in the middle of a text, and back. */
function editsOf(text: string): (round: number) => object[] {
	const at = text.indexOf('"0:', text.length >> 1) + 3;
	const length = text.indexOf('"', at) - at;
	const lines = new LineIndex(text);
	const values = [text.slice(at, at + length), text.slice(at, at + length) === '4' ? '6' : '4'];
	return (round) => {
		const now = values[round % 2] ?? '';
		return [{ range: lines.rangeOf({ start: at, end: at + now.length }), text: values[(round + 1) % 2] }];
	};
}

async function time(rounds: number, edit: (round: number) => Promise<unknown>): Promise<number[]> {
	const times: number[] = [];
	for (let round = 0; round < rounds + 4; round++) {
		const start = performance.now();
		await edit(round);
		if (round >= 4) times.push(performance.now() - start); // the first ones warm up
	}
	return times;
}

test.each(cases)(
	'$size $syntax',
	async ({ size, syntax, text, rounds, goal }) => {
		const edits = editsOf(text);
		const server = await LanguageServerUnderTest.start(program.path);
		const uri = await server.open(`bench.rssv2.${syntax}`, text);
		expect(await server.diagnostics(uri)).toEqual([]);
		const own = summary(
			await time(rounds, async (round) => {
				await server.edit(uri, edits(round));
				return server.diagnostics(uri);
			}),
		);
		await server.stop();
		console.log(`${size} ${syntax}, ${text.length} characters: edit to diagnostics ${own.text} ms`);
		for (const schema of [false, true]) {
			const peer = peersWith(schema)?.[syntax];
			if (!peer) continue;
			const other = await PeerUnderTest.start(peer, text);
			const theirs = summary(await time(rounds, (round) => other.edit(edits(round))));
			await other.stop();
			const ratio = `${(own.median / theirs.median).toFixed(3)}${goal ? ` (goal ${goal})` : ''}`;
			console.log(`  ${peer.name} ${theirs.text} ms; ratio ${ratio}`);
		}
	},
	600_000,
);
