/** `ethtool -L`: how many queues the interface receives on. */
export interface LinuxChannelsRequest {
	readonly kind: 'linuxChannels';
	/** Channels that receive and transmit (`combined`), or only receive (`rx`). */
	readonly channel: 'combined' | 'rx';
	readonly count: number;
}

/** `ethtool -X hkey`: the whole key of the device, in hexadecimal with colons. Never told. */
export interface LinuxKeyRequest {
	readonly kind: 'linuxKey';
	readonly key: string;
}

/** `ethtool -N rx-flow-hash`: what of a packet of one kind is hashed. */
export interface LinuxFlowHashRequest {
	readonly kind: 'linuxFlowHash';
	readonly flow: FlowType;
	/** `sdfn` addresses and ports, `sd` addresses, any other letters of ethtool as they were read. */
	readonly fields: string;
}

/** `ethtool -K rxhash`. */
export interface LinuxReceiveHashRequest {
	readonly kind: 'linuxReceiveHash';
	readonly on: boolean;
}

/** smp_affinity_list of the interrupts of queues. Interrupts are looked up when it is done: new channels have new ones. */
export interface LinuxAffinityRequest {
	readonly kind: 'linuxAffinity';
	/** Processors as the file takes and gives them: `3`, `0-3,8`. */
	readonly queues: readonly { readonly queue: number; readonly processors: string }[];
}

/** The indirection table, written whole: queue of entry i. */
export interface LinuxTableRequest {
	readonly kind: 'linuxTable';
	readonly queues: readonly number[];
}

/** What is asked of a Linux network interface in one step. */
export type LinuxRequest =
	| LinuxChannelsRequest
	| LinuxKeyRequest
	| LinuxFlowHashRequest
	| LinuxReceiveHashRequest
	| LinuxAffinityRequest
	| LinuxTableRequest;

/** Packets whose hash can be set apart, as ethtool names them. */
export const FLOW_TYPES = ['tcp4', 'udp4', 'tcp6', 'udp6'] as const;
export type FlowType = (typeof FLOW_TYPES)[number];

/** Whether a request is one of these. */
export function isLinuxRequest<Other extends { readonly kind: string }>(
	request: LinuxRequest | Other,
): request is LinuxRequest {
	return request.kind.startsWith('linux');
}
