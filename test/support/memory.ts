import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The most memory that a process ever had resident, in KiB (Linux). */
export function peakMemory(child: ChildProcess): number {
	return memoryOf(child, 'VmHWM');
}

/** The memory that a process has resident now, in KiB (Linux). */
export function residentMemory(child: ChildProcess): number {
	return memoryOf(child, 'VmRSS');
}

function memoryOf({ pid }: ChildProcess, name: string): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
	if (kib === undefined) throw new Error(`/proc/${pid}/status tells no ${name}`);
	return Number(kib);
}
