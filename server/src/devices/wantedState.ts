import type { Configuration, Hash, ScalingEntity } from '../config/model.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState, PF_FUNCTION_ID } from '../emulator/state.js';
import { hashInformationOf } from '../ndis/hash.js';

/**
 * The state that a configuration asks of a device. What the file does not speak of stays as the device has it: names, hash
 * types and key (once the device was given any), and the default VPort, which cannot be deleted. Other VPorts that the
 * file does not list are gone in the wanted state. Every other value that the file leaves out has its documented default.
 */
export function wantedState(configuration: Configuration, current: AdapterState): AdapterState {
	const present = new Map(current.entities.map((entity) => [entity.vportId, entity]));
	const wanted = new Map(
		configuration.entities.map((entity) => {
			const vportId = entity.vportId.value;
			return [vportId, wantedEntity(configuration, entity, present.get(vportId))];
		}),
	);
	const defaultVPort = present.get(DEFAULT_VPORT_ID);
	if (defaultVPort && !wanted.has(DEFAULT_VPORT_ID)) wanted.set(DEFAULT_VPORT_ID, defaultVPort);
	return { entities: [...wanted.values()].sort((a, b) => a.vportId - b.vportId) };
}

function wantedEntity(
	{ adapter }: Configuration,
	entity: ScalingEntity,
	current: EntityState | undefined,
): EntityState {
	const native = adapter.mode.value === 'native';
	return {
		vportId: native ? DEFAULT_VPORT_ID : entity.vportId.value,
		active: entity.active.value,
		attachedFunctionId: functionOf(entity),
		rssEnabled: entity.rss.value,
		numberOfQueues: entity.numberOfQueues.value,
		...wantedHash(entity.hash, current),
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
		name: (native ? undefined : entity.name?.value) ?? current?.name ?? '',
	};
}

function functionOf({ attachedTo }: ScalingEntity): number {
	return attachedTo.value === 'pf' ? PF_FUNCTION_ID : attachedTo.value.vf;
}

function wantedHash(
	{ types, secretKey }: Hash,
	current: EntityState | undefined,
): Pick<EntityState, 'hashInformation' | 'hashSecretKey'> {
	const given = current !== undefined && current.hashInformation !== 0 ? current : undefined;
	const keptTypes = types.assumed ? given?.hashInformation : undefined;
	const keptKey = secretKey.assumed ? given?.hashSecretKey : undefined;
	return {
		hashInformation: keptTypes ?? hashInformationOf(types.value),
		hashSecretKey: keptKey ?? secretKey.value,
	};
}
