import type { FleetHost } from '../protocol.js';
import type { Batches } from './batches.js';
import { isGood } from './hostResult.js';
import type { FleetAction, FleetOutcome } from './run.js';

/** What a run was asked to do: enough to go on with it. Plain JSON. */
export interface FleetRequest extends Batches {
	readonly action: FleetAction;
	readonly inventories: readonly string[];
	/** Configurations, as they were named. */
	readonly files: readonly string[];
	readonly hosts: string;
	readonly forks: number;
	readonly device?: string;
	readonly limit?: string;
	readonly journal?: string;
	readonly ansibleArguments?: readonly string[];
}

/** A run and what it came to, as it is kept in a file. Plain JSON. */
export interface FleetReport {
	readonly version: 1;
	readonly request: FleetRequest;
	readonly cancelled: boolean;
	/** In the order of the inventory. */
	readonly hosts: readonly FleetHost[];
}

/** @param before of the run that this one went on with: hosts that were not run again keep their results */
export function fleetReport(
	request: FleetRequest,
	{ hosts, cancelled }: FleetOutcome,
	before: readonly FleetHost[] = [],
): FleetReport {
	const now = new Map(hosts.map((host) => [host.host, host]));
	const all = before.map((host) => now.get(host.host) ?? host);
	const known = new Set(before.map(({ host }) => host));
	return { version: 1, request, cancelled, hosts: [...all, ...hosts.filter(({ host }) => !known.has(host))] };
}

/** The hosts that a run has to go on with. */
export function unfinished({ hosts }: Pick<FleetReport, 'hosts'>): string[] {
	return hosts.filter((host) => !isGood(host)).map(({ host }) => host);
}

/** Reads a kept report; undefined when the text is none. */
export function parseReport(text: string): FleetReport | undefined {
	try {
		const value = JSON.parse(text) as Partial<FleetReport> | null;
		const request = value?.request;
		const known =
			value?.version === 1 &&
			Array.isArray(value.hosts) &&
			value.hosts.every((host) => typeof host?.host === 'string' && typeof host.state === 'string') &&
			typeof request === 'object' &&
			(request.action === 'push' || request.action === 'rollback') &&
			[request.inventories, request.files, request.serial].every(Array.isArray);
		return known ? (value as FleetReport) : undefined;
	} catch {
		return undefined;
	}
}
