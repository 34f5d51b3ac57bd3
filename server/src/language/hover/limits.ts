import { entryLimit, queueLimit } from '../../emulator/limits.js';
import { HashTypeCapability } from '../../ndis/hash.js';
import { roundUpToPowerOfTwo } from '../../rss/indirectionTable.js';
import { formatProcessor } from '../../rss/processor.js';
import { describeAdapter } from '../../validation/compile.js';
import type { HoverPlace } from './place.js';

/** What this adapter allows for a property, in words; undefined where it has no say. */
export function adapterLimit({ configuration, path, entity }: HoverPlace): string | undefined {
	const property = path.findLast((step) => typeof step === 'string');
	const adapter = describeAdapter(configuration);
	const { capabilities, rssProcessors, mode } = adapter;
	const isWeight = path.at(-2) === 'weights';
	if (entity) {
		const vportId = entity.vportId.value;
		if (isWeight || (property && steering.has(String(property)))) {
			const { base, max, processors } = rssProcessors;
			return `${formatProcessor(base)} to ${formatProcessor(max)}, the ${processors.length} processors of its RSS set`;
		}
		switch (property) {
			case 'numberOfQueues':
				return `1 to ${queueLimit(adapter, vportId)}${mode === 'vmq' ? `, ${capabilities.maxNumQueuePairs} for all VPorts together` : ''}`;
			case 'numberOfEntries':
			case 'indirectionTable': {
				const size = roundUpToPowerOfTwo(entity.numberOfQueues.value);
				const isRestricted = mode === 'vmq' && capabilities.rssPerPFVPortIndirectionTableSizeRestricted;
				if (isRestricted && entity.attachedTo.value === 'pf') {
					return `${size} entries: its queues rounded up to a power of two`;
				}
				return `1 to ${entryLimit(adapter, vportId)} entries, a power of two`;
			}
		}
	}
	switch (property) {
		case 'vports':
		case 'id':
			return mode === 'vmq' ? `${capabilities.maxNumVPorts} VPorts` : undefined;
		case 'types': {
			const plain = ['ipv4', 'ipv6', 'ipv6Ex'];
			const able = capabilities.hashTypes.filter((type) => HashTypeCapability[type] !== undefined);
			return [...plain, ...able].join(', ');
		}
		case 'attachedTo':
			return capabilities.maxNumVFs === 0
				? 'pf: it has no virtual functions'
				: `pf, vf:0 to vf:${capabilities.maxNumVFs - 1}`;
		default:
			return undefined;
	}
}

const steering = new Set(['primaryProcessor', 'defaultProcessor', 'processors']);
