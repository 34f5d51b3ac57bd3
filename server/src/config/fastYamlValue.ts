const INTEGER = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const FRACTION = /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/;
const EXPONENT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/;
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;

const words: ReadonlyMap<string, boolean | null> = new Map([
	...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
	...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
	...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

/** What a plain scalar stands for by the core schema of YAML 1.2 (§10.3.2). */
export function plainValue(source: string): string | number | boolean | null {
	const first = source.charCodeAt(0);
	if (beginsNumber(first) || first === 0x2b || first === 0x2d) return numberValue(source) ?? source;
	if (source.length > 5) return source;
	const word = words.get(source);
	return word === undefined ? source : word;
}

/** Whether a number without its sign begins with that character: a digit or `.` */
export function beginsNumber(code: number): boolean {
	return (code >= 0x30 && code <= 0x39) || code === 0x2e;
}

function numberValue(source: string): number | undefined {
	if (INTEGER.test(source)) return Number.parseInt(source, 10);
	if (FRACTION.test(source) || EXPONENT.test(source)) return Number.parseFloat(source);
	if (OCTAL.test(source)) return Number.parseInt(source.slice(2), 8);
	if (HEXADECIMAL.test(source)) return Number.parseInt(source.slice(2), 16);
	if (INFINITY.test(source)) return source.startsWith('-') ? -Infinity : Infinity;
	return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : undefined;
}
