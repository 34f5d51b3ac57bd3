import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CaptureSource, fileSource } from '../../../server/src/traffic/capture/captureSource.js';
import { readCapture } from '../../../server/src/traffic/capture/readCapture.js';
import { concat, pcapParts } from '../../support/captureWriter.js';

const directory = mkdtempSync(join(tmpdir(), 'rssv2-capture-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Packets that do not pack to nothing, numbered in their first bytes. */
const packets = Array.from({ length: 400 }, (_, i) => ({
	data: Uint8Array.from({ length: 60 + ((i * 37) % 900) }, (_, at) =>
		at < 2 ? (i >> (8 * at)) & 0xff : (at * i * 2654435761) >>> 13,
	),
}));
const parts = pcapParts(packets);
const file = concat(parts);

function sourceOf(bytes: Uint8Array, size = 1 << 16, again = true): CaptureSource {
	const pieces = async function* () {
		for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
	};
	return { size: bytes.length, pieces: pieces(), ...(again && { reopen: pieces }) };
}

async function read(source: CaptureSource) {
	const seen: number[] = [];
	const end = await readCapture(source, {
		packet: (bytes, start) => seen.push(bytes[start]! | (bytes[start + 1]! << 8)),
	});
	return { ...end, seen };
}

const all = packets.map((_, i) => i);

describe('gzip', () => {
	it('of one member or several, with zeros behind them, in pieces of any size', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(file.length), { maxLength: 5 }),
				fc.nat(20),
				fc.constantFrom(700, 5000, 1 << 20),
				async (cuts, zeros, size) => {
					const edges = [0, ...cuts.sort((a, b) => a - b), file.length];
					const members = edges.slice(1).map((edge, i) => gzipSync(file.subarray(edges[i], edge)));
					const packed = concat([...members, new Uint8Array(zeros)]);
					const { seen, format, gzip, problem } = await read(sourceOf(packed, size));
					expect({ seen, format, gzip, problem }).toEqual({
						seen: all,
						format: 'pcap',
						gzip: true,
						problem: undefined,
					});
				},
			),
			{ numRuns: 25 },
		);
	});

	it('that ends early: what is there is counted, and the error is at the end', async () => {
		const packed = gzipSync(file);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 2, max: packed.length - 1 }), async (length) => {
				const { seen, problem } = await read(sourceOf(packed.subarray(0, length), 5000));
				expect(problem).toMatchObject({ offset: length, place: 'gzip data' });
				expect(seen).toEqual(all.slice(0, seen.length));
				// Deflate works in blocks, each of which is readable up to where it is cut.
				expect(seen.length).toBeGreaterThanOrEqual(Math.floor((length / packed.length) * all.length) - 40);
			}),
			{ numRuns: 40 },
		);
	});

	it('with a wrong check sum: every packet is counted', async () => {
		const packed = gzipSync(file);
		packed[packed.length - 8]! ^= 1;
		const { seen, problem } = await read(sourceOf(packed));
		expect(seen).toEqual(all);
		expect(problem).toMatchObject({
			place: 'gzip data',
			reason: expect.stringMatching(/incorrect data check/),
		});
		expect(problem?.offset).toBeGreaterThanOrEqual(packed.length - 8);
	});

	it('with a wrong byte within: the packets before it are counted', async () => {
		const halves = [gzipSync(file.subarray(0, 90_000)), gzipSync(file.subarray(90_000))];
		const packed = concat(halves);
		packed[halves[0]!.length] = 0x55; // the second member does not begin as one
		const { seen, problem } = await read(sourceOf(packed));
		const before = parts.reduce(
			({ at, count }, part) => ({
				at: at + part.length,
				count: at + part.length <= 90_000 ? count + 1 : count,
			}),
			{ at: 0, count: -1 },
		).count;
		expect(seen).toEqual(all.slice(0, before));
		// zlib looks at the two bytes of the magic number together.
		expect(problem?.offset).toBe(halves[0]!.length + 1);
	});

	it('corrupt anywhere ends in a problem or in other packets, never in an exception', async () => {
		const packed = gzipSync(file);
		await fc.assert(
			fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
				const changed = packed.slice();
				changed[at]! ^= change;
				const { problem, seen } = await read(sourceOf(changed, 3000, at % 2 === 0));
				if (problem) expect(problem.offset).toBeGreaterThanOrEqual(0);
				expect(seen.length).toBeLessThanOrEqual(all.length);
			}),
			{ numRuns: 60 },
		);
	});

	it('says of a broken capture within whole gzip data that the offset is one of what was unpacked', async () => {
		const { seen, problem } = await read(sourceOf(gzipSync(file.subarray(0, file.length - 1))));
		expect(seen).toHaveLength(all.length - 1);
		expect(problem).toMatchObject({
			place: 'unpacked capture',
			offset: file.length - parts.at(-1)!.length,
		});
	});
});

describe('a file', () => {
	const path = join(directory, 'some.pcap');

	it('is read to its end, with progress', async () => {
		const large = concat([parts[0]!, ...Array.from({ length: 30 }, () => parts.slice(1)).flat()]);
		writeFileSync(path, large);
		const source = await fileSource(path);
		const seen: [number, number | undefined][] = [];
		let count = 0;
		const end = await readCapture(
			source,
			{ packet: () => count++ },
			{ onProgress: (bytes, size) => seen.push([bytes, size]) },
		);
		expect(count).toBe(30 * packets.length);
		expect(end).toMatchObject({ bytesRead: large.length, gzip: false, problem: undefined });
		expect(seen.at(-1)).toEqual([large.length, large.length]);
		expect(seen.length).toBeGreaterThan(2);
		expect(seen.map(([bytes]) => bytes)).toEqual(seen.map(([bytes]) => bytes).sort((a, b) => a - b));
	});

	it('that is empty is no error', async () => {
		writeFileSync(path, '');
		expect(await read(await fileSource(path))).toMatchObject({
			format: undefined,
			problem: undefined,
			seen: [],
		});
	});

	it('of one byte is no capture', async () => {
		writeFileSync(path, '\x1f');
		expect((await read(await fileSource(path))).problem?.message).toMatch(/at byte 0: too short/);
	});

	it('that is not there is an error of the file system', async () => {
		await expect(fileSource(join(directory, 'nosuch'))).rejects.toMatchObject({ code: 'ENOENT' });
	});
});

describe('an abort', () => {
	it.each([
		['plain', file],
		['gzip', gzipSync(file)],
	])('ends the reading between pieces: %s', async (_name, bytes) => {
		const controller = new AbortController();
		const reason = new Error('enough');
		let packetsSeen = 0;
		let closed = false;
		const pieces = (async function* () {
			try {
				for (let at = 0; at < bytes.length; at += 2000) yield bytes.subarray(at, at + 2000);
			} finally {
				closed = true;
			}
		})();
		const reading = readCapture(
			{ pieces },
			{
				packet: () => {
					if (++packetsSeen === 10) controller.abort(reason);
				},
			},
			{ signal: controller.signal },
		);
		await expect(reading).rejects.toBe(reason);
		expect(packetsSeen).toBeLessThan(packets.length);
		expect(closed).toBe(true);
	});

	it('before the start reads nothing', async () => {
		const source = sourceOf(file);
		await expect(
			readCapture(
				source,
				{ packet: () => expect.unreachable() },
				{ signal: AbortSignal.abort(new Error('no')) },
			),
		).rejects.toThrow('no');
	});
});
