import { processorsOfAffinity } from '../ndis/groupAffinity.js';
import type { NicSwitchVPortParameters } from '../ndis/nicSwitchVPortParameters.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import { member, refusal, setText } from './refuse.js';
import type { Refusal } from './request.js';
import { PF_FUNCTION_ID } from './state.js';

/**
 * The one processor of a VPort's affinity. A virtual function's VPort, whose interrupts the guest steers, may have none:
 * it starts at the first RSS processor.
 */
export function readAffinity(
	{ rssProcessors }: AdapterDescription,
	{ vportId, processorAffinity, attachedFunctionId }: NicSwitchVPortParameters,
): Processor | Refusal {
	const processors = processorsOfAffinity(processorAffinity);
	const [first] = processors;
	if (first !== undefined && processors.length === 1) return first;
	if (first === undefined && attachedFunctionId !== PF_FUNCTION_ID) return firstRssProcessor(rssProcessors);
	const what = `mask 0x${processorAffinity.mask.toString(16)} of group ${processorAffinity.group} has ${processors.length}`;
	const message = `The affinity of VPort ${vportId} must be exactly one processor: ${what}.`;
	return refusal('vport-affinity-mask', message, [member(vportId, 'processorAffinity')]);
}

/** An active primary processor belongs to the RSS set. */
export function refuseAffinity(
	{ rssProcessors }: AdapterDescription,
	vportId: number,
	affinity: Processor,
): Refusal | undefined {
	if (rssProcessors.processors.includes(affinity)) return undefined;
	const message = `The primary processor must be one of the RSS processors (${setText(rssProcessors)}), not ${formatProcessor(affinity)}.`;
	return refusal('vport-affinity', message, [member(vportId, 'processorAffinity')]);
}

/** Where an entity starts of which nothing else is said: the base of the RSS set. */
export function firstRssProcessor({ processors, base }: AdapterDescription['rssProcessors']): Processor {
	return processors[0] ?? base;
}
