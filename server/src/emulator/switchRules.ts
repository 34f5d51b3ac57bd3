import type { AdapterCapabilities, AdapterDescription } from './description.js';
import { count, entityName, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { sameBytes } from './sameBytes.js';
import { DEFAULT_VPORT_ID, type EntityState, type Neighbour, PF_FUNCTION_ID } from './state.js';

/**
 * What the NIC switch asks of its VPorts with RSS on, judged whenever one of them has RSS on after a set: RSS on VPorts at
 * all, their number, one queue count and one hash for all unless the adapter can tell them apart. A VPort with RSS off uses
 * neither its table nor its hash, so that VPorts can be taken one by one from one common value to another.
 */
export function refuseRss(
	{ mode, capabilities }: AdapterDescription,
	entities: readonly Neighbour[],
	before: EntityState,
	after: EntityState,
): Refusal | undefined {
	if (!after.rssEnabled) return undefined;
	const computes = refuseReceiveHash(after);
	if (computes || mode === 'native') return computes;
	const others = entities.filter((other) => other.vportId !== after.vportId && other.rssEnabled);
	return (
		(before.rssEnabled
			? undefined
			: (refuseWithoutVmmq(capabilities, after) ?? refuseRssVPorts(capabilities, others, after))) ??
		refuseAsymmetry(capabilities, others, after) ??
		refuseSharedHash(capabilities, others, after)
	);
}

/** RSS and receive hash calculation exclude each other: whoever wants the one ends the other first. */
function refuseReceiveHash({ vportId, receiveHash }: EntityState): Refusal | undefined {
	if (!receiveHash) return undefined;
	const message =
		'Receive hash calculation is on (OID_GEN_RECEIVE_HASH): it is turned off before RSS is turned on.';
	return refusal('rss-while-hash', message, [member(vportId, 'flags')]);
}

/** VMMQ: RSS on a PF VPort needs its flag, the single pool and a table per VPort; on a VF's VPort the VF flag. */
function refuseWithoutVmmq(capabilities: AdapterCapabilities, entity: EntityState): Refusal | undefined {
	const subjects = [member(entity.vportId, 'flags')];
	if (!isPf(entity)) {
		if (capabilities.vfRss) return undefined;
		const message = `VPort ${entity.vportId} belongs to virtual function ${entity.attachedFunctionId}, and the adapter has no RSS on virtual functions.`;
		return refusal('rss-on-vf', message, subjects);
	}
	const missing = [
		...(capabilities.rssOnPFVPorts ? [] : ['RSS on PF VPorts']),
		...(capabilities.singleVPortPool ? [] : ['a single VPort pool']),
		...(capabilities.rssPerPFVPortIndirectionTable ? [] : ['an indirection table per PF VPort']),
	];
	if (missing.length === 0) return undefined;
	const message = `RSS on a VPort (VMMQ) needs what the adapter does not advertise: ${missing.join(', ')}.`;
	return refusal('vmmq-capabilities', message, subjects);
}

/** NIC switch limit: non-default PF VPorts with RSS on. */
function refuseRssVPorts(
	capabilities: AdapterCapabilities,
	others: readonly Neighbour[],
	entity: EntityState,
): Refusal | undefined {
	if (!isNonDefault(entity) || !isPf(entity)) return undefined;
	const enabled = 1 + others.filter((other) => isNonDefault(other) && isPf(other)).length;
	const limit = capabilities.maxNumRssCapableNonDefaultPFVPorts;
	if (enabled <= limit) return undefined;
	const message = `RSS would be on for ${count(enabled, 'VPort')} beside the default one; the adapter can spread ${limit}.`;
	return refusal('rss-vports', message, [member(entity.vportId, 'flags')]);
}

/** Without ASYMMETRIC_QUEUE_PAIRS the non-default VPorts have one queue count. */
function refuseAsymmetry(
	{ asymmetricQueuePairsForNonDefaultVPort }: AdapterCapabilities,
	others: readonly Neighbour[],
	entity: EntityState,
): Refusal | undefined {
	if (asymmetricQueuePairsForNonDefaultVPort || !isNonDefault(entity)) return undefined;
	const other = others.find((one) => isNonDefault(one) && one.numberOfQueues !== entity.numberOfQueues);
	if (!other) return undefined;
	const message =
		`The adapter wants one queue count for all VPorts beside the default one: ${entityName(entity)} has ` +
		`${count(entity.numberOfQueues, 'queue')}, ${entityName(other)} has ${other.numberOfQueues}.`;
	return refusal(
		'queue-pairs-symmetric',
		message,
		[member(entity.vportId, 'numberOfQueues')],
		[member(other.vportId, 'numberOfQueues')],
	);
}

/** Without hash function, type and key per PF VPort (all three or none count) they share one hash. */
function refuseSharedHash(
	capabilities: AdapterCapabilities,
	others: readonly Neighbour[],
	entity: EntityState,
): Refusal | undefined {
	const { rssPerPFVPortHashFunction, rssPerPFVPortHashType, rssPerPFVPortHashKey } = capabilities;
	const own = rssPerPFVPortHashFunction && rssPerPFVPortHashType && rssPerPFVPortHashKey;
	if (own || !isPf(entity)) return undefined;
	for (const other of others) {
		if (!isPf(other)) continue;
		const differing =
			other.hashInformation !== entity.hashInformation
				? 'hashInformation'
				: sameBytes(other.hashSecretKey, entity.hashSecretKey)
					? undefined
					: 'hashSecretKey';
		if (!differing) continue;
		const what = differing === 'hashSecretKey' ? 'secret key' : 'hash information';
		const message = `The VPorts of this adapter share one hash: the ${what} of ${entityName(entity)} differs from that of ${entityName(other)}.`;
		return refusal(
			'shared-hash',
			message,
			[member(entity.vportId, differing)],
			[member(other.vportId, differing)],
		);
	}
	return undefined;
}

function isPf({ attachedFunctionId }: Neighbour): boolean {
	return attachedFunctionId === PF_FUNCTION_ID;
}

function isNonDefault({ vportId }: Neighbour): boolean {
	return vportId !== DEFAULT_VPORT_ID;
}
