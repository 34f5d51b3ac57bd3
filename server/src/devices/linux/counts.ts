/** Packets that one queue received. */
export interface QueueCount {
	readonly queue: number;
	readonly packets: number;
}

/** How drivers name the packets of a receive queue in `ethtool -S`. */
const NAMES: readonly RegExp[] = [
	/^rx_queue_(\d+)_packets$/, // virtio_net to 6.11, ixgbe, igb, ice, hv_netvsc
	/^rx_?(\d+)_packets$/, // mlx5, mlx4, qede
	/^rx-(\d+)\.packets$/, // i40e, iavf
	/^queue_(\d+)_rx_cnt$/, // ena
	/^rxq(\d+)_?(?:rcv_)?p(?:ac)?k(?:e)?ts$/, // hns3, nfp
	/^rx_q(\d+)_packets$/,
];

/** Reads the packets of each queue from `ethtool -S`; undefined when the driver does not tell them. */
export function readCounts(text: string): QueueCount[] | undefined {
	const figures = [...text.matchAll(/^\s*(\S.*?):\s+(\d+)\s*$/gm)].map(([, name = '', value]) => ({
		name,
		value: Number(value),
	}));
	for (const pattern of NAMES) {
		const counts = figures.flatMap(({ name, value }) => {
			const queue = pattern.exec(name)?.[1];
			return queue === undefined ? [] : [{ queue: Number(queue), packets: value }];
		});
		if (counts.length > 0) return counts.sort((a, b) => a.queue - b.queue);
	}
	return blockCounts(text);
}

/** vmxnet3 and bnxt: a head line names the queue, figures of it follow. */
function blockCounts(text: string): QueueCount[] | undefined {
	const packets = new Map<number, number>();
	let queue: number | undefined;
	for (const line of text.split('\n')) {
		const head = /^\s*(?:Rx Queue#: (\d+)|Tx Queue#: \d+)\s*$/.exec(line);
		if (head) queue = head[1] === undefined ? undefined : Number(head[1]);
		const figure = /^\s*[ubm]cast pkts rx: (\d+)\s*$/.exec(line)?.[1] ?? undefined;
		const inLine = /^\s*\[(\d+)\]: rx_[ubm]cast_packets: (\d+)\s*$/.exec(line);
		const of = inLine ? Number(inLine[1]) : queue;
		const value = inLine?.[2] ?? figure;
		if (of !== undefined && value !== undefined) packets.set(of, (packets.get(of) ?? 0) + Number(value));
	}
	return packets.size === 0 ? undefined : [...packets].map(([n, sum]) => ({ queue: n, packets: sum }));
}
