import type { AdapterDescription } from '../../server/src/emulator/description.js';
import type { AdapterState } from '../../server/src/emulator/state.js';

/**
 * What must hold of every state that requests can lead to, said anew from the documents and not with the product's
 * words: undefined, or the first that does not.
 */
export function brokenInvariant(
	{ entities, nicSwitch }: AdapterState,
	{ capabilities, mode, rssProcessors }: AdapterDescription,
): string | undefined {
	let queues = 0;
	let last = -1;
	for (const one of entities) {
		const name = `VPort ${one.vportId}`;
		if (one.vportId <= last) return `${name} is out of order or there twice`;
		last = one.vportId;
		queues += one.numberOfQueues;
		const active = one.rssEnabled ? [one.defaultProcessor, ...one.indirectionTable] : [one.primaryProcessor];
		if (new Set(active).size > one.numberOfQueues) return `${name} uses more processors than queues`;
		if (!active.every((processor) => rssProcessors.processors.includes(processor)))
			return `${name} uses a processor outside the RSS processors`;
		const n = one.indirectionTable.length;
		if (n < 1 || n > 128 || (n & (n - 1)) !== 0) return `${name} has ${n} entries`;
		if (one.rssEnabled && one.receiveHash) return `${name} has RSS and receive hash calculation on`;
		if (one.hashSecretKey.length !== 40) return `${name} has a key of ${one.hashSecretKey.length} bytes`;
	}
	if (mode === 'native') return entities.length === 1 ? undefined : `${entities.length} entities`;
	const functions = nicSwitch?.allocatedVFs.map(({ vfId }) => vfId) ?? [];
	if (functions.some((vfId, i) => vfId >= capabilities.maxNumVFs || functions.indexOf(vfId) !== i))
		return `virtual functions ${functions.join(', ')}`;
	const stray = entities.find(({ attachedFunctionId: id }) => id !== 0xffff && !functions.includes(id));
	if (stray) return `VPort ${stray.vportId} is on a virtual function that is not allocated`;
	if (entities.length > Math.max(1, capabilities.maxNumVPorts)) return `${entities.length} VPorts`;
	if (queues > capabilities.maxNumQueuePairs) return `${queues} queue pairs`;
	const on = entities.filter(({ rssEnabled }) => rssEnabled);
	if (!capabilities.asymmetricQueuePairsForNonDefaultVPort) {
		const counts = new Set(on.flatMap((one) => (one.vportId === 0 ? [] : [one.numberOfQueues])));
		if (counts.size > 1) return `queue counts ${[...counts].join(', ')} beside each other`;
	}
	if (!capabilities.rssPerPFVPortHashKey) {
		const hashes = new Set(
			on.flatMap((one) =>
				one.attachedFunctionId === 0xffff ? [`${one.hashInformation} ${one.hashSecretKey}`] : [],
			),
		);
		if (hashes.size > 1) return 'two hashes on an adapter that has one for all';
	}
	return undefined;
}
