import { type Preset, presets } from '../config/presets.js';
import type { AdapterCapabilities, AdapterDescription } from '../emulator/description.js';
import { type AdapterState, type EntityState, PF_FUNCTION_ID } from '../emulator/state.js';
import { hashTypesOf } from '../ndis/hash.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import { rssProcessorSet } from '../rss/rssProcessorSet.js';
import {
	type ConfigurationBody,
	type EntityText,
	type HashText,
	keyText,
	type NumaNodeText,
	processorsText,
	tableText,
} from './configurationBody.js';
import { type ConfigurationFile, configurationText, fileNameOf } from './configurationText.js';

/** NDIS_RSS_PROFILE, from 1 on. */
const PROFILES = ['Closest', 'ClosestStatic', 'NUMA', 'NUMAStatic', 'Conservative', 'Balanced'];

/**
 * The file that asks for exactly what a device has now: pushing it back changes nothing.
 * @param origin which device, for the comment at the top: `emulator /run/rssv2.sock`
 */
export function deviceConfiguration(
	description: AdapterDescription,
	state: AdapterState,
	origin: string,
): ConfigurationFile {
	const text = configurationText(deviceBody(description, state, origin));
	return { fileName: fileNameOf(description.name), text };
}

function deviceBody(description: AdapterDescription, state: AdapterState, origin: string): ConfigurationBody {
	const { name, mode, rssProcessors, numaNodes = [] } = description;
	const { base, max, processors, preferredNumaNode, profile } = rssProcessors;
	const shared = sharedHash(state.entities);
	const entities = state.entities.map((entity) => entityText(entity, shared));
	const adapterHash = shared && hashText(shared);
	return {
		header: [`Read from ${origin}.`],
		notes: [],
		content: {
			version: 1,
			host: numaNodes.length === 0 ? undefined : { numaNodes: numaNodes.map(nodeText) },
			adapter: {
				name: name === '' ? 'adapter' : name,
				mode,
				capabilities: capabilitiesText(description),
				rssProcessors: {
					base: formatProcessor(base),
					max: formatProcessor(max),
					profile: profile === undefined ? undefined : PROFILES[profile - 1],
					preferredNumaNode,
					processors: isWholeRange(base, max, processors) ? undefined : processorsText(processors),
				},
				hash: adapterHash,
			},
			scaling: mode === 'native' ? withoutIdentity(entities[0]) : undefined,
			vports: mode === 'native' ? undefined : entities,
		},
	};
}

function nodeText({ node, processors }: NonNullable<AdapterDescription['numaNodes']>[number]): NumaNodeText {
	return { node, processors: processorsText(processors) };
}

/** A hash that entities can share: the bits and the key together. */
type EntityHash = Pick<EntityState, 'hashInformation' | 'hashSecretKey'>;

/** The first hash that any entity was given; those that differ say so themselves. */
function sharedHash(entities: readonly EntityState[]): EntityHash | undefined {
	return entities.find(({ hashInformation }) => hashInformation !== 0);
}

function hashText({ hashInformation, hashSecretKey }: EntityHash): HashText | undefined {
	if (hashInformation === 0) return undefined;
	const types = hashTypesOf(hashInformation);
	return { types: types.length > 0 ? types : undefined, secretKey: keyText(hashSecretKey) };
}

function sameHash(a: EntityHash, b: EntityHash | undefined): boolean {
	return a.hashInformation === b?.hashInformation && keyText(a.hashSecretKey) === keyText(b.hashSecretKey);
}

function entityText(entity: EntityState, shared: EntityHash | undefined): EntityText & { id: number } {
	const { attachedFunctionId, indirectionTable } = entity;
	return {
		id: entity.vportId,
		name: entity.name === '' ? undefined : entity.name,
		attachedTo: attachedFunctionId === PF_FUNCTION_ID ? undefined : `vf:${attachedFunctionId}`,
		state: entity.active ? undefined : 'deactivated',
		rss: entity.rssEnabled,
		numberOfQueues: entity.numberOfQueues,
		primaryProcessor: formatProcessor(entity.primaryProcessor),
		defaultProcessor: formatProcessor(entity.defaultProcessor),
		hash: sameHash(entity, shared) ? undefined : hashText(entity),
		indirectionTable: tableText(indirectionTable),
	};
}

/** Native mode has one entity, which the file does not number, name or attach. */
function withoutIdentity(entity: EntityText | undefined): EntityText {
	const { id, name, attachedTo, state, ...rest } = entity ?? {};
	return rest;
}

/** The preset that is nearest, with what differs from it spelled out. */
function capabilitiesText({ mode, capabilities }: AdapterDescription) {
	const candidates = presets
		.filter((preset) => preset.mode === mode)
		.map((preset) => ({ preset, overrides: differing(preset, capabilities) }));
	const [nearest] = candidates.sort(
		(a, b) => Object.keys(a.overrides).length - Object.keys(b.overrides).length,
	);
	return { preset: nearest?.preset.name ?? '', ...nearest?.overrides };
}

function differing(preset: Preset, capabilities: AdapterCapabilities): Partial<AdapterCapabilities> {
	const base = new Map<string, unknown>(Object.entries(preset.capabilities));
	return Object.fromEntries(
		Object.entries(capabilities).filter(
			([name, value]) => base.has(name) && JSON.stringify(base.get(name)) !== JSON.stringify(value),
		),
	);
}

/** Whether base and max alone give the set, so that it need not be listed. */
function isWholeRange(base: Processor, max: Processor, processors: readonly Processor[]): boolean {
	const all = rssProcessorSet({
		nodes: undefined,
		base,
		max,
		array: undefined,
		maxProcessors: undefined,
		preferredNumaNode: undefined,
	});
	return all.length === processors.length && all.every((p, i) => p === processors[i]);
}
