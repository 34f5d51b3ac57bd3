import type { Layout } from '../ndis/layout.js';
import { formatProcessor, numberOf, type Processor } from '../rss/processor.js';

/** Processors of a group whose bit an affinity mask has: as many as a pointer has bits. */
const GROUP_SIZE: Readonly<Record<Layout, number>> = { x64: 64, x86: 32 };

/** Why requests in a layout cannot speak of all these processors, as a sentence; undefined when they can. */
export function beyondLayout(processors: readonly Processor[], layout: Layout): string | undefined {
	const size = GROUP_SIZE[layout];
	const beyond = processors.find((p) => numberOf(p) >= size);
	if (beyond === undefined) return undefined;
	return `An affinity mask on ${layout} has ${size} processors of a group: ${formatProcessor(beyond)} is beyond it.`;
}
