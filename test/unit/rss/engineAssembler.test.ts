import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assemble, type Code, signed, unsigned } from '../../../server/src/rss/engine/wasm/assembler.js';
import { i32, local, repeatWhile } from '../../../server/src/rss/engine/wasm/instructions.js';
import { layoutOf } from '../../../server/src/rss/engine/wasm/layout.js';
import { indexProgram } from '../../../server/src/rss/engine/wasm/program.js';

/** Runs a body with one parameter and two more locals on a fresh memory, and gives the memory. */
function run(body: Code, argument = 0): Uint32Array {
	const program = assemble([{ name: 'go', parameters: 1, locals: { i32: 2, v128: 0 }, body }], 1);
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(program));
	(exports['go'] as (argument: number) => void)(argument);
	return new Uint32Array((exports['memory'] as WebAssembly.Memory).buffer);
}

it('writes numbers as the format does', () => {
	// Examples of the LEB128 encodings (DWARF 4, §7.6).
	expect([2, 127, 128, 129, 12857].map(unsigned)).toEqual([[2], [0x7f], [0x80, 1], [0x81, 1], [0xb9, 0x64]]);
	expect([2, -2, 127, -127, 128, -129].map(signed)).toEqual([
		[2],
		[0x7e],
		[0xff, 0],
		[0x81, 0x7f],
		[0x80, 1],
		[0xff, 0x7e],
	]);
});

it('keeps every constant and offset', () => {
	fc.assert(
		fc.property(fc.integer(), fc.nat(16_000), (value, cell) => {
			expect(run(i32.store(i32.const(0), i32.const(value), cell * 4))[cell]).toBe(value >>> 0);
		}),
	);
});

it('repeats while the condition holds', () => {
	// Adds 1 + 2 + … up to the parameter.
	const body = [
		...repeatWhile(
			[
				...local.set(1, i32.add(local.get(1), i32.const(1))),
				...local.set(2, i32.add(local.get(2), local.get(1))),
			],
			i32.ltU(local.get(1), local.get(0)),
		),
		...i32.store(i32.const(0), local.get(2), 0),
	];
	expect(run(body, 100)[0]).toBe(5050);
});

it.each([2, 3, 8, 9])('makes valid modules for inputs of %i words', (words) => {
	for (const tableSize of [1, 256, 512, 2048]) {
		expect(WebAssembly.validate(indexProgram(layoutOf(words, tableSize)))).toBe(true);
	}
});
