import { type Code, signed, unsigned } from './assembler.js';

/**
 * Instructions as functions of their operands, so that a program reads as nested expressions. Names and opcodes are those
 * of the WebAssembly Core Specification 2.0, §5.4; an address is `operand + offset`, in bytes.
 */

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
/** Alignment is only a hint; 0 promises nothing. */
const memory = (offset: number): Code => [0, ...unsigned(offset)];

export const local = {
	get: (index: number): Code => [0x20, ...unsigned(index)],
	set: (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)],
	tee: (index: number, value: Code): Code => [...value, 0x22, ...unsigned(index)],
};

export const i32 = {
	const: (value: number): Code => [0x41, ...signed(value)],
	add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
	shl: (a: Code, by: Code): Code => [...a, ...by, 0x74],
	ltU: (a: Code, b: Code): Code => [...a, ...b, 0x49],
	load: (address: Code, offset: number): Code => [...address, 0x28, ...memory(offset)],
	load8U: (address: Code, offset: number): Code => [...address, 0x2d, ...memory(offset)],
	load16U: (address: Code, offset: number): Code => [...address, 0x2f, ...memory(offset)],
	store: (address: Code, value: Code, offset: number): Code => [
		...address,
		...value,
		0x36,
		...memory(offset),
	],
};

export const v128 = {
	/** @param bytes 16 of them */
	const: (bytes: readonly number[]): Code => [...simd(12), ...bytes],
	load: (address: Code, offset: number): Code => [...address, ...simd(0), ...memory(offset)],
	store: (address: Code, value: Code, offset: number): Code => [
		...address,
		...value,
		...simd(11),
		...memory(offset),
	],
	and: (a: Code, b: Code): Code => [...a, ...b, ...simd(78)],
	xor: (a: Code, b: Code): Code => [...a, ...b, ...simd(81)],
};

export const i8x16 = {
	splat: (value: Code): Code => [...value, ...simd(15)],
	/** Lane i of the result is byte `lanes[i]` of a (0..15) and b (16..31). */
	shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [...a, ...b, ...simd(13), ...lanes],
	/** Lane i of the result is byte `indices[i]` of the table, 0 for an index above 15. */
	swizzle: (table: Code, indices: Code): Code => [...table, ...indices, ...simd(14)],
};

export const i16x8 = {
	shrU: (a: Code, by: number): Code => [...a, ...i32.const(by), ...simd(141)],
};

/** Runs the body, then again for as long as the condition holds after it. */
export function repeatWhile(body: Code, condition: Code): Code {
	const empty = 0x40;
	return [0x03, empty, ...body, ...condition, 0x0d, 0, 0x0b];
}
