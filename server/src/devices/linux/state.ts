import { defaultPreset } from '../../config/presets.js';
import type { AdapterDescription, HashTypeName } from '../../emulator/description.js';
import { DEFAULT_VPORT_ID, type EntityState, PF_FUNCTION_ID } from '../../emulator/state.js';
import { HASH_SECRET_KEY_SIZE, hashInformationOf } from '../../ndis/hash.js';
import type { Processor } from '../../rss/processor.js';
import type { DeviceState } from '../device.js';
import { parseCpuList, processorOfCpu } from './cpuList.js';
import type { LinuxNic } from './nic.js';
import type { FlowType } from './request.js';

/** The hash type of NDIS that stands for addresses and ports of a kind of packet. */
export const HASH_TYPE_OF_FLOW: Readonly<Record<FlowType, HashTypeName>> = {
	tcp4: 'tcpIpv4',
	udp4: 'udpIpv4',
	tcp6: 'tcpIpv6',
	udp6: 'udpIpv6',
};

/** The interface as an adapter of NDIS: native RSS, its processors those of the machine that are on. */
export function describeNic(nic: LinuxNic): AdapterDescription {
	const processors = onlineProcessors(nic);
	const [base] = processors;
	const max = processors.at(-1);
	const flows = Object.keys(nic.flowHash) as FlowType[];
	return {
		name: nic.interface,
		mode: 'native',
		capabilities: {
			...defaultPreset('native').capabilities,
			numberOfReceiveQueues: nic.maxQueues,
			numberOfInterruptMessages: nic.maxQueues,
			numberOfIndirectionTableEntries: Math.min(nic.table.length, MOST_ENTRIES),
			hashTypes: flows.map((flow) => HASH_TYPE_OF_FLOW[flow]),
		},
		rssProcessors: {
			base: base ?? processorOfCpu(0),
			max: max ?? processorOfCpu(0),
			processors,
			...(nic.node !== undefined && { preferredNumaNode: nic.node }),
		},
		...(nic.nodes.length > 0 && {
			numaNodes: nic.nodes.map((one) => ({
				node: one.node,
				processors: (parseCpuList(one.processors) ?? []).map(processorOfCpu),
			})),
		}),
	};
}

/** Processors of the machine that are on, ascending. */
export function onlineProcessors({ online }: Pick<LinuxNic, 'online'>): Processor[] {
	return (parseCpuList(online) ?? [0]).map(processorOfCpu);
}

/**
 * The state of an interface in the words of NDIS: an entry points at the processor that its queue interrupts. Queue 0 takes
 * the packets without a hash, so that its processor is the default one. A table with queue 0 alone is RSS that is off.
 */
export function stateOfNic(nic: LinuxNic): DeviceState {
	const first = queueProcessor(nic, 0);
	const rss = nic.table.some((queue) => queue !== 0);
	const entity: EntityState = {
		vportId: DEFAULT_VPORT_ID,
		active: true,
		attachedFunctionId: PF_FUNCTION_ID,
		rssEnabled: rss,
		numberOfQueues: nic.queues,
		hashInformation: hashInformationOf(hashTypesOfNic(nic)),
		hashSecretKey: keyBytes(nic.key),
		primaryProcessor: first,
		defaultProcessor: first,
		indirectionTable:
			nic.table.length > 0 ? folded(nic.table).map((queue) => queueProcessor(nic, queue)) : [first],
		name: '',
	};
	return { entities: [entity], native: nic };
}

/** Entries of a table in native mode at most (NDIS_RECEIVE_SCALE_CAPABILITIES); adapters of Linux have up to 4096. */
const MOST_ENTRIES = 128;

/** A longer table that repeats itself as one that NDIS can have; else as it is. */
function folded(table: readonly number[]): readonly number[] {
	const repeats = table.length > MOST_ENTRIES && table.every((queue, i) => queue === table[i % MOST_ENTRIES]);
	return repeats ? table.slice(0, MOST_ENTRIES) : table;
}

/**
 * The processor that a queue interrupts. A list of several means the one in use now, or the first; without a known
 * interrupt queue i is taken to be on the i-th processor that is on.
 */
export function queueProcessor(nic: LinuxNic, queue: number): Processor {
	const vector = nic.vectors.find((one) => one.queue === queue);
	if (!vector) {
		const all = onlineProcessors(nic);
		return all[queue % all.length] ?? processorOfCpu(0);
	}
	const allowed = parseCpuList(vector.processors) ?? [];
	const [effective] = parseCpuList(vector.effective ?? '') ?? [];
	const inUse = effective !== undefined && allowed.includes(effective) ? effective : allowed[0];
	return processorOfCpu(inUse ?? 0);
}

/** Whether nothing is known that contradicts: the queue is tied to this very processor. */
export function isTiedTo(nic: LinuxNic, queue: number, processor: Processor): boolean {
	const vector = nic.vectors.find((one) => one.queue === queue);
	if (!vector) return false;
	const allowed = parseCpuList(vector.processors) ?? [];
	return allowed.length === 1 && queueProcessor(nic, queue) === processor;
}

/** Types by what is hashed. The plain IP types are always on: no driver hashes without addresses. */
function hashTypesOfNic({ flowHash }: LinuxNic): HashTypeName[] {
	const withPorts = (Object.keys(flowHash) as FlowType[]).filter((flow) => flowHash[flow] === 'sdfn');
	return ['ipv4', 'ipv6', ...withPorts.map((flow) => HASH_TYPE_OF_FLOW[flow])];
}

/** The 40 bytes that NDIS knows, the first of those that a device may have more of; zeros where it has fewer. */
function keyBytes(key: string | undefined): Uint8Array {
	const bytes = new Uint8Array(HASH_SECRET_KEY_SIZE);
	(key ?? '')
		.split(':')
		.slice(0, HASH_SECRET_KEY_SIZE)
		.forEach((byte, i) => {
			bytes[i] = Number.parseInt(byte, 16) || 0;
		});
	return bytes;
}
