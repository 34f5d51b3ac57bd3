import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { OidRequest, OidRequestType } from '../emulator/request.js';
import { parseOid } from '../ndis/oid.js';
import { isPossibleProcessor, parseProcessor } from '../rss/processor.js';

const TYPES: readonly OidRequestType[] = ['query', 'set', 'method'];
const MOST = 0xffffffff;

/**
 * Reads the parameters of `oid/request`, whatever a client sent.
 * @throws ResponseError InvalidParams that says which member is wrong
 */
export function readOidRequest(params: unknown): OidRequest {
	const given = readObject(params);
	const { vportId, processor, inputBuffer, outputBufferLength } = given;
	return {
		oid: readOid(given['oid']),
		type: readType(given['type']),
		...(vportId !== undefined && { vportId: readInteger(vportId, 'vportId') }),
		...(processor !== undefined && { processor: readProcessor(processor) }),
		inputBuffer: inputBuffer === undefined ? new Uint8Array() : readBase64(inputBuffer, 'inputBuffer'),
		...(outputBufferLength !== undefined && {
			outputBufferLength: readInteger(outputBufferLength, 'outputBufferLength'),
		}),
	};
}

/**
 * The token in the parameters of `session/authenticate`.
 * @throws ResponseError InvalidParams when there is none
 */
export function readToken(params: unknown): string {
	const { token } = readObject(params);
	if (typeof token === 'string') return token;
	throw invalid('token must be a string.');
}

/** Members by name; an absent `params` has none. */
export function readObject(params: unknown): Readonly<Record<string, unknown>> {
	if (params === undefined || params === null) return {};
	if (typeof params === 'object' && !Array.isArray(params)) return params as Record<string, unknown>;
	throw invalid('params must be an object.');
}

function readOid(value: unknown): number {
	if (typeof value === 'number') return readInteger(value, 'oid');
	const oid = typeof value === 'string' ? parseOid(value) : undefined;
	if (oid !== undefined) return oid;
	throw invalid('oid must be a number, "0x…", or the name of an OID that the emulator knows.');
}

function readType(value: unknown): OidRequestType {
	const type = TYPES.find((known) => known === value);
	if (type) return type;
	throw invalid(`type must be one of ${TYPES.join(', ')}.`);
}

function readInteger(value: unknown, name: string): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST) return value;
	throw invalid(`${name} must be an integer from 0 to ${MOST}.`);
}

function readProcessor(value: unknown) {
	const processor = typeof value === 'string' ? parseProcessor(value) : undefined;
	if (processor !== undefined && isPossibleProcessor(processor)) return processor;
	throw invalid('processor must be "group:number" with a number from 0 to 63.');
}

/**
 * Bytes in base64.
 * @throws ResponseError InvalidParams that names the member
 */
export function readBase64(value: unknown, name: string): Uint8Array {
	const padded = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
	if (typeof value === 'string' && padded.test(value)) return new Uint8Array(Buffer.from(value, 'base64'));
	throw invalid(`${name} must be base64.`);
}

function invalid(message: string): ResponseError {
	return new ResponseError(ErrorCodes.InvalidParams, message);
}
