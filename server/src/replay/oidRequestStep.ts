import type { OidRequest } from '../emulator/request.js';
import { Oid, type OidName } from '../ndis/oid.js';
import { parseBuffer } from '../oid/bufferText.js';
import { decodeOidBuffer } from '../oid/decode.js';
import { encodeOidBuffer, OidDescriptionError } from '../oid/encode.js';
import type { FieldValue } from '../oid/placements.js';
import { structureNamed } from '../oid/structures.js';
import { type Members, ScriptError } from './members.js';
import type { OidRequestStep } from './script.js';

const names = Object.keys(Oid) as OidName[];

/**
 * Reads a step that is any OID request: `fields` of its structure, what is left out filled in as `rssv2 oid encode` does,
 * cut or lengthened to `size` bytes where that is said; or the bytes themselves as `inputBuffer`, hex or base64.
 * @throws ScriptError
 */
export function readOidRequestStep(step: Members, place: string, status: string): OidRequestStep {
	const oid = step.word('oid', names);
	const request: OidRequest = {
		oid: Oid[oid],
		type: step.word('type', ['query', 'set', 'method']),
		...(step.has('vportId') && { vportId: step.integer('vportId') }),
		...(step.has('actor') && { processor: step.processor('actor') }),
		...(step.has('outputBufferLength') && { outputBufferLength: step.integer('outputBufferLength') }),
		inputBuffer: readBuffer(step, oid, place),
	};
	const answer = step.has('answer') ? readFields(step.object('answer'), `${place}.answer`) : new Map();
	return { op: 'oidRequest', oid, request, status, answer };
}

/** The first field in which an answer is not as a step says, and what it holds instead; undefined when there is none. */
export function differingField(
	{ oid, answer }: OidRequestStep,
	outputBuffer: Uint8Array,
): { readonly name: string; readonly expected: string; readonly got: string } | undefined {
	const structure = structureNamed(oid);
	if (!structure || answer.size === 0) return undefined;
	const fields = new Map(decodeOidBuffer(outputBuffer, structure).fields.map((field) => [field.name, field]));
	for (const [name, expected] of answer) {
		const field = fields.get(name);
		if (field && (field.value === expected || field.meaning === expected)) continue;
		return {
			name,
			expected: String(expected),
			got: field ? String(field.meaning ?? field.value) : 'nothing',
		};
	}
	return undefined;
}

function readBuffer(step: Members, oid: OidName, place: string): Uint8Array {
	if (step.has('inputBuffer')) {
		const text = step.raw('inputBuffer');
		const bytes = typeof text === 'string' ? parseBuffer(text) : undefined;
		if (bytes) return bytes;
		throw new ScriptError(`${place}.inputBuffer must be hex digits or base64.`);
	}
	if (!step.has('fields')) return new Uint8Array();
	const structure = structureNamed(oid);
	if (!structure)
		throw new ScriptError(`${place}.fields: no structure of ${oid} is known; say its inputBuffer.`);
	const fields = readFields(step.object('fields'), `${place}.fields`);
	try {
		const bytes = encodeOidBuffer(structure, {
			fields: [...fields].map(([name, value]) => ({ name, value })),
		});
		if (!step.has('size')) return bytes;
		const sized = new Uint8Array(step.integer('size', 0x10000));
		sized.set(bytes.subarray(0, sized.length));
		return sized;
	} catch (error) {
		if (error instanceof OidDescriptionError) throw new ScriptError(`${place}.fields: ${error.message}`);
		throw error;
	}
}

function readFields(fields: Members, place: string): Map<string, FieldValue> {
	return new Map(
		fields.names().map((name) => {
			const value = fields.raw(name);
			if (typeof value === 'number' || typeof value === 'string') return [name, value];
			throw new ScriptError(`${place}.${name} must be a number or a text.`);
		}),
	);
}
