import type { Configuration, Hash, ScalingEntity } from '../config/model.js';
import type { AdapterCapabilities } from '../emulator/description.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState, PF_FUNCTION_ID } from '../emulator/state.js';
import { hashInformationOf } from '../ndis/hash.js';
import { wantedVirtualFunctions } from '../plan/virtualFunctions.js';

type HashSettings = Pick<EntityState, 'hashInformation' | 'hashSecretKey'>;

/**
 * The state that a configuration asks of a device. What the file does not speak of stays as the device has it: names, hash
 * types and key (once the device was given any), virtual functions without a VPort, and the default VPort, which cannot be deleted. Other VPorts that the
 * file does not list are gone in the wanted state. Every other value that the file leaves out has its documented default.
 * Where VPorts with RSS on must have one hash, they get the same.
 */
export function wantedState(configuration: Configuration, current: AdapterState): AdapterState {
	const present = new Map(current.entities.map((entity) => [entity.vportId, entity]));
	const oneHash = hasOneHash(configuration.adapter.capabilities.value);
	const listed = configuration.entities.map((entity) => {
		const now = present.get(entity.vportId.value);
		const hash = wantedHash(entity.hash, oneHash ? (now ?? current.entities[0]) : now);
		return { ...wantedEntity(configuration, entity, now), ...hash };
	});
	const wanted = new Map(listed.map((entity) => [entity.vportId, entity]));
	const defaultVPort = present.get(DEFAULT_VPORT_ID);
	if (defaultVPort && !wanted.has(DEFAULT_VPORT_ID)) {
		const shares = oneHash && defaultVPort.rssEnabled;
		const hash = shares ? hashOf(listed[0] ?? defaultVPort) : {};
		wanted.set(DEFAULT_VPORT_ID, { ...defaultVPort, ...hash });
	}
	const entities = [...wanted.values()].sort((a, b) => a.vportId - b.vportId);
	const { nicSwitch } = current;
	if (!nicSwitch) return { entities };
	return { entities, nicSwitch: { ...nicSwitch, allocatedVFs: wantedVirtualFunctions(current, entities) } };
}

function wantedEntity(
	{ adapter }: Configuration,
	entity: ScalingEntity,
	current: EntityState | undefined,
): Omit<EntityState, keyof HashSettings> {
	const native = adapter.mode.value === 'native';
	const { attachedTo } = entity;
	return {
		vportId: native ? DEFAULT_VPORT_ID : entity.vportId.value,
		active: entity.active.value,
		attachedFunctionId: attachedTo.value === 'pf' ? PF_FUNCTION_ID : attachedTo.value.vf,
		rssEnabled: entity.rss.value,
		numberOfQueues: entity.numberOfQueues.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
		name: (native ? undefined : entity.name?.value) ?? current?.name ?? '',
	};
}

function wantedHash({ types, secretKey }: Hash, current: EntityState | undefined): HashSettings {
	// 0: the device was never given a hash, so there is nothing worth keeping.
	const given = current !== undefined && current.hashInformation !== 0 ? current : undefined;
	const keptTypes = types.assumed ? given?.hashInformation : undefined;
	const keptKey = secretKey.assumed ? given?.hashSecretKey : undefined;
	return {
		hashInformation: keptTypes ?? hashInformationOf(types.value),
		hashSecretKey: keptKey ?? secretKey.value,
	};
}

function hashOf({ hashInformation, hashSecretKey }: HashSettings): HashSettings {
	return { hashInformation, hashSecretKey };
}

/** Without hash function, type and key per VPort (all three or none) an adapter has one hash for all of them. */
function hasOneHash(capabilities: AdapterCapabilities): boolean {
	const { rssPerPFVPortHashFunction, rssPerPFVPortHashType, rssPerPFVPortHashKey } = capabilities;
	return !(rssPerPFVPortHashFunction && rssPerPFVPortHashType && rssPerPFVPortHashKey);
}
