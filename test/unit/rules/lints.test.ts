import { describe, expect, test } from 'vitest';
import { lint } from '../../../server/src/rules/index.js';
import { model, vmqText } from '../../support/configuration.js';

function findings(vports: string) {
	const text = vmqText(vports);
	return lint(model(text)).map(({ code, severity, span, message }) => ({
		code,
		severity,
		at: text.slice(span.start, span.end),
		message,
	}));
}

describe('single-processor', () => {
	test('every entry on one processor is told on the table', () => {
		const [found, ...rest] = findings('  - { id: 0, numberOfQueues: 1, indirectionTable: ["0:2", "0:2"] }');
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ code: 'single-processor', severity: 'warning', at: '["0:2", "0:2"]' });
		expect(found?.message).toContain('all 2 entries point at processor 0:2');
	});
	test('not while RSS is off', () => {
		expect(findings('  - { id: 0, rss: false, indirectionTable: ["0:2", "0:2"] }')).toEqual([]);
	});
});

describe('idle-queues', () => {
	test('two processors for eight queues', () => {
		const [found, ...rest] = findings('  - { id: 0, numberOfQueues: 8, indirectionTable: ["0:2", "0:4"] }');
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ code: 'idle-queues', at: '8' });
		expect(found?.message).toContain('6 of 8 queues are idle');
	});
	test('the default processor counts as one in use', () => {
		const vport =
			'  - { id: 0, numberOfQueues: 3, defaultProcessor: "0:6", indirectionTable: ["0:2", "0:4"] }';
		expect(findings(vport).map(({ code }) => code)).toEqual(['default-processor-queue']);
	});
	test('with RSS off the primary alone is in use', () => {
		expect(
			findings('  - { id: 0, rss: false, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }'),
		).toMatchObject([{ code: 'idle-queues' }]);
	});
});

describe('uneven-spread', () => {
	test('three to one', () => {
		const [found, ...rest] = findings(
			'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:2", "0:2", "0:4"] }',
		);
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ code: 'uneven-spread', severity: 'warning' });
		expect(found?.message).toContain('1.50 times an even share');
	});
	test('a difference of one is even enough', () => {
		expect(
			findings('  - { id: 0, numberOfQueues: 3, indirectionTable: ["0:2", "0:4", "0:6", "0:2"] }'),
		).toEqual([]);
	});
	test('weights are meant: a hint', () => {
		expect(
			findings('  - { id: 0, numberOfQueues: 2, indirectionTable: { weights: { "0:2": 6, "0:4": 2 } } }'),
		).toMatchObject([{ code: 'uneven-spread', severity: 'hint' }]);
	});
});
