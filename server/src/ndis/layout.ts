/** One member of a structure: how many bytes it takes and how it is read and written (little endian). */
export interface Field<T> {
	readonly size: number;
	read(view: DataView, at: number): T;
	write(view: DataView, at: number, value: T): void;
}

export const u8: Field<number> = {
	size: 1,
	read: (view, at) => view.getUint8(at),
	write: (view, at, value) => view.setUint8(at, value),
};
export const u16: Field<number> = {
	size: 2,
	read: (view, at) => view.getUint16(at, true),
	write: (view, at, value) => view.setUint16(at, value, true),
};
export const u32: Field<number> = {
	size: 4,
	read: (view, at) => view.getUint32(at, true),
	write: (view, at, value) => view.setUint32(at, value, true),
};
export const u64: Field<bigint> = {
	size: 8,
	read: (view, at) => view.getBigUint64(at, true),
	write: (view, at, value) => view.setBigUint64(at, value, true),
};

/** ULONG_PTR on x86: 32 bits, a bigint like its twin of 64. */
export const pointer32: Field<bigint> = {
	size: 4,
	read: (view, at) => BigInt(view.getUint32(at, true)),
	write: (view, at, value) => view.setUint32(at, Number(value & 0xffffffffn), true),
};

/** A fixed number of plain bytes. Fewer are filled up with zeros, more are cut. */
export function plainBytes(size: number): Field<Uint8Array> {
	return {
		size,
		read: (view, at) => new Uint8Array(view.buffer.slice(view.byteOffset + at, view.byteOffset + at + size)),
		write(view, at, value) {
			for (let i = 0; i < size; i++) view.setUint8(at + i, value[i] ?? 0);
		},
	};
}

/** How a C compiler lays structures out, by the machine it compiles for: pointers and affinity masks have 8 or 4 bytes. */
export const layouts = ['x64', 'x86'] as const;
export type Layout = (typeof layouts)[number];
/** The layout where none is said. */
export const DEFAULT_LAYOUT: Layout = 'x64';

/** The members of a structure, each with its offset in bytes. */
type Members = Readonly<Record<string, readonly [offset: number, field: Field<unknown>]>>;
type ValueOf<F> = F extends Field<infer T> ? T : never;
/** What reading a structure of these members gives. */
export type Values<M> = {
	-readonly [K in keyof M]: M[K] extends readonly [number, infer F] ? ValueOf<F> : never;
};

/** One member of a structure: its offset in bytes from the structure's start. */
export interface Member {
	readonly name: string;
	readonly offset: number;
	readonly field: Field<unknown>;
}

/** A structure that can be looked into: for tools that name every member of a buffer. */
export interface Structure<T> extends Field<T> {
	/** In the order in which they were written down, which is that of their offsets. */
	readonly members: readonly Member[];
}

/** A structure of known size; itself a field, so that structures nest. Bytes that no member covers are written as they were. */
export function structure<const M extends { readonly [K in keyof M]: readonly [number, Field<unknown>] }>(
	size: number,
	members: M & Members,
): Structure<Values<M>> {
	const entries = Object.entries(members) as unknown as [string, readonly [number, Field<unknown>]][];
	const fields = entries.map(([name, [offset, field]]): Member => ({ name, offset, field }));
	return {
		size,
		members: fields,
		read(view, at) {
			const values: Record<string, unknown> = {};
			for (const { name, offset, field } of fields) values[name] = field.read(view, at + offset);
			return values as Values<M>;
		},
		write(view, at, value) {
			const values = value as Readonly<Record<string, unknown>>;
			for (const { name, offset, field } of fields) field.write(view, at + offset, values[name]);
		},
	};
}

/** A view of just these bytes, wherever they lie in their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads a field at an offset; undefined when it does not lie wholly within the bytes. */
export function readAt<T>(bytes: Uint8Array, at: number, field: Field<T>): T | undefined {
	return at < 0 || at + field.size > bytes.length ? undefined : field.read(viewOf(bytes), at);
}

/** `size` bytes (the field's own size when absent), zero but for the field at 0. */
export function encodeField<T>(field: Field<T>, value: T, size = field.size): Uint8Array {
	const bytes = new Uint8Array(size);
	field.write(viewOf(bytes), 0, value);
	return bytes;
}
