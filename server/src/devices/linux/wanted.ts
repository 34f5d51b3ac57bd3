import type { EntityState } from '../../emulator/state.js';
import { HASH_SECRET_KEY_SIZE, hashTypesOf } from '../../ndis/hash.js';
import { count } from '../../plan/words.js';
import { formatProcessor, type Processor } from '../../rss/processor.js';
import { cpuOf } from './cpuList.js';
import type { LinuxNic } from './nic.js';
import { hashTypesNotOnLinux } from './notOnTarget.js';
import { FLOW_TYPES, type FlowType } from './request.js';
import { HASH_TYPE_OF_FLOW, isTiedTo, onlineProcessors } from './state.js';

/** What an interface should become, or why it cannot; and what of it the interface cannot be given. */
export type WantedNic =
	| { readonly nic: LinuxNic; readonly notOnTarget: readonly string[] }
	| { readonly refused: string };

/** The interface as an entity of a configuration wants it. What the entity does not speak of stays. */
export function wantedNic(now: LinuxNic, entity: EntityState): WantedNic {
	const refused = whyNot(now, entity);
	if (refused !== undefined) return { refused };
	const notOnTarget: string[] = [];
	const processors = activeProcessors(entity);
	// The queues are the interface's: a context spreads over as many of them as it has processors.
	const queues = now.context === undefined ? entity.numberOfQueues : now.queues;
	const queueOf = assignQueues(now, processors, queues);
	const table = now.table.map((_, i) => queueOf.get(wantedEntry(entity, i)) ?? 0);
	const vectors = now.vectors.map((vector) => {
		const wanted = [...queueOf].find(([, queue]) => queue === vector.queue)?.[0];
		if (wanted === undefined || isTiedTo(now, vector.queue, wanted)) return vector;
		const cpu = String(cpuOf(wanted));
		return { ...vector, processors: cpu, effective: cpu };
	});
	const unknown = [...queueOf.values()].filter(
		(queue) => !now.vectors.some((vector) => vector.queue === queue),
	);
	if (unknown.length > 0) {
		notOnTarget.push(
			`The interrupt of ${unknown.length === 1 ? 'queue' : 'queues'} ${unknown.join(', ')} of ${now.interface} was not found (driver ${now.driver || 'unknown'}): its processor stays as it is.`,
		);
	}
	const nic: LinuxNic = {
		...now,
		queues,
		table,
		vectors,
		flowHash: wantedFlowHash(now, entity.hashInformation, notOnTarget),
		...wantedKey(now, entity.hashSecretKey, notOnTarget),
		...(entity.rssEnabled &&
			now.receiveHash && { receiveHash: { ...now.receiveHash, on: receiveHashOn(now) } }),
	};
	return { nic, notOnTarget };
}

function whyNot(
	now: LinuxNic,
	{ indirectionTable, numberOfQueues, rssEnabled, ...rest }: EntityState,
): string | undefined {
	const { interface: name, table, queues, maxQueues, channel, context } = now;
	if (table.length === 0) {
		return `${name} has no indirection table that ethtool can show (driver ${now.driver || 'unknown'}).`;
	}
	if (numberOfQueues > maxQueues) {
		return `${name} has at most ${count(maxQueues, 'queue')}; the file wants ${numberOfQueues}.`;
	}
	if (context !== undefined && numberOfQueues > queues) {
		return `An RSS context has no queues of its own: ${name} has ${queues} and the file wants ${numberOfQueues}. Push the interface itself first.`;
	}
	if (context === undefined && numberOfQueues !== queues && channel === undefined) {
		return `The number of queues of ${name} cannot be set: it stays ${queues}; the file wants ${numberOfQueues}.`;
	}
	if (rssEnabled && table.length % indirectionTable.length !== 0) {
		return `The table of ${name} has ${table.length} entries; one of ${indirectionTable.length} cannot be laid over it.`;
	}
	const active = activeProcessors({ indirectionTable, numberOfQueues, rssEnabled, ...rest });
	const online = new Set(onlineProcessors(now));
	const missing = active.filter((p) => !online.has(p));
	if (missing.length > 0) {
		return `The machine of ${name} has no processor ${missing.map(formatProcessor).join(', ')} that is on (it has ${now.online}).`;
	}
	return active.length > numberOfQueues
		? `${count(active.length, 'processor')} need as many queues; the file has ${numberOfQueues}.`
		: undefined;
}

/** Processors that get packets, each once: first the one of packets without a hash, then those of the table in order. */
function activeProcessors({
	rssEnabled,
	primaryProcessor,
	defaultProcessor,
	indirectionTable,
}: EntityState): Processor[] {
	return rssEnabled ? [...new Set([defaultProcessor, ...indirectionTable])] : [primaryProcessor];
}

function wantedEntry({ rssEnabled, primaryProcessor, indirectionTable }: EntityState, i: number): Processor {
	return (rssEnabled ? indirectionTable[i % indirectionTable.length] : undefined) ?? primaryProcessor;
}

/**
 * A queue for each processor: queue 0 for the first, because it takes the packets without a hash; then queues that are on
 * their processor already, so that few entries and interrupts move; then the lowest that is left. Where the table can only
 * be written by weights, queues ascend in the order of the table, whatever that moves.
 */
function assignQueues(
	now: LinuxNic,
	processors: readonly Processor[],
	queues: number,
): Map<Processor, number> {
	const [first, ...others] = processors;
	const assigned = new Map<Processor, number>(first === undefined ? [] : [[first, 0]]);
	const free = new Set(Array.from({ length: queues - 1 }, (_, i) => i + 1));
	const byWeights = now.tableWriters.every((writer) => writer === 'ethtool');
	for (const p of byWeights ? [] : others) {
		const there = [...free].find((queue) => isTiedTo(now, queue, p));
		if (there === undefined) continue;
		assigned.set(p, there);
		free.delete(there);
	}
	for (const p of others) {
		const [lowest] = free;
		if (assigned.has(p) || lowest === undefined) continue;
		assigned.set(p, lowest);
		free.delete(lowest);
	}
	return assigned;
}

/**
 * Without rxhash virtio_net has every packet sent to queue 0, whatever the table says; with other drivers it only decides
 * whether the hash is told to the kernel.
 */
function receiveHashOn({ receiveHash }: LinuxNic): boolean {
	return receiveHash?.fixed ? receiveHash.on : true;
}

function wantedFlowHash(now: LinuxNic, hashInformation: number, notOnTarget: string[]): LinuxNic['flowHash'] {
	const types = new Set(hashTypesOf(hashInformation));
	const flowHash: Partial<Record<FlowType, string>> = {};
	for (const flow of FLOW_TYPES) {
		const type = HASH_TYPE_OF_FLOW[flow];
		if (now.flowHash[flow] !== undefined) flowHash[flow] = types.has(type) ? 'sdfn' : 'sd';
		else if (types.has(type)) {
			notOnTarget.push(
				`Hash type ${type}: the driver of ${now.interface} does not let what is hashed be set.`,
			);
		}
	}
	notOnTarget.push(...hashTypesNotOnLinux(types));
	return flowHash;
}

/** The device's key with the file's 40 bytes first: a longer one keeps the rest, which no address or port reaches. */
function wantedKey(now: LinuxNic, wanted: Uint8Array, notOnTarget: string[]): { key?: string } {
	const bytes = now.key?.split(':') ?? [];
	if (bytes.length < HASH_SECRET_KEY_SIZE) {
		const what = bytes.length === 0 ? 'has no hash key to set' : `has a hash key of ${bytes.length} bytes`;
		if (wanted.some((byte) => byte !== 0))
			notOnTarget.push(`Hash secret key: the driver of ${now.interface} ${what}; it stays.`);
		return {};
	}
	const hex = Array.from(wanted, (byte) => byte.toString(16).padStart(2, '0'));
	return { key: [...hex, ...bytes.slice(HASH_SECRET_KEY_SIZE)].join(':') };
}
