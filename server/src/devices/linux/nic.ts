import type { DeviceState } from '../device.js';
import { DeviceError } from '../deviceError.js';
import type { FlowType } from './request.js';

/**
 * virtio_net shows tables that are not in force: on Linux 6.1 before the first write, and after channels were changed. And
 * without rxhash it sends every packet to queue 0, so that this is never switched off again.
 */
export const VIRTIO_NET = 'virtio_net';

/** A network interface of Linux as it was read: what can be changed, and what has to be known to change it. Plain JSON. */
export interface LinuxNic {
	readonly interface: string;
	/** The RSS context that table, key and hash fields are of; absent for the interface's own. */
	readonly context?: number;
	/** Name of the driver: `virtio_net`; empty when there is none to see. */
	readonly driver: string;
	/** Kind of channel that receives; absent when the driver does not let channels be set. */
	readonly channel?: 'combined' | 'rx';
	/** Queues that receive. */
	readonly queues: number;
	readonly maxQueues: number;
	/** Queue of entry i; empty when the interface has no indirection table. */
	readonly table: readonly number[];
	/** The hash key in hexadecimal with colons; absent when the driver does not tell it. */
	readonly key?: string;
	/** Hash functions that are on: `toeplitz`. */
	readonly hashFunctions: readonly string[];
	/** What is hashed, in the letters of ethtool (`sdfn`), of each kind of packet that the driver tells of. */
	readonly flowHash: Readonly<Partial<Record<FlowType, string>>>;
	/** The feature rxhash (receive-hashing); absent when there is none. */
	readonly receiveHash?: { readonly on: boolean; readonly fixed: boolean };
	/** The interrupt of each queue that could be found. */
	readonly vectors: readonly QueueVector[];
	/** Processors that are on, as Linux lists them: `0-31`. */
	readonly online: string;
	/** NUMA nodes and their processors, as Linux lists them. */
	readonly nodes: readonly { readonly node: number; readonly processors: string }[];
	/** The node the adapter is plugged into; absent when the machine does not say. */
	readonly node?: number;
	/** Whether commands run as root. */
	readonly root: boolean;
	/** Absolute path of ethtool. */
	readonly ethtool: string;
	/** How a table can be written there, best first. */
	readonly tableWriters: readonly TableWriter[];
	/** Whether two pushes at once can be kept apart there: flock is installed. */
	readonly canLock: boolean;
	/** A daemon that moves interrupts by itself runs. */
	readonly irqbalance: boolean;
	/** Rules that steer flows to queues past the table (`ethtool -n`); absent when the driver tells of none. */
	readonly flowRules?: number;
	/** Queues whose packets the kernel hands on to other processors (Receive Packet Steering). */
	readonly packetSteering: readonly number[];
}

/** The interrupt of a queue. */
export interface QueueVector {
	readonly queue: number;
	/** Number of the interrupt. Another after channels were changed, so it is no part of the state. */
	readonly irq: number;
	/** smp_affinity_list: `3`, `0-3,8`. */
	readonly processors: string;
	/** effective_affinity_list; lags behind `processors` until the next interrupt. Absent where there is no such file. */
	readonly effective?: string;
}

/** What can write a table: an interpreter that reaches the ioctl (any table), or ethtool (only weights). */
export type TableWriter = 'python3' | 'perl' | 'ethtool';

/** Writes a state of this kind of device carries along. @throws DeviceError `protocol` when it has none */
export function nicOf(state: DeviceState): LinuxNic {
	const { native } = state;
	if (typeof native === 'object' && native !== null && 'vectors' in native && 'table' in native)
		return native as LinuxNic;
	throw new DeviceError('protocol', 'This is no state of a Linux network interface.');
}
