import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that pushes. A number alone may name another one later: where the system tells, its start does too. */
export interface Writer {
	readonly host: string;
	readonly process: number;
	/** When it started, in the system's own count; absent where that is not told. */
	readonly started?: string;
}

/** This process. */
export function thisWriter(): Writer {
	const started = startOf(process.pid);
	return { host: hostname(), process: process.pid, ...(started !== undefined && { started }) };
}

/** Whether a process that wrote is another one than this and still runs. One of another machine counts as gone. */
export function runsElsewhere(writer: Writer): boolean {
	if (writer.host !== hostname() || writer.process === process.pid) return false;
	const started = startOf(writer.process);
	if (writer.started !== undefined && started !== undefined && writer.started !== started) return false;
	try {
		// Signal 0 only asks whether there is such a process.
		process.kill(writer.process, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** The 22nd field of Linux's /proc/PID/stat (proc_pid_stat(5)): clock ticks from boot to the start of the process. */
function startOf(id: number): string | undefined {
	try {
		const text = readFileSync(`/proc/${id}/stat`, 'utf8');
		// The second field is a name in parentheses that may hold anything.
		return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
	} catch {
		return undefined;
	}
}
