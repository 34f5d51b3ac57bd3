import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import { ruleTable } from '../../../server/src/emulator/ruleTable.js';
import { Status } from '../../../server/src/ndis/status.js';
import { replayScripts } from '../../../server/src/replay/replay.js';
import { adapterWith } from '../../support/adapter.js';
import { ruleCases } from './ruleCases.js';

const directory = new URL('../../fixtures/conformance/', import.meta.url);
const results = readdirSync(directory)
	.filter((name) => name.endsWith('.jsonl'))
	.flatMap((name) =>
		[...replayScripts(readFileSync(new URL(name, directory), 'utf8'))].map((result, i) => ({
			name: `${name}, line ${i + 1}`,
			result,
		})),
	);

describe('conformance scripts', () => {
	it.each(results)('$name', ({ result }) => {
		expect(result.difference).toBeUndefined();
		expect(result.passed).toBe(true);
	});
});

describe('rules', () => {
	it.each(ruleCases)('$rule refuses, and nothing changes', ({ rule, adapter = adapterWith(), requests }) => {
		const miniport = new MiniportAdapter(adapter);
		for (const request of requests.slice(0, -1)) expect(miniport.request(request).refusals).toEqual([]);
		const [before, { revision }] = [miniport.state(), miniport];
		const last = requests.at(-1);
		const result = last && miniport.request(last);
		expect(result?.refusals.map((refusal) => refusal.rule)).toEqual([rule]);
		// A refused group of moves leaves the OID itself successful.
		if (result?.status !== 0) expect(result?.status).toBe(ruleTable[rule].status);
		const short = result?.status === Status.INVALID_LENGTH || result?.status === Status.BUFFER_TOO_SHORT;
		expect((result?.bytesNeeded ?? 0) > 0).toBe(short);
		expect(miniport.state()).toEqual(before);
		expect(miniport.revision).toBe(revision);
	});

	it('are each tripped by a script or a case', () => {
		const tripped = new Set([
			...results.flatMap(({ result }) => result.rules),
			...ruleCases.map(({ rule }) => rule),
		]);
		expect(Object.keys(ruleTable).filter((rule) => !tripped.has(rule))).toEqual([]);
	});

	it('say what they refuse, with a status that is no success, and where it stands', () => {
		for (const [id, { refuses, status, source }] of Object.entries(ruleTable)) {
			expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
			expect(refuses).toMatch(/^[A-Z].*\.$/);
			expect(source).not.toBe('');
			expect(status).not.toBe(Status.SUCCESS);
			expect(status).not.toBe(Status.PENDING);
		}
	});
});
