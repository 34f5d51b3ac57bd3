import type { AdapterDescription } from '../emulator/description.js';
import type { OidResult } from '../emulator/request.js';
import type { AdapterState, EntityState } from '../emulator/state.js';
import { statusName } from '../ndis/status.js';
import { formatProcessor } from '../rss/processor.js';
import type { OidRequestResult, WireAdapter, WireEntity, WireState } from './protocol.js';

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
export function toWireState({ entities }: AdapterState): WireState {
	return { entities: entities.map(toWireEntity) };
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

function toWireEntity(entity: EntityState): WireEntity {
	return {
		...entity,
		hashSecretKey: Buffer.from(entity.hashSecretKey).toString('hex'),
		primaryProcessor: formatProcessor(entity.primaryProcessor),
		defaultProcessor: formatProcessor(entity.defaultProcessor),
		indirectionTable: entity.indirectionTable.map(formatProcessor),
	};
}
