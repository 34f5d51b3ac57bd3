import { MAX_TABLE_ENTRIES } from '../ndis/flags.js';
import { isPowerOfTwo, roundUpToPowerOfTwo } from '../rss/indirectionTable.js';
import type { AdapterDescription } from './description.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState, type Neighbour, PF_FUNCTION_ID } from './state.js';

/** Queues that an entity can have: by its VPort in vmq mode, by the adapter in native mode. */
export function queueLimit({ mode, capabilities }: AdapterDescription, vportId: number): number {
	if (mode === 'native') return capabilities.numberOfReceiveQueues;
	return vportId === DEFAULT_VPORT_ID
		? capabilities.maxNumQueuePairsForDefaultVPort
		: capabilities.maxNumQueuePairsPerNonDefaultVPort;
}

/** Entries that an entity's table can have; never above 128 in native mode. */
export function entryLimit({ mode, capabilities }: AdapterDescription, vportId: number): number {
	if (mode === 'native') return Math.min(capabilities.numberOfIndirectionTableEntries, MAX_TABLE_ENTRIES);
	return vportId === DEFAULT_VPORT_ID
		? capabilities.numberOfIndirectionTableEntriesForDefaultVPort
		: capabilities.numberOfIndirectionTableEntriesPerNonDefaultPFVPort;
}

/** Domain rule Set 3: the number of entries, a power of two within the capability. */
export function refuseEntries(
	adapter: AdapterDescription,
	vportId: number,
	entries: number,
): Refusal | undefined {
	const subjects = [member(vportId, 'numberOfIndirectionTableEntries')];
	if (!isPowerOfTwo(entries)) {
		const near = `${roundUpToPowerOfTwo(entries) / 2} or ${roundUpToPowerOfTwo(entries)}`;
		const advice = entries > 1 ? `: ${near} would do` : '';
		const message = `A table of ${entries} cannot be: the number of entries must be a power of two${advice}.`;
		return refusal('entries-power-of-two', message, subjects);
	}
	const limit = entryLimit(adapter, vportId);
	if (entries <= limit) return undefined;
	return refusal(
		'entries-capability',
		`The table has ${entries} entries; the adapter has at most ${limit} for it.`,
		subjects,
	);
}

/** Domain rule Set 3 and the NIC switch limits: the queue count of one entity, and of all VPorts together. */
export function refuseQueues(
	adapter: AdapterDescription,
	entities: Iterable<Neighbour>,
	vportId: number,
	queues: number,
): Refusal | undefined {
	const subjects = [member(vportId, 'numberOfQueues')];
	if (queues === 0) return refusal('queues-zero', 'At least 1 queue is needed.', subjects);
	const limit = queueLimit(adapter, vportId);
	if (queues > limit) {
		const whose =
			adapter.mode === 'native'
				? ''
				: vportId === DEFAULT_VPORT_ID
					? ' for the default VPort'
					: ' for a VPort';
		return refusal(
			'queues-capability',
			`${count(queues, 'queue')} are wanted; the adapter has at most ${limit}${whose}.`,
			subjects,
		);
	}
	if (adapter.mode === 'native') return undefined;
	let others = 0;
	for (const entity of entities) if (entity.vportId !== vportId) others += entity.numberOfQueues;
	const { maxNumQueuePairs } = adapter.capabilities;
	if (others + queues <= maxNumQueuePairs) return undefined;
	const message = `The VPorts together want ${others + queues} queue pairs; the adapter has ${maxNumQueuePairs}.`;
	return refusal('queue-pairs-total', message, subjects);
}

/** Policy P7: on a restricted adapter the table of a PF VPort has its queue count rounded up to a power of two. */
export function refuseRestricted(
	{ mode, capabilities }: AdapterDescription,
	entity: EntityState,
): Refusal | undefined {
	if (mode === 'native' || !capabilities.rssPerPFVPortIndirectionTableSizeRestricted) return undefined;
	if (entity.attachedFunctionId !== PF_FUNCTION_ID) return undefined;
	const { vportId, numberOfQueues } = entity;
	const entries = entity.indirectionTable.length;
	const wanted = roundUpToPowerOfTwo(numberOfQueues);
	if (entries === wanted) return undefined;
	return refusal(
		'table-size-restricted',
		`This adapter's table sizes are restricted: ${count(numberOfQueues, 'queue')} need a table of ${wanted}, not ${entries}.`,
		[member(vportId, 'numberOfIndirectionTableEntries')],
		[member(vportId, 'numberOfQueues')],
	);
}
