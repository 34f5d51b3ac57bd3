import type {
	OidRequestParams,
	OidRequestResult,
	WireAdapter,
	WireEntity,
	WireNicSwitch,
	WireState,
} from '../../daemon/protocol.js';
import type { AdapterDescription } from '../../emulator/description.js';
import type { OidRequest, OidResult } from '../../emulator/request.js';
import type { AdapterState, EntityState, NicSwitchState } from '../../emulator/state.js';
import { layouts } from '../../ndis/layout.js';
import { formatProcessor, type Processor, parseProcessor } from '../../rss/processor.js';
import { DeviceError } from '../deviceError.js';

/**
 * The description in an answer to `adapter/describe`.
 * @throws DeviceError `protocol` when the answer is no such thing
 */
export function readAdapter(answer: unknown): AdapterDescription {
	return reading('adapter/describe', () => {
		const wire = answer as WireAdapter;
		const { mode, capabilities, rssProcessors, layout } = wire;
		if (mode !== 'native' && mode !== 'vmq') throw new TypeError('its mode is neither native nor vmq');
		if (layout !== undefined && !layouts.includes(layout)) throw new TypeError('its layout is unknown');
		if (typeof capabilities !== 'object') throw new TypeError('it has no capabilities');
		return {
			name: String(wire.name),
			mode,
			capabilities,
			rssProcessors: {
				...rssProcessors,
				base: processorOf(rssProcessors.base),
				max: processorOf(rssProcessors.max),
				processors: rssProcessors.processors.map(processorOf),
			},
			...(layout !== undefined && { layout }),
		};
	});
}

/**
 * The state in an answer to `state/get`.
 * @throws DeviceError `protocol` when the answer is no such thing
 */
export function readState(answer: unknown): AdapterState {
	return reading('state/get', () => {
		const { entities, nicSwitch } = answer as WireState;
		return {
			entities: entities.map(entityOf).sort((a, b) => a.vportId - b.vportId),
			...(nicSwitch && { nicSwitch: switchOf(nicSwitch) }),
		};
	});
}

/** The parameters of `oid/request`. */
export function writeRequest(request: OidRequest): OidRequestParams {
	const { oid, type, vportId, processor, inputBuffer } = request;
	return {
		oid,
		type,
		...(vportId !== undefined && { vportId }),
		...(processor !== undefined && { processor: formatProcessor(processor) }),
		inputBuffer: Buffer.from(inputBuffer).toString('base64'),
	};
}

/**
 * Status and output buffer in an answer to `oid/request`.
 * @throws DeviceError `protocol` when the answer is no such thing
 */
export function readResult(answer: unknown): Pick<OidResult, 'status' | 'outputBuffer'> {
	return reading('oid/request', () => {
		const { status, outputBuffer } = answer as OidRequestResult;
		if (!Number.isInteger(status)) throw new TypeError('it has no status');
		return { status, outputBuffer: new Uint8Array(Buffer.from(outputBuffer, 'base64')) };
	});
}

function entityOf(wire: WireEntity): EntityState {
	for (const member of ['vportId', 'attachedFunctionId', 'numberOfQueues', 'hashInformation'] as const)
		if (!Number.isInteger(wire[member])) throw new TypeError(`its ${member} is no number`);
	if (!/^[0-9a-f]{80}$/i.test(wire.hashSecretKey)) throw new TypeError('its key has not 40 bytes');
	if (wire.indirectionTable.length === 0) throw new TypeError('its indirection table is empty');
	return {
		...wire,
		hashSecretKey: new Uint8Array(Buffer.from(wire.hashSecretKey, 'hex')),
		primaryProcessor: processorOf(wire.primaryProcessor),
		defaultProcessor: processorOf(wire.defaultProcessor),
		indirectionTable: wire.indirectionTable.map(processorOf),
	};
}

function switchOf({ name, numVFs, allocatedVFs }: WireNicSwitch): NicSwitchState {
	if (!Number.isInteger(numVFs)) throw new TypeError('its numVFs is no number');
	return {
		name: String(name),
		numVFs,
		allocatedVFs: allocatedVFs
			.map((vf) => {
				if (!Number.isInteger(vf.vfId)) throw new TypeError('a vfId is no number');
				return {
					...vf,
					permanentMacAddress: new Uint8Array(Buffer.from(vf.permanentMacAddress, 'hex')),
					currentMacAddress: new Uint8Array(Buffer.from(vf.currentMacAddress, 'hex')),
				};
			})
			.sort((a, b) => a.vfId - b.vfId),
	};
}

function processorOf(text: string): Processor {
	const parsed = parseProcessor(text);
	if (parsed === undefined) throw new TypeError(`${JSON.stringify(text)} is no processor`);
	return parsed;
}

/** Whatever shape an answer has, the caller gets a value or one error that says what is wrong with it. */
export function reading<T>(method: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		const detail = error instanceof TypeError ? error.message : String(error);
		throw new DeviceError('protocol', `The device's answer to ${method} cannot be read: ${detail}.`);
	}
}
