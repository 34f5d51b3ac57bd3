import type { AdapterMode } from '../emulator/description.js';
import type { OidRequest, OidRequestType } from '../emulator/request.js';
import { DEFAULT_LAYOUT, type Layout } from '../ndis/layout.js';
import { oidName } from '../ndis/oid.js';
import { encodeRequest } from '../plan/encode.js';
import type { PlanStep } from '../plan/step.js';
import { formatProcessor, groupOf, numberOf } from '../rss/processor.js';
import { arrayLines } from './cArray.js';
import { structureNamed } from './structures.js';

/** NDIS_REQUEST_TYPE (ntddndis.h). */
const REQUEST_TYPE: Readonly<Record<OidRequestType, readonly [name: string, value: number]>> = {
	query: ['NdisRequestQueryInformation', 0],
	set: ['NdisRequestSetInformation', 1],
	method: ['NdisRequestMethod', 12],
};

/** What the header says of itself. */
export interface CHeaderTitle {
	/** The adapter. */
	readonly adapter: string;
	/** Where the requests start from: `a fresh adapter`, `emulator /run/rssv2.sock`. */
	readonly from: string;
	/** How the machine that compiles it lays structures out; x64 when not said. */
	readonly layout?: Layout;
}

const TYPES = `#ifndef _WIN32
/* In a driver these are those of the WDK: include ndis.h first. */
typedef unsigned char UCHAR;
typedef unsigned short USHORT;
typedef unsigned int ULONG;
#endif

#ifdef _MSC_VER
#define RSSV2_ALIGNED __declspec(align(8))
#else
#define RSSV2_ALIGNED _Alignas(8)
#endif

typedef struct _RSSV2_OID_REQUEST {
	ULONG Oid;
	ULONG RequestType;       /* NDIS_REQUEST_TYPE: 0 query, 1 set, 12 method */
	ULONG VPortIdValid;      /* NDIS_OID_REQUEST_FLAGS_VPORT_ID_VALID */
	ULONG VPortId;
	ULONG ProcessorValid;    /* the request must run on this processor */
	USHORT ProcessorGroup;
	USHORT ProcessorNumber;
	UCHAR *InformationBuffer; /* a method writes its answer back into it */
	ULONG InformationBufferLength;
	const char *Description;
} RSSV2_OID_REQUEST;`;

/**
 * The requests of a plan as a C header (C11 or MSVC): a commented buffer for each, and an array of all of
 * them in the order in which they must be made.
 */
export function planHeader(
	steps: readonly PlanStep[],
	mode: AdapterMode,
	{ adapter, from, layout = DEFAULT_LAYOUT }: CHeaderTitle,
): string {
	const requests = steps.map((step) => ({ ...step, oidRequest: encodeRequest(step.request, mode, layout) }));
	const buffers = requests.flatMap(({ description, oidRequest }, i) => [
		...bufferLines(i, steps.length, description, oidRequest, layout),
		'',
	]);
	return `${[
		'/*',
		` * ${comment(`${adapter}: ${steps.length} OID requests, in order, starting from ${from}.`)}`,
		` * NDIS structures in their ${layout} layout, little endian.`,
		' * They may hold the hash secret key: treat this file as you treat the key.',
		' */',
		'#ifndef RSSV2_OID_REQUESTS_H',
		'#define RSSV2_OID_REQUESTS_H',
		'',
		TYPES,
		'',
		...buffers,
		`#define RSSV2_OID_REQUEST_COUNT ${steps.length}`,
		'',
		...listLines(requests),
		'',
		'#endif',
	].join('\n')}\n`;
}

function bufferLines(
	i: number,
	count: number,
	description: string,
	request: OidRequest,
	layout: Layout,
): string[] {
	const { oid, type, vportId, processor, inputBuffer } = request;
	const target = [
		...(vportId === undefined ? [] : [`VPort ${vportId}`]),
		...(processor === undefined ? [] : [`on processor ${formatProcessor(processor)}`]),
	].join(', ');
	return [
		`/* ${i + 1} of ${count}: ${comment(description)}`,
		` * ${oidName(oid)}, ${type}${target === '' ? '' : `, ${target}`}, ${inputBuffer.length} bytes */`,
		`static RSSV2_ALIGNED UCHAR ${bufferName(i)}[${inputBuffer.length}] = {`,
		...arrayLines(inputBuffer, structureNamed(oidName(oid), layout)),
		'};',
	];
}

function listLines(
	requests: readonly { readonly description: string; readonly oidRequest: OidRequest }[],
): string[] {
	// C has no empty array: the one element there is then is not counted.
	const open = `static RSSV2_OID_REQUEST RSSV2_OID_REQUESTS[${Math.max(1, requests.length)}] = {`;
	if (requests.length === 0) return [open, '\t{ 0 }', '};'];
	return [
		open,
		...requests.flatMap(({ description, oidRequest }, i) => {
			const { oid, type, vportId, processor } = oidRequest;
			const [typeName, typeValue] = REQUEST_TYPE[type];
			return [
				'\t{',
				`\t\t0x${oid.toString(16).padStart(8, '0')}, /* ${oidName(oid)} */`,
				`\t\t${typeValue}, /* ${typeName} */`,
				`\t\t${vportId === undefined ? '0, 0,' : `1, ${vportId},`}`,
				`\t\t${processor === undefined ? '0, 0, 0,' : `1, ${groupOf(processor)}, ${numberOf(processor)},`}`,
				`\t\t${bufferName(i)}, sizeof(${bufferName(i)}),`,
				`\t\t${cString(description)},`,
				'\t},',
			];
		}),
		'};',
	];
}

function bufferName(i: number): string {
	return `rssv2_request_${i + 1}`;
}

/** A text that cannot end its comment; ASCII, since a compiler may read the file in any code page. */
function comment(text: string): string {
	return ascii(text).replace(/\*\//g, '* /').replace(/\/\*/g, '/ *');
}

function cString(text: string): string {
	// `??` could start a trigraph.
	return `"${ascii(text).replace(/[\\"]/g, '\\$&').replace(/\?/g, '\\?')}"`;
}

function ascii(text: string): string {
	return text.replace(/→/g, '->').replace(/[^\x20-\x7e]/gu, '?');
}
