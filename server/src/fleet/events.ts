/** What the callback plugin tells. */
export type FleetEvent =
	/** A batch begins; `all` are the hosts of the whole run. */
	| { readonly event: 'batch'; readonly all: readonly string[]; readonly hosts: readonly string[] }
	| { readonly event: 'begin'; readonly host: string; readonly task: string }
	| TaskEnd;

/** A task has ended for a host. */
export interface TaskEnd {
	readonly event: 'end';
	readonly status: 'ok' | 'failed' | 'unreachable' | 'skipped';
	readonly host: string;
	readonly task: string;
	/** How the command line ended; absent when it was not run. */
	readonly rc?: number;
	readonly stdout?: string;
	readonly stderr?: string;
	/** What Ansible itself has to say. */
	readonly msg?: string;
}

const STATUSES: readonly string[] = ['ok', 'failed', 'unreachable', 'skipped'] satisfies TaskEnd['status'][];

/** Reads one line; undefined for what is none of these: a half line of a killed Ansible, a later version's event. */
export function parseEvent(line: string): FleetEvent | undefined {
	const value = parsed(line);
	if (typeof value !== 'object' || value === null) return undefined;
	const { event, all, hosts, host, task, status, rc, stdout, stderr, msg } = value as Record<string, unknown>;
	if (event === 'batch' && isNames(all) && isNames(hosts)) return { event, all, hosts };
	if (typeof host !== 'string' || typeof task !== 'string') return undefined;
	if (event === 'begin') return { event, host, task };
	if (event !== 'end' || typeof status !== 'string' || !STATUSES.includes(status)) return undefined;
	return {
		event,
		status: status as TaskEnd['status'],
		host,
		task,
		...(typeof rc === 'number' && { rc }),
		...(typeof stdout === 'string' && { stdout }),
		...(typeof stderr === 'string' && { stderr }),
		...(msg !== undefined && { msg: typeof msg === 'string' ? msg : JSON.stringify(msg) }),
	};
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

function isNames(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
