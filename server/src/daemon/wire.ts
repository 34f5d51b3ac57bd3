import type { AdapterDescription } from '../emulator/description.js';
import type { OidResult } from '../emulator/request.js';
import type { AdapterState, EntityState, NicSwitchState } from '../emulator/state.js';
import { statusName } from '../ndis/status.js';
import { formatProcessor } from '../rss/processor.js';
import type { OidRequestResult, WireAdapter, WireEntity, WireNicSwitch, WireState } from './protocol.js';

/** A description as it travels. */
export function toWireAdapter({ rssProcessors, ...rest }: AdapterDescription): WireAdapter {
	const { base, max, processors } = rssProcessors;
	return {
		...rest,
		rssProcessors: {
			...rssProcessors,
			base: formatProcessor(base),
			max: formatProcessor(max),
			processors: processors.map(formatProcessor),
		},
	};
}

/** A state as it travels. */
export function toWireState({ entities, nicSwitch }: AdapterState): WireState {
	return { entities: entities.map(toWireEntity), ...(nicSwitch && { nicSwitch: toWireSwitch(nicSwitch) }) };
}

/** An answer as it travels; why it was refused stays behind. */
export function toWireResult({ status, outputBuffer, bytesNeeded }: OidResult): OidRequestResult {
	return {
		status,
		statusName: statusName(status),
		outputBuffer: Buffer.from(outputBuffer).toString('base64'),
		bytesNeeded,
	};
}

function toWireSwitch({ allocatedVFs, ...rest }: NicSwitchState): WireNicSwitch {
	return {
		...rest,
		allocatedVFs: allocatedVFs.map((vf) => ({
			...vf,
			permanentMacAddress: Buffer.from(vf.permanentMacAddress).toString('hex'),
			currentMacAddress: Buffer.from(vf.currentMacAddress).toString('hex'),
		})),
	};
}

function toWireEntity(entity: EntityState): WireEntity {
	return {
		...entity,
		hashSecretKey: Buffer.from(entity.hashSecretKey).toString('hex'),
		primaryProcessor: formatProcessor(entity.primaryProcessor),
		defaultProcessor: formatProcessor(entity.defaultProcessor),
		indirectionTable: entity.indirectionTable.map(formatProcessor),
	};
}
