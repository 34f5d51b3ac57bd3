import { expect, test } from 'vitest';
import { previewHtml } from '../../../client/src/features/preview/html.js';
import { effects, planText, resultText } from '../../../client/src/features/push/words.js';
import type { PushPlan } from '../../../server/src/protocol.js';

const change = (n: number) => ({
	entity: `VPort ${n}`,
	action: 'change' as const,
	details: ['numberOfQueues: 1 → 4', 'indirectionTable: 3 of 4 entries'],
});
const plan = (n: number): PushPlan => ({
	device: { uri: 'emulator:///x.sock', label: 'Lab', kind: 'emulator', origin: 'settings' },
	changes: Array.from({ length: n }, (_, i) => change(i)),
	steps: ['VPort 0: set the queues.', 'VPort 0: move 3 entries.'],
});

test('the confirmation names each entity with what changes, and counts what it leaves out', () => {
	expect(effects(plan(1))).toBe('• change VPort 0: numberOfQueues: 1 → 4; indirectionTable: 3 of 4 entries');
	const many = effects(plan(11)).split('\n');
	expect(many).toHaveLength(9);
	expect(many.at(-1)).toBe('• and 3 more');
});

test('the plan names the device, every change and every step in order', () => {
	const text = planText(plan(2));
	expect(text).toContain('Plan for Lab (emulator:///x.sock)');
	expect(text.indexOf('1. VPort 0: set the queues.')).toBeLessThan(
		text.indexOf('2. VPort 0: move 3 entries.'),
	);
	expect(text.match(/^~ VPort \d/gm)).toHaveLength(2);
});

test('a result that left something behind lists it', () => {
	const text = resultText({
		outcome: 'failed',
		message: 'Lost.',
		stepsDone: 1,
		stepsPlanned: 3,
		differences: ['VPort 0: …'],
	});
	expect(text).toContain('1 of 3 steps');
	expect(text).toContain('  VPort 0: …');
});

test('the preview may load its own script and style, and nothing else', () => {
	const html = previewHtml('https://own', 'https://own/p.js', 'https://own/p.css', 'N1');
	const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
	expect(policy.split('; ').sort()).toEqual([
		"default-src 'none'",
		'font-src https://own',
		'img-src https://own',
		"script-src 'nonce-N1'",
		'style-src https://own',
	]);
	expect(html).not.toContain('unsafe');
	expect(html.match(/<script /g)).toHaveLength(1);
	expect(html).toContain('<script nonce="N1" src="https://own/p.js">');
});
