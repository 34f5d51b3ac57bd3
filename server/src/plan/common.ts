import type { AdapterDescription } from '../emulator/description.js';
import { sameBytes } from '../emulator/sameBytes.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState, PF_FUNCTION_ID } from '../emulator/state.js';
import { byId } from './diff.js';

/** A value that VPorts with RSS on must have in common. */
interface CommonValue {
	/** Which VPorts it holds for. */
	readonly holdsFor: (entity: EntityState) => boolean;
	readonly equal: (a: EntityState, b: EntityState) => boolean;
}

/**
 * VPorts that have RSS on before and after while a value changes that all VPorts with RSS on must have in common (queue
 * count without ASYMMETRIC_QUEUE_PAIRS, hash without hash settings per VPort). No two VPorts can change it together, so they
 * go through RSS off; one that is alone with RSS on in the end changes it as it is.
 */
export function changesCommonValue(
	from: AdapterState,
	to: AdapterState,
	description: AdapterDescription,
): ReadonlySet<number> {
	const before = byId(from);
	const ids = commonValues(description).flatMap(({ holdsFor, equal }) => {
		const spreading = to.entities.filter((entity) => entity.rssEnabled && holdsFor(entity));
		if (spreading.length < 2) return [];
		return spreading.filter((entity) => {
			const start = before.get(entity.vportId);
			return start?.rssEnabled && !equal(start, entity);
		});
	});
	return new Set(ids.map(({ vportId }) => vportId));
}

function commonValues({ mode, capabilities }: AdapterDescription): CommonValue[] {
	if (mode === 'native') return [];
	const { rssPerPFVPortHashFunction, rssPerPFVPortHashType, rssPerPFVPortHashKey } = capabilities;
	const ownHash = rssPerPFVPortHashFunction && rssPerPFVPortHashType && rssPerPFVPortHashKey;
	return [
		...(capabilities.asymmetricQueuePairsForNonDefaultVPort ? [] : [QUEUE_COUNT]),
		...(ownHash ? [] : [HASH]),
	];
}

const QUEUE_COUNT: CommonValue = {
	holdsFor: ({ vportId }) => vportId !== DEFAULT_VPORT_ID,
	equal: (a, b) => a.numberOfQueues === b.numberOfQueues,
};

const HASH: CommonValue = {
	holdsFor: ({ attachedFunctionId }) => attachedFunctionId === PF_FUNCTION_ID,
	equal: (a, b) => a.hashInformation === b.hashInformation && sameBytes(a.hashSecretKey, b.hashSecretKey),
};
