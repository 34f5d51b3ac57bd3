import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exportFromFresh } from '../../../server/src/devices/exportRequests.js';
import { parseBuffer } from '../../../server/src/oid/bufferText.js';
import { planHeader } from '../../../server/src/oid/cHeader.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import type { PlanStep } from '../../../server/src/plan/step.js';
import { p } from '../../support/adapter.js';
import { model, vmqText } from '../../support/configuration.js';

const steps: PlanStep[] = [
	{
		request: {
			kind: 'createVPort',
			vportId: 1,
			attachedFunctionId: 0xffff,
			active: true,
			affinity: p('0:2'),
			name: 'sql01',
		},
		description: 'A name that would end a comment */ and "quote" \\ ??/ → ü',
	},
	{
		request: {
			kind: 'setParameters',
			vportId: 1,
			enableRss: false,
			numberOfQueues: 2,
			hashSecretKey: new Uint8Array(40).fill(0xa5),
		},
		description: 'Queues and a key.',
	},
	{
		request: {
			kind: 'moveEntries',
			actor: p('1:2'),
			commands: [{ vportId: 1, parameter: 'primary', target: p('1:4') }],
		},
		description: 'Move the primary processor.',
	},
	{ request: { kind: 'deleteVPort', vportId: 3 }, description: 'Delete.' },
];
const title = { adapter: 'SLOT 3 */ Port', from: 'a fresh adapter' };

const gcc = spawnSync('gcc', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'rssv2-header-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program sees of a header: a line for each request, as an independent reader of the array. */
function compiled(header: string): string[] {
	writeFileSync(join(folder, 'requests.h'), header);
	writeFileSync(
		join(folder, 'main.c'),
		`#include <stdio.h>
#include "requests.h"
int main(void) {
	for (ULONG i = 0; i < RSSV2_OID_REQUEST_COUNT; i++) {
		const RSSV2_OID_REQUEST *r = &RSSV2_OID_REQUESTS[i];
		printf("%08x %u %u %u %u %u %u ", r->Oid, r->RequestType, r->VPortIdValid, r->VPortId, r->ProcessorValid,
			(unsigned)r->ProcessorGroup, (unsigned)r->ProcessorNumber);
		for (ULONG at = 0; at < r->InformationBufferLength; at++) printf("%02x", r->InformationBuffer[at]);
		printf("\\n");
	}
	return 0;
}
`,
	);
	const program = join(folder, 'program');
	// gcc knows that a comparison with a count of 0 is never true; that is the test program's, not the header's.
	const flags = ['-std=c11', '-Wall', '-Wextra', '-Wno-type-limits', '-Werror'];
	const built = spawnSync('gcc', [...flags, '-o', program, 'main.c'], { cwd: folder, encoding: 'utf8' });
	expect(built.stderr).toBe('');
	return execFileSync(program, { encoding: 'utf8' }).split('\n').slice(0, -1);
}

test('a C compiler is there where nobody may skip', () => {
	if (process.env['CI'] === 'true') expect(gcc, 'gcc is wanted to compile the header').toBe(true);
});

describe.skipIf(!gcc)('the header, compiled by gcc (skipped where there is none)', () => {
	test('holds every request in order: OID, type, VPort, processor and bytes', () => {
		const types = { query: 0, set: 1, method: 12 };
		const expected = steps.map(({ request }) => {
			const { oid, type, vportId, processor, inputBuffer } = encodeRequest(request, 'vmq');
			const vport = vportId === undefined ? '0 0' : `1 ${vportId}`;
			const at = processor === undefined ? '0 0 0' : '1 1 2';
			return `${oid.toString(16).padStart(8, '0')} ${types[type]} ${vport} ${at} ${Buffer.from(inputBuffer).toString('hex')}`;
		});
		expect(compiled(planHeader(steps, 'vmq', title))).toEqual(expected);
	});

	test('of no request at all compiles too', () => {
		expect(compiled(planHeader([], 'native', title))).toEqual([]);
	});

	test('of a file, from a fresh adapter', () => {
		const exported = exportFromFresh(
			model(
				vmqText(
					'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n  - { id: 1, rss: false }\n',
				),
			),
		);
		if ('refused' in exported) throw new Error(exported.refused);
		expect(exported.file.fileName).toBe('test-requests.h');
		const lines = compiled(exported.file.text);
		expect(lines.length).toBeGreaterThan(2);
		expect(lines.filter((line) => line.startsWith('00010241 12'))).toHaveLength(1);
		expect(lines.some((line) => line.startsWith('00010214 1 1 0 '))).toBe(true);
	});
});

test('every field is named beside its bytes, and each array reads as the request it is', () => {
	const text = planHeader(steps, 'vmq', title);
	expect(text).toMatch(/0x02, 0x00, 0x00, 0x00, \/\* 0x14 NumberOfQueues = 2 \*\//);
	expect(text).toContain('/* 4 of 4: Delete.');
	expect(text).toContain('OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES, method, on processor 1:2');
	const arrays = [...text.matchAll(/UCHAR rssv2_request_\d+\[\d+\] = (\{.*?\n\});/gs)].map(([, body]) =>
		parseBuffer(body ?? ''),
	);
	expect(arrays).toEqual(steps.map(({ request }) => encodeRequest(request, 'vmq').inputBuffer));
	expect(text).toMatch(/^[\t\n -~]*$/);
});
