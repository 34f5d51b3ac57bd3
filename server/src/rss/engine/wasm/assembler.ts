/**
 * A WebAssembly module put together from bytes: as much of the binary format as a numeric kernel needs (functions of i32
 * parameters without results, and one memory). Source: WebAssembly Core Specification 2.0, chapter 5 "Binary Format".
 */

/** Bytes of an instruction, or of a sequence of them. */
export type Code = readonly number[];

/** A function as the module has it. */
export interface FunctionSource {
	readonly name: string;
	/** How many i32 parameters; they are locals 0, 1, … */
	readonly parameters: number;
	/** How many more locals of each type; i32 ones are numbered first, after the parameters. */
	readonly locals: { readonly i32: number; readonly v128: number };
	readonly body: Code;
}

const I32 = 0x7f;
const V128 = 0x7b;
const FUNCTION_TYPE = 0x60;
const END = 0x0b;
const SECTION = { type: 1, function: 3, memory: 5, export: 7, code: 10 } as const;
const EXPORT_KIND = { function: 0, memory: 2 } as const;

/** The module: its functions exported by name, its memory of `pages` × 64 KiB, which does not grow, as `memory`. */
export function assemble(functions: readonly FunctionSource[], pages: number): Uint8Array<ArrayBuffer> {
	const exports = [
		...functions.map(({ name }, i) => [...text(name), EXPORT_KIND.function, ...unsigned(i)]),
		[...text('memory'), EXPORT_KIND.memory, 0],
	];
	const types = functions.map(({ parameters }) => [
		FUNCTION_TYPE,
		...list(Array.from({ length: parameters }, () => [I32])),
		...list([]),
	]);
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d], // \0asm
		...[1, 0, 0, 0],
		...section(SECTION.type, types),
		...section(
			SECTION.function,
			functions.map((_, i) => unsigned(i)),
		),
		...section(SECTION.memory, [[0x01, ...unsigned(pages), ...unsigned(pages)]]),
		...section(SECTION.export, exports),
		...section(SECTION.code, functions.map(codeOf)),
	]);
}

function codeOf({ locals, body }: FunctionSource): Code {
	const groups = [
		[...unsigned(locals.i32), I32],
		[...unsigned(locals.v128), V128],
	];
	const code = [...list(groups), ...body, END];
	return [...unsigned(code.length), ...code];
}

function section(id: number, items: readonly Code[]): Code {
	const content = list(items);
	return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Code[]): Code {
	return [...unsigned(items.length), ...items.flat()];
}

function text(name: string): Code {
	return list(Array.from(name, (character) => [character.charCodeAt(0)]));
}

/** LEB128 of an unsigned number below 2^32. */
export function unsigned(value: number): Code {
	return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of a signed 32-bit number. */
export function signed(value: number): Code {
	const rest = value >> 6;
	return rest === 0 || rest === -1 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
