import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { didYouMean } from '../../../server/src/config/nearest.js';
import { exampleText } from '../../../server/src/rules/example.js';
import { configurableIds, rules } from '../../../server/src/rules/index.js';
import {
	type RuleSeverities,
	readSeverities,
	ruleSeverities,
	severityOf,
} from '../../../server/src/rules/severities.js';
import { checkText } from '../../../server/src/validation/check.js';

describe('a severity that the user chooses', () => {
	test.each(rules.map((rule) => [rule.id, rule] as const))(
		'is that of %s, or silence',
		(id, { examples }) => {
			const severities = (chosen: RuleSeverities) =>
				checkText(examples.bad, { syntax: 'yaml' }, chosen).findings.flatMap(({ code, severity }) =>
					code === id ? [severity] : [],
				);
			expect(severities({ [id]: 'off' })).toEqual([]);
			for (const wanted of ruleSeverities) {
				if (wanted !== 'off') expect(new Set(severities({ [id]: wanted }))).toEqual(new Set([wanted]));
			}
			expect(severities({})).not.toEqual([]);
		},
	);
	test('does not make more of a case than the rule itself does', () => {
		expect(severityOf('x', 'warning', 'hint', { x: 'error' })).toBe('hint');
		expect(severityOf('x', 'hint', 'warning', { x: 'information' })).toBe('information');
		expect(severityOf('x', 'warning', 'information', { x: 'hint' })).toBe('hint');
		expect(severityOf('x', 'warning', undefined, {})).toBe('warning');
		expect(severityOf('x', 'warning', 'hint', {})).toBe('hint');
	});
	test('is not looked for among what every object has', () => {
		expect(severityOf('constructor', 'warning', undefined, {})).toBe('warning');
	});
});

describe('readSeverities', () => {
	const read = (value: unknown) => readSeverities(value, configurableIds, didYouMean);
	test('takes what is right, and says what is not with what was meant', () => {
		expect(
			read({ 'idle-queues': 'off', 'idle-queus': 'off', 'weak-key': 'warn', 'smt-siblings': 3 }),
		).toEqual({
			severities: { 'idle-queues': 'off' },
			problems: [
				'There is no rule `idle-queus`. Did you mean `idle-queues`?',
				expect.stringContaining('`warn` is no severity for `weak-key`'),
				expect.stringContaining('`3` is no severity for `smt-siblings`'),
			],
		});
	});
	test('nothing is no problem, another type is', () => {
		expect(read(undefined)).toEqual({ severities: {}, problems: [] });
		expect(read(null)).toEqual({ severities: {}, problems: [] });
		for (const wrong of [[], 'off', 3, true]) expect(read(wrong).problems).toHaveLength(1);
	});
});

test('the setting of the extension knows every rule with its severity', () => {
	const { properties } = manifest.contributes.configuration.properties['rssv2.rules'];
	expect(Object.keys(properties).sort()).toEqual([...configurableIds].sort());
	for (const { id, severity } of rules) {
		expect(Reflect.get(properties, id)).toMatchObject({ default: severity, enum: ruleSeverities });
	}
});

describe('rssv2-ignore', () => {
	const bad = exampleText({ vport: 'numberOfQueues: 8, indirectionTable: ["0:2", "0:4"]' }).trimEnd();
	const codes = (text: string, rulesChosen: RuleSeverities = {}) =>
		checkText(text, { syntax: 'yaml' }, rulesChosen).findings.map(({ code }) => code);
	const onLine = (comment: string) => codes(`${bad} # ${comment}\n`);
	const before = (comment: string) => codes(bad.replace('  - { id', `  # ${comment}\n\n  # more\n  - { id`));
	test.each([
		['rssv2-ignore idle-queues: room to grow', []],
		['rssv2-ignore idle-queues', ['suppression-without-reason']],
		['rssv2-ignore idle-queues:', ['suppression-without-reason']],
		['rssv2-ignore idle-queues because we grow', ['suppression-without-reason']],
		['rssv2-ignore uneven-spread: x', ['idle-queues', 'unused-suppression']],
		['rssv2-ignore idle-queues, uneven-spread: x', ['unused-suppression']],
		['rssv2-ignore: x', ['idle-queues', 'unknown-rule']],
		['rssv2-ignore', ['idle-queues', 'unknown-rule']],
		['rssv2-ignore nonsense: x', ['idle-queues', 'unknown-rule']],
		['rssv2-ignored idle-queues: x', ['idle-queues']],
		['see rssv2-ignore idle-queues: x', ['idle-queues']],
	])('`%s` leaves %j', (comment, expected) => {
		expect(onLine(comment).sort()).toEqual(expected);
		expect(before(comment).sort()).toEqual(expected);
	});
	test('no other line', () => {
		expect(codes(bad.replace('vports:', 'vports: # rssv2-ignore idle-queues: x'))).toEqual([
			'unused-suppression',
			'idle-queues',
		]);
	});
	test('before the name of a list whose first line comes later', () => {
		const block = bad.replace(
			/ {2}- \{ id.*/,
			'  - id: 0\n    numberOfQueues: 2\n    # rssv2-ignore uneven-spread: first is idle\n    indirectionTable:\n      - "0:2"\n      - "0:2"\n      - "0:2"\n      - "0:4"\n',
		);
		expect(codes(block)).toEqual([]);
	});
	test('text in a value is no comment', () => {
		expect(codes(bad.replace('name: Example', 'name: "# rssv2-ignore idle-queues: x"'))).toEqual([
			'idle-queues',
		]);
	});
	test('a refusal is not ignored, nor is a comment unused that is for a rule which is off', () => {
		expect(onLine('rssv2-ignore NDIS_STATUS_NO_QUEUES: x')).toContain('unknown-rule');
		const text = `${bad} # rssv2-ignore idle-queues: x\n`;
		expect(codes(text, { 'idle-queues': 'off' })).toEqual([]);
		// No device is known here: another check of this file may know one.
		expect(onLine('rssv2-ignore not-on-target: x')).toEqual(['idle-queues']);
		expect(codes(`${bad} # rssv2-ignore weak-key: x\n`, { 'unused-suppression': 'off' })).toEqual([
			'idle-queues',
		]);
	});
	test('nothing is said of comments while the file has errors of its own', () => {
		expect(codes(`${bad} # rssv2-ignore weak-key: x\n`.replace('mode: vmq', 'mode: vmqq'))).toEqual([
			'unknown-value',
		]);
	});
	test('a word says which rule was meant', () => {
		const [found] = checkText(`${bad} # rssv2-ignore idle-queus: x\n`, { syntax: 'yaml' }).findings.filter(
			({ code }) => code === 'unknown-rule',
		);
		expect(found).toMatchObject({ suggestion: 'idle-queues' });
		expect(found?.message).toContain('Did you mean `idle-queues`?');
	});
});
