/**
 * A logical processor, `group:number`, packed into one integer so that it can be compared with `===`, ordered
 * with `<`, and kept in a `Set`. Ordered by group, then number, as Windows orders PROCESSOR_NUMBER.
 */
export type Processor = number & { readonly __brand: 'Processor' };

/** Processors in one group on 64-bit Windows (winnt.h MAXIMUM_PROC_PER_GROUP). */
export const PROCESSORS_PER_GROUP = 64;
/** PROCESSOR_NUMBER.Group is a USHORT. */
export const MAX_GROUP = 0xffff;

const NUMBERS = 256; // PROCESSOR_NUMBER.Number is a UCHAR: raw buffers may carry 64..255.

/** Packs group (0..65535) and number (0..255); no check is made that such a processor can exist. */
export function processor(group: number, number: number): Processor {
	return (group * NUMBERS + number) as Processor;
}

/** The processor group, 0..65535. */
export function groupOf(p: Processor): number {
	return Math.floor(p / NUMBERS);
}

/** The number within its group, 0..63 for a processor that can exist. */
export function numberOf(p: Processor): number {
	return p % NUMBERS;
}

/** `1:16` */
export function formatProcessor(p: Processor): string {
	return `${groupOf(p)}:${numberOf(p)}`;
}

/** Parses `group:number` with group 0..65535 and number 0..255; undefined when the text is not of that form. */
export function parseProcessor(text: string): Processor | undefined {
	const match = /^(\d{1,5}):(\d{1,3})$/.exec(text);
	if (!match) return undefined;
	const group = Number(match[1]);
	const number = Number(match[2]);
	return group > MAX_GROUP || number >= NUMBERS ? undefined : processor(group, number);
}

/** Whether such a processor can exist: number below 64. */
export function isPossibleProcessor(p: Processor): boolean {
	return numberOf(p) < PROCESSORS_PER_GROUP;
}

/** Compares by group, then number: for `sort`. */
export function compareProcessors(a: Processor, b: Processor): number {
	return a - b;
}
