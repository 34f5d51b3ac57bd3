import type { TracedRequest, TraceStopped } from '../../daemon/protocol.js';
import { DeviceError } from '../deviceError.js';

/**
 * What an emulator tells of a request in `oid/traced`.
 * @throws DeviceError `protocol` when it is no such thing
 */
export function readTraced(params: unknown): TracedRequest {
	const traced = params as TracedRequest | null;
	const right =
		typeof traced === 'object' &&
		traced !== null &&
		[traced.sequence, traced.dropped, traced.session, traced.oid, traced.status].every(Number.isInteger) &&
		[traced.oidName, traced.type, traced.statusName, traced.inputBuffer, traced.outputBuffer].every(
			(text) => typeof text === 'string',
		);
	if (right) return traced;
	throw new DeviceError('protocol', 'What the device tells in oid/traced cannot be read.');
}

/** The count in an answer to `trace/stop`. @throws DeviceError `protocol` when there is none */
export function readDropped(answer: unknown): number {
	const dropped = (answer as TraceStopped | null)?.dropped;
	if (Number.isInteger(dropped)) return dropped as number;
	throw new DeviceError('protocol', "The device's answer to trace/stop cannot be read.");
}
