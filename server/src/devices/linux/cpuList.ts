import { groupOf, numberOf, PROCESSORS_PER_GROUP, type Processor, processor } from '../../rss/processor.js';

/** More than Linux runs on. */
const MAX_CPU = 65_535;

/** `0-3,8` → 0, 1, 2, 3, 8: the list format of the Linux kernel; undefined when the text is none. */
export function parseCpuList(text: string): number[] | undefined {
	const list: number[] = [];
	for (const part of text.trim().split(',')) {
		const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim());
		if (!match) return undefined;
		const first = Number(match[1]);
		const last = Number(match[2] ?? match[1]);
		if (last < first || last > MAX_CPU) return undefined;
		for (let cpu = first; cpu <= last; cpu++) list.push(cpu);
	}
	return list;
}

/** The Linux processor that a file names: groups are taken as full, 0:5 is 5 and 1:5 is 69. */
export function cpuOf(p: Processor): number {
	return groupOf(p) * PROCESSORS_PER_GROUP + numberOf(p);
}

/** How a file names a Linux processor: the inverse of {@link cpuOf}. */
export function processorOfCpu(cpu: number): Processor {
	return processor(Math.floor(cpu / PROCESSORS_PER_GROUP), cpu % PROCESSORS_PER_GROUP);
}
