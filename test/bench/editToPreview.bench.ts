import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { eventually, serverOfFile } from '../support/languageServer.js';

/**
 * From an edit of an ordinary file to what an editor shows of it, over stdio: all diagnostics, and the preview (which
 * waits until the document has rested). The peer in the same run is the bare `yaml` package parsing the same text.
 */
const text = readFileSync(new URL('../../examples/hyper-v-host.rssv2.yaml', import.meta.url), 'utf8');
const ROUNDS = 60;

const server = await serverOfFile();

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

test('edit to diagnostics and to preview', async () => {
	const uri = await server.open('bench.rssv2.yaml', text);
	const diagnostics: number[] = [];
	const preview: number[] = [];
	const peer: number[] = [];
	for (let i = 0; i < ROUNDS; i++) {
		const edited = `${text}# ${i}\n`;
		const start = performance.now();
		const version = await server.change(uri, edited);
		expect(await server.diagnostics(uri)).toEqual([]);
		diagnostics.push(performance.now() - start);
		await eventually('the check', () => server.previewChanges.find((change) => change.version === version));
		expect(await server.request('rssv2/preview', { uri })).toMatchObject({ version });
		preview.push(performance.now() - start);
		const parse = performance.now();
		parseDocument(edited);
		peer.push(performance.now() - parse);
	}
	const report = {
		'edit to diagnostics, ms': median(diagnostics),
		'edit to preview, ms': median(preview),
		'yaml alone, ms': median(peer),
	};
	const ratio = (median(diagnostics) / median(peer)).toFixed(2);
	console.log(
		Object.entries(report)
			.map(([what, ms]) => `${what}: ${ms.toFixed(2)}`)
			.join('\n'),
	);
	console.log(`edit to diagnostics / yaml alone: ${ratio} (medians of ${ROUNDS})`);
});
