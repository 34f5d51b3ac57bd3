import { assemble, type Code, type FunctionSource } from './assembler.js';
import { i8x16, i16x8, i32, local, repeatWhile, v128 } from './instructions.js';
import { type Layout, TABLE_BYTES } from './layout.js';

/**
 * Flows of one turn of the index loop: one vector. With two, each table would be loaded once for both, but there are more
 * values than registers then, and the loop takes half as long again.
 */
export const STRIDE = 16;
/** Indices of one turn of the count loop. */
export const COUNT_STRIDE = 8;
/** Copies of the counts: neighbouring flows count in different ones, so none waits for the store of the one before it. */
export const COUNT_COPIES = 4;

/**
 * The module of a layout, with two functions on its memory: `index(flows)` reads the input columns and writes the low
 * bytes of every flow's hash to the output, `flows` rounded up to 16; `count(flows)` adds the output to the counts,
 * `flows` rounded down to 8. Both take at least one turn.
 */
export function indexProgram(layout: Layout): Uint8Array<ArrayBuffer> {
	return assemble([indexFunction(layout), countFunction(layout)], layout.pages);
}

/** The bytes of four words side by side, so that byte k of each makes 32-bit lane k. */
const BYTES_TOGETHER = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];
const LOW_32 = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23];
const HIGH_32 = [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31];
const LOW_64 = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const HIGH_64 = [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31];
const LOW_8 = [0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23];
const HIGH_8 = [8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31];

function indexFunction({ words, outputBytes, input, columnBytes, output, tables }: Layout): FunctionSource {
	const flows = 0;
	const at = 1;
	const inputAt = 2;
	const outputAt = 3;
	// v128 locals: the nibble mask, the order of BYTES_TOGETHER, two tables, the results, four words that become the four
	// byte planes, and four to get there by, the nibbles of a plane later.
	const [mask, together, lowTable, highTable] = [4, 5, 6, 7];
	const result = (byte: number) => 8 + byte;
	const word = (k: number) => 8 + outputBytes + k;
	const half = (k: number) => 8 + outputBytes + 4 + k;

	/** Four vectors of four words become four planes: plane k has byte k of sixteen flows. */
	const planes = (w: number): Code => {
		const from = input + w * columnBytes;
		const load = (k: number) => local.set(word(k), v128.load(local.get(inputAt), from + k * 16));
		// A swizzle by a local: a shuffle puts its order together anew each time.
		const gather = (k: number) => local.set(word(k), i8x16.swizzle(local.get(word(k)), local.get(together)));
		const merge = (to: number, a: number, b: number, lanes: readonly number[]) =>
			local.set(to, i8x16.shuffle(local.get(a), local.get(b), lanes));
		return [
			...[0, 1, 2, 3].flatMap((k) => [...load(k), ...gather(k)]),
			...merge(half(0), word(0), word(1), LOW_32),
			...merge(half(1), word(0), word(1), HIGH_32),
			...merge(half(2), word(2), word(3), LOW_32),
			...merge(half(3), word(2), word(3), HIGH_32),
			...merge(word(0), half(0), half(2), LOW_64),
			...merge(word(1), half(0), half(2), HIGH_64),
			...merge(word(2), half(1), half(3), LOW_64),
			...merge(word(3), half(1), half(3), HIGH_64),
		];
	};
	/** XORs into the results what byte plane k of word w adds to them. */
	const addPlane = (w: number, k: number): Code => {
		const plane = local.get(word(k));
		const [low, high] = [half(0), half(1)];
		const nibbles = [
			...local.set(low, v128.and(plane, local.get(mask))),
			...local.set(high, v128.and(i16x8.shrU(plane, 4), local.get(mask))),
		];
		const added = (byte: number): Code => {
			const table = tables + ((w * 4 + k) * outputBytes + byte) * TABLE_BYTES;
			const sum = v128.xor(
				i8x16.swizzle(local.get(lowTable), local.get(low)),
				i8x16.swizzle(local.get(highTable), local.get(high)),
			);
			const to = result(byte);
			return [
				...local.set(lowTable, v128.load(i32.const(0), table)),
				...local.set(highTable, v128.load(i32.const(0), table + TABLE_BYTES / 2)),
				...local.set(to, w === 0 && k === 0 ? sum : v128.xor(local.get(to), sum)),
			];
		};
		return [...nibbles, ...Array.from({ length: outputBytes }, (_, byte) => added(byte)).flat()];
	};
	const store = (): Code => {
		const low = local.get(result(0));
		if (outputBytes === 1) return v128.store(local.get(outputAt), low, output);
		const high = local.get(result(1));
		return [
			...v128.store(local.get(outputAt), i8x16.shuffle(low, high, LOW_8), output),
			...v128.store(local.get(outputAt), i8x16.shuffle(low, high, HIGH_8), output + 16),
		];
	};
	const advance = (index: number, by: number) => local.set(index, i32.add(local.get(index), i32.const(by)));
	const turn: Code = [
		...Array.from({ length: words }, (_, w) => [
			...planes(w),
			...[0, 1, 2, 3].flatMap((k) => addPlane(w, k)),
		]).flat(),
		...store(),
		...advance(inputAt, STRIDE * 4),
		...advance(outputAt, STRIDE * outputBytes),
		...advance(at, STRIDE),
	];
	return {
		name: 'index',
		parameters: 1,
		locals: { i32: 3, v128: 4 + outputBytes + 8 },
		body: [
			...local.set(mask, i8x16.splat(i32.const(0x0f))),
			...local.set(together, v128.const(BYTES_TOGETHER)),
			...repeatWhile(turn, i32.ltU(local.get(at), local.get(flows))),
		],
	};
}

function countFunction({ outputBytes, output, counts, countBytes }: Layout): FunctionSource {
	const flows = 0;
	const at = 1;
	const cell = 2;
	const address = outputBytes === 1 ? local.get(at) : i32.shl(local.get(at), i32.const(1));
	const load = outputBytes === 1 ? i32.load8U : i32.load16U;
	const one = (k: number): Code => {
		const copy = counts + (k % COUNT_COPIES) * countBytes;
		const index = load(address, output + k * outputBytes);
		return i32.store(
			local.tee(cell, i32.shl(index, i32.const(2))),
			i32.add(i32.load(local.get(cell), copy), i32.const(1)),
			copy,
		);
	};
	const turn: Code = [
		...Array.from({ length: COUNT_STRIDE }, (_, k) => one(k)).flat(),
		...local.set(at, i32.add(local.get(at), i32.const(COUNT_STRIDE))),
	];
	return {
		name: 'count',
		parameters: 1,
		locals: { i32: 2, v128: 0 },
		body: repeatWhile(turn, i32.ltU(local.get(at), local.get(flows))),
	};
}
