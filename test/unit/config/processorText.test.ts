import { describe, expect, test } from 'vitest';
import { parseTree } from '../../../server/src/config/parse.js';
import { readProcessors } from '../../../server/src/config/processorText.js';
import { formatProcessor } from '../../../server/src/rss/processor.js';

function read(value: string) {
	const text = `p: "${value}"`;
	const { root } = parseTree(text, 'yaml');
	const node = root?.kind === 'map' ? root.entries[0]?.value : undefined;
	if (node?.kind !== 'scalar') throw new Error('no scalar');
	const complaints: [string, string][] = [];
	const found = readProcessors(node, (span, message) =>
		complaints.push([text.slice(span.start, span.end), message]),
	);
	return {
		list: found.map(({ processor }) => formatProcessor(processor)),
		places: found.map(({ span }) => text.slice(span.start, span.end)),
		complaints,
	};
}

describe('processors, ranges and sets', () => {
	test.each([
		['0:2', ['0:2']],
		['0:2-0:5', ['0:2', '0:3', '0:4', '0:5']],
		['0:2-0:8/2', ['0:2', '0:4', '0:6', '0:8']],
		['0:62-1:1', ['0:62', '0:63', '1:0', '1:1']],
		['0:60-1:2/4', ['0:60', '1:0']],
		['1:0, 0:2 ,0:4-0:5', ['1:0', '0:2', '0:4', '0:5']],
	])('%s', (text, expected) => {
		expect(read(text)).toMatchObject({ list: expected, complaints: [] });
	});

	test('each processor stands at the piece that names it', () => {
		expect(read('0:2, 0:4-0:5').places).toEqual(['0:2', '0:4-0:5', '0:4-0:5']);
	});

	test.each([
		['0:64', '0:64', /cannot exist/],
		['70000:1', '70000:1', /cannot exist/],
		['5', '5', /Did you mean `0:5`/],
		['0:8-0:2', '0:8-0:2', /ends before it starts/],
		['0:2-0:8/0', '0:2-0:8/0', /step/],
		['0:2,,0:4', ',', /missing/],
		['0:2/2', '0:2/2', /needs a range/],
		['0:1-0:2-0:3', '0:1-0:2-0:3', /no range/],
		['cpu3', 'cpu3', /group:number/],
	])('%s is refused at its place', (text, place, message) => {
		const [complaint, ...more] = read(text).complaints;
		expect(more).toEqual([]);
		expect(complaint?.[0]).toBe(place);
		expect(complaint?.[1]).toMatch(message);
	});

	test('a range over all groups is not enumerated without end', () => {
		expect(read('0:0-65535:63').list.length).toBe(64 * 64);
	});
});
