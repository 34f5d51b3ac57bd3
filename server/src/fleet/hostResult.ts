import type { FleetHost, FleetHostState } from '../protocol.js';
import type { TaskEnd } from './events.js';

/** What a push or rollback of one host came to. */
export type HostResult = Omit<FleetHost, 'host'>;

/** States in which a host is as it was asked to be. */
const GOOD: readonly FleetHostState[] = ['applied', 'unchanged', 'planned'];

/** Whether nothing is left to do for a host. */
export function isGood({ state }: Pick<FleetHost, 'state'>): boolean {
	return GOOD.includes(state);
}

/** Whether a host has not come to its end. */
export function isOpen({ state }: Pick<FleetHost, 'state'>): boolean {
	return state === 'waiting' || state === 'running';
}

/** The outcome of a command line as it prints it with `--format json`, as far as it is looked at. */
interface Printed {
	readonly plan?: {
		readonly refused?: string | null;
		readonly changes?: unknown[];
		readonly steps?: unknown[];
	};
	readonly result?: {
		readonly outcome?: string;
		readonly reason?: string;
		readonly message?: string;
		readonly differences?: readonly string[];
	} | null;
}

/** Reasons for which nothing was asked of a device, whatever differs on it. */
const UNTOUCHED = ['changed-meanwhile', 'locked', 'journal', 'rehearsal-refused'];

/**
 * What the end of a host's push or rollback means. Told apart are: as wanted, as before, and neither; of a command line
 * that ended without a word it is not known, and its journal tells.
 */
export function hostResult({ status, rc, stdout = '', stderr = '', msg }: TaskEnd): HostResult {
	if (status === 'skipped') return { state: 'refused', message: 'It was left out by Ansible.' };
	// Ansible came to no command line: a variable that is missing, a program that is not there.
	if (rc === undefined) return { state: 'refused', message: sentence(msg ?? stderr) };
	if (stdout.trim() === '') return withoutOutput(rc, sentence(stderr) || sentence(msg ?? ''));
	const printed = parsed(stdout);
	if (!printed) return UNKNOWN;
	const { plan, result } = printed;
	const changes = changesOf(plan?.changes);
	if (result === null || result === undefined) {
		if (typeof plan?.refused === 'string') return { state: 'refused', message: plan.refused, changes };
		if (rc !== 0) return UNKNOWN;
		if ((plan?.steps ?? []).length === 0)
			return { state: 'unchanged', message: 'It is as the file says already.', changes };
		return { state: 'planned', message: 'It would be changed.', changes };
	}
	const { outcome, reason = '', message = '', differences = [] } = result;
	const told = { message, changes };
	if (outcome === 'applied') return { state: 'applied', ...told };
	if (outcome === 'rolledBack') return { state: 'rolledBack', ...told };
	if (differences.length > 0 && !UNTOUCHED.includes(reason))
		return { state: 'broken', ...told, differences: [...differences] };
	if (outcome === 'cancelled') return { state: 'cancelled', ...told };
	return outcome === 'failed' ? { state: 'refused', ...told } : UNKNOWN;
}

/** Of what ended in the middle. */
export const UNKNOWN: HostResult = {
	state: 'unknown',
	message:
		'It ended without a result: the device may be anywhere between. Its journal is kept: plan it again, or roll it back.',
};

/** A push complains on standard error, and prints nothing, as long as nothing was asked of the device. */
function withoutOutput(rc: number, complaint: string): HostResult {
	if (rc === 130)
		return { state: 'cancelled', message: complaint || 'Cancelled before anything was changed.' };
	if ((rc === 1 || rc === 2) && complaint !== '') return { state: 'refused', message: complaint };
	return UNKNOWN;
}

/** `VPort 1 (sql01): numberOfQueues: 1 → 4` */
function changesOf(changes: unknown): string[] {
	if (!Array.isArray(changes)) return [];
	return (changes as readonly { entity?: unknown; action?: unknown; details?: unknown }[]).map(
		({ entity, action, details }) =>
			`${String(action)} ${String(entity)}${Array.isArray(details) && details.length > 0 ? `: ${details.join('; ')}` : ''}`,
	);
}

function sentence(text: string): string {
	return text.trim().replace(/^rssv2: /, '');
}

function parsed(text: string): Printed | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Printed) : undefined;
	} catch {
		return undefined;
	}
}
