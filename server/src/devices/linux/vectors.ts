import type { QueueVector } from './nic.js';

/** What Linux tells of its interrupts, as the parts of the read script have it. */
export interface InterruptText {
	/** `/proc/irq/28/virtio1-input.0/`, a line each. */
	readonly names: string;
	/** Interrupts of the adapter's own device, a line each; empty when it has no MSI. */
	readonly msi: string;
	/** `/proc/irq/28/smp_affinity_list:0`, a line each. */
	readonly affinity: string;
	/** `/proc/irq/28/effective_affinity_list:2`, a line each. */
	readonly effective: string;
}

/** Vectors that bring no received packets. */
const OTHER = /async|config|control|ctrl|event|misc|admin|mgmt|mgmnt|aeq|fdir|ptp|err|health|page/i;

/**
 * The interrupt of each receive queue. Drivers name their vectors as they like, with the queue's number at the end:
 * `virtio1-input.0`, `eth0-TxRx-0`, `i40e-eth0-TxRx-0`, `eth2-rx-0`, `mlx5_comp0@pci:0000:3b:00.0`. A queue for which there
 * is not exactly one is left out: better none than the wrong one.
 */
export function queueVectors(interfaceName: string, text: InterruptText): QueueVector[] {
	const own = new Set(text.msi.split('\n').filter((line) => /^\d+$/.test(line)));
	const affinity = listFiles(text.affinity);
	const effective = listFiles(text.effective);
	const named = [...text.names.matchAll(/^\/proc\/irq\/(\d+)\/(.+)\/$/gm)]
		.map(([, irq = '', name = '']) => ({ irq, name }))
		.filter(({ irq, name }) => (own.size > 0 ? own.has(irq) : hasWord(name, interfaceName)));
	// Two ports of one adapter share its interrupts: then their names tell them apart.
	const byName = named.filter(({ name }) => hasWord(name, interfaceName));
	const candidates = (byName.length > 0 ? byName : named).filter(({ name }) => receives(name));
	const byQueue = new Map<number, string[]>();
	for (const { irq, name } of candidates) {
		// The interface's own name ends with a digit too.
		const rest = name.replace(interfaceName, '');
		const queue = Number(/(\d{1,5})(?:@.*)?$/.exec(rest)?.[1] ?? -1);
		if (queue >= 0) byQueue.set(queue, [...(byQueue.get(queue) ?? []), irq]);
	}
	return [...byQueue]
		.sort(([a], [b]) => a - b)
		.flatMap(([queue, irqs]) => {
			const [irq = ''] = irqs;
			const processors = affinity.get(irq);
			if (irqs.length !== 1 || processors === undefined) return [];
			const active = effective.get(irq);
			return [{ queue, irq: Number(irq), processors, ...(active !== undefined && { effective: active }) }];
		});
}

function receives(name: string): boolean {
	if (OTHER.test(name)) return false;
	return /rx|input/i.test(name) || !/tx|output/i.test(name);
}

/** Whether an interface's name stands in a vector's name by itself: eth1 is not in `eth10-rx-0`. */
function hasWord(name: string, word: string): boolean {
	const at = name.indexOf(word);
	if (at < 0) return false;
	const edge = (character: string | undefined) => character === undefined || !/[A-Za-z0-9]/.test(character);
	return edge(name[at - 1]) && edge(name[at + word.length]);
}

function listFiles(text: string): ReadonlyMap<string, string> {
	return new Map(
		[...text.matchAll(/^\/proc\/irq\/(\d+)\/[a-z_]+:([0-9,-]+)$/gm)].map(([, irq = '', list = '']) => [
			irq,
			list,
		]),
	);
}
