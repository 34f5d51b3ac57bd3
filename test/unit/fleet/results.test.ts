import { describe, expect, it } from 'vitest';
import { FleetBoard } from '../../../server/src/fleet/board.js';
import { parseEvent, type TaskEnd } from '../../../server/src/fleet/events.js';
import { hostResult } from '../../../server/src/fleet/hostResult.js';
import { TASKS } from '../../../server/src/fleet/playbook.js';
import { fleetReport, parseReport, unfinished } from '../../../server/src/fleet/report.js';
import { fleetTally } from '../../../server/src/fleet/words.js';

const end = (more: Partial<TaskEnd>): TaskEnd => ({
	event: 'end',
	status: 'ok',
	host: 'web01',
	task: TASKS.push,
	...more,
});
const printed = (value: object) => JSON.stringify(value);
const steps = ['one'];
const result = (more: object) => ({
	plan: { steps, changes: [] },
	result: { message: 'm', differences: [], ...more },
});

describe('what the end of a push means', () => {
	it.each<[string, Partial<TaskEnd>, string]>([
		['pushed', { rc: 0, stdout: printed(result({ outcome: 'applied' })) }, 'applied'],
		['nothing to do', { rc: 0, stdout: printed({ plan: { steps: [] }, result: null }) }, 'unchanged'],
		['planned', { rc: 0, stdout: printed({ plan: { steps }, result: null }) }, 'planned'],
		['refused by the plan', { rc: 1, stdout: printed({ plan: { refused: 'no' }, result: null }) }, 'refused'],
		['put back', { rc: 1, stdout: printed(result({ outcome: 'rolledBack' })) }, 'rolledBack'],
		['cancelled', { rc: 130, stdout: printed(result({ outcome: 'cancelled' })) }, 'cancelled'],
		[
			'not put back',
			{ rc: 1, stdout: printed(result({ outcome: 'failed', reason: 'device-error', differences: ['d'] })) },
			'broken',
		],
		[
			'cancelled, and not put back',
			{ rc: 1, stdout: printed(result({ outcome: 'failed', reason: 'cancelled', differences: ['d'] })) },
			'broken',
		],
		[
			'another was faster: what differs is not ours',
			{
				rc: 1,
				stdout: printed(result({ outcome: 'failed', reason: 'changed-meanwhile', differences: ['d'] })),
			},
			'refused',
		],
		['nobody answers', { rc: 1, stderr: 'rssv2: Nobody answers.' }, 'refused'],
		['cancelled before it began', { rc: 130, stderr: 'rssv2: Cancelled.' }, 'cancelled'],
		['killed', { rc: -9 }, 'unknown'],
		['killed while it printed', { rc: -9, stdout: '{"plan":' }, 'unknown'],
		['a fault of ours', { rc: 70, stderr: 'rssv2: internal error' }, 'unknown'],
		['a variable is missing', { status: 'failed', msg: "'rssv2_device' is undefined" }, 'refused'],
	])('%s', (_, more, state) => {
		const told = hostResult(end(more));
		expect(told.state).toBe(state);
		expect(told.message).toMatch(/./);
		expect(told.message).not.toMatch(/^rssv2:/);
	});
});

describe('a run', () => {
	const batch = { event: 'batch', all: ['a', 'b', 'c'], hosts: ['a', 'b'] } as const;
	const begin = (host: string) => ({ event: 'begin', host, task: TASKS.push }) as const;

	it('knows every host from the first batch on, and what is left in the middle is not known', () => {
		const board = new FleetBoard();
		for (const event of [batch, begin('a'), begin('b')]) board.take(event);
		board.take(end({ host: 'a', rc: 0, stdout: printed(result({ outcome: 'applied' })) }));
		// The task that only says why it failed is no result.
		board.take({ ...end({ host: 'a', status: 'failed', msg: 'other' }), task: 'Fail where it failed' });
		board.close();
		expect(board.hosts().map(({ state }) => state)).toEqual(['applied', 'unknown', 'waiting']);
		expect(fleetTally(board.hosts())).toBe('3 hosts: 1 not begun, 1 applied and 1 unknown');
	});

	it('a host that began when all was cancelled was not touched', () => {
		const board = new FleetBoard();
		for (const event of [batch, begin('a')]) board.take(event);
		board.bar();
		board.take(begin('b'));
		board.close();
		expect(board.hosts().map(({ state }) => state)).toEqual(['unknown', 'cancelled', 'waiting']);
	});

	it('lines that are no event are left out', () => {
		for (const line of ['', '{', '[]', 'null', '{"event":"end"}', '{"event":"later","host":"a","task":"t"}'])
			expect(parseEvent(line)).toBeUndefined();
		expect(parseEvent(JSON.stringify(batch))).toEqual(batch);
		expect(parseEvent(JSON.stringify(end({ rc: 1 })))).toEqual(end({ rc: 1 }));
	});

	it('is kept, and what was done stays done when it is gone on with', () => {
		const request = {
			action: 'push',
			inventories: ['i'],
			files: ['f'],
			hosts: 'all',
			forks: 5,
			serial: [1],
			maxFailPercentage: 0,
		} as const;
		const outcome = { status: 2, cancelled: false };
		const first = fleetReport(request, {
			...outcome,
			hosts: [
				{ host: 'a', state: 'applied' },
				{ host: 'b', state: 'rolledBack' },
				{ host: 'c', state: 'waiting' },
			],
		});
		expect(parseReport(JSON.stringify(first))).toEqual(first);
		expect(unfinished(first)).toEqual(['b', 'c']);
		const second = fleetReport(
			request,
			{ ...outcome, hosts: [{ host: 'b', state: 'unchanged' }] },
			first.hosts,
		);
		expect(second.hosts.map(({ state }) => state)).toEqual(['applied', 'unchanged', 'waiting']);
		for (const bad of ['', '{}', '{"version":1,"hosts":[]}', JSON.stringify({ ...first, version: 2 })])
			expect(parseReport(bad)).toBeUndefined();
	});
});
