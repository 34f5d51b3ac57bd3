import { describe, expect, it } from 'vitest';
import { replayScript, replayScripts } from '../../../server/src/replay/replay.js';
import { formatReport } from '../../../server/src/replay/report.js';

const ok = 'NDIS_STATUS_SUCCESS';
const createVPort = { op: 'createVPort', vportId: 0, affinity: '0:2', active: true, status: ok };
const setParameters = {
	op: 'setParameters',
	vportId: 0,
	flags: ['numberOfQueuesChanged', 'numberOfEntriesChanged'],
	hashInformation: 0,
	hashSecretKeySize: 40,
	numberOfQueues: 2,
	numberOfIndirectionTableEntries: 2,
	status: ok,
};
const entry = { switchId: 0, vportId: 0, flags: 'none', index: 1, target: '0:3', status: ok };
const move = { op: 'setIndirectionEntries', actor: '0:2', entries: [entry], status: ok };
const entity = {
	rssEnabled: false,
	numberOfQueues: 2,
	hashInformation: 0,
	primaryProcessor: '0:2',
	defaultProcessor: '0:2',
	indirectionTable: ['0:2', '0:3'],
};
const script = {
	mode: 'vmq',
	rssProcessors: ['0:3', '0:2'],
	steps: [createVPort, setParameters, move] as unknown[],
	final: { 0: entity } as Record<string, unknown>,
};
const run = (over: Partial<typeof script> = {}) => replayScript(JSON.stringify({ ...script, ...over }));

describe('replayScript', () => {
	it('passes in both modes', () => {
		expect(run()).toEqual({ passed: true, rules: [] });
		expect(run({ mode: 'native' })).toEqual({ passed: true, rules: [] });
		const { numberOfQueues } = entity;
		expect(run({ final: { 0: { numberOfQueues } } }).passed).toBe(true);
	});

	it('names the first step that differs, and why the adapter refused', () => {
		const refused = { ...setParameters, numberOfQueues: 0 };
		expect(run({ steps: [createVPort, refused, move] })).toEqual({
			passed: false,
			difference: {
				step: 2,
				what: 'setParameters, VPort 0',
				expected: ok,
				got: 'NDIS_STATUS_INVALID_PARAMETER (At least 1 queue is needed.)',
			},
			rules: ['queues-zero'],
		});
		const expected = 'NDIS_STATUS_NO_QUEUES';
		const wrong = { ...move, entries: [entry, { ...entry, index: 0, status: expected }] };
		expect(run({ steps: [createVPort, setParameters, wrong] }).difference).toEqual({
			step: 3,
			what: 'setIndirectionEntries, entry 2 of 2 (VPort 0)',
			expected,
			got: ok,
		});
		const whole = { ...move, status: 'NDIS_STATUS_INVALID_DATA' };
		expect(run({ steps: [createVPort, setParameters, whole] }).difference).toMatchObject({
			step: 3,
			expected: 'NDIS_STATUS_INVALID_DATA',
			got: ok,
		});
	});

	it.each([
		[{ 0: { ...entity, rssEnabled: true } }, 'final VPort 0 rssEnabled', 'true', 'false'],
		[{ 0: { ...entity, primaryProcessor: '0:3' } }, 'final VPort 0 primaryProcessor', '0:3', '0:2'],
		[
			{ 0: { ...entity, indirectionTable: ['0:2'] } },
			'final VPort 0 indirectionTable',
			'[0:2]',
			'[0:2, 0:3]',
		],
		[{ 0: entity, 4: entity }, 'final VPorts', '0, 4', '0'],
	])('compares the state at the end: %j', (final, what, expected, got) => {
		expect(run({ final }).difference).toEqual({ what, expected, got });
	});

	it.each([
		['{', 'The line is not JSON'],
		['[]', 'script must be an object'],
		[JSON.stringify({ ...script, mode: 'sriov' }), 'script.mode must be one of vmq, native'],
		[JSON.stringify({ ...script, rssProcessors: [] }), 'rssProcessors must not be empty'],
		[JSON.stringify({ ...script, rssProcessors: ['0:2', 5] }), 'rssProcessors[1] must be a processor'],
		[
			JSON.stringify({ ...script, steps: [{ op: 'deleteEverything', status: ok }] }),
			'steps[0].op must be one of',
		],
		[
			JSON.stringify({ ...script, steps: [{ ...createVPort, status: 0 }] }),
			'steps[0].status must be the name',
		],
		[
			JSON.stringify({ ...script, steps: [{ ...setParameters, flags: ['on'] }] }),
			'steps[0].flags must name only',
		],
		[
			JSON.stringify({ ...script, steps: [{ ...move, entries: [{ ...entry, index: 65536 }] }] }),
			'entries[0].index',
		],
		[JSON.stringify({ ...script, final: { x: entity } }), 'script.final.x must be a VPort id'],
		[JSON.stringify({ ...script, capabilities: { maxNumVports: 3 } }), 'maxNumVports is not a capability'],
		[JSON.stringify({ ...script, capabilities: { hashTypes: ['tcp'] } }), 'must hold hash types only'],
	])('says what is wrong with a line that is no script: %.40s', (line, message) => {
		const { passed, difference } = replayScript(line);
		expect(passed).toBe(false);
		expect(difference?.got).toContain(message);
	});
});

describe('formatReport', () => {
	it('counts, and tells of each script that differs the first step that does', () => {
		const lines = [script, { ...script, final: { 0: { numberOfQueues: 9 } } }, { ...script, steps: [move] }];
		const text = ['', ...lines.map((line) => JSON.stringify(line)), '', 'rubbish', ''].join('\r\n');
		const report = formatReport(replayScripts(text)).split('\n');
		expect(report).toEqual([
			'script 2: final VPort 0 numberOfQueues: expected 9, got 2',
			'script 3, step 1: setIndirectionEntries, entry 1 of 1 (VPort 0): expected NDIS_STATUS_SUCCESS, got NDIS_STATUS_INVALID_PARAMETER (VPort 0 does not exist.)',
			expect.stringMatching(/^script 4: script: expected a script, got The line is not JSON/),
			'1 passed, 3 failed',
		]);
		expect(formatReport([])).toBe('0 passed, 0 failed');
	});
});
