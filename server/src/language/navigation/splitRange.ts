import { formatProcessor, type Processor } from '../../rss/processor.js';

/** A range with one processor changed to another, as short as it can be written: `0:2-0:4, 0:9, 0:6-0:8`. */
export function withoutProcessor(
	processors: readonly Processor[],
	old: Processor,
	target: Processor,
): string {
	const at = processors.indexOf(old);
	const parts = [
		rangeText(processors.slice(0, at)),
		formatProcessor(target),
		rangeText(processors.slice(at + 1)),
	];
	return parts.filter(Boolean).join(', ');
}

/** Evenly stepped processors of one group, written as a range where they are three or more. */
function rangeText(processors: readonly Processor[]): string {
	const [first, second] = processors;
	const last = processors.at(-1);
	if (first === undefined || second === undefined || last === undefined)
		return processors.map(formatProcessor).join('');
	const step = second - first;
	const isEven = processors.every((p, i) => p === first + i * step);
	if (processors.length < 3 || !isEven) return processors.map(formatProcessor).join(', ');
	return `${formatProcessor(first)}-${formatProcessor(last)}${step === 1 ? '' : `/${step}`}`;
}
