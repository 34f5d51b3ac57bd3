import { expect, test } from 'vitest';
import { statusWords } from '../../../client/src/features/emulator/words.js';
import { previewHtml } from '../../../client/src/features/preview/html.js';
import {
	confirmationDetail,
	effects,
	nothingToPush,
	planText,
	resultText,
	signOf,
} from '../../../client/src/features/push/words.js';
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
	reordered: [{ entity: 'VPort 0', share: 0.75, text: '75 % of the hash space changes its processor.' }],
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
	// What colours them finds them, and nothing else.
	expect(text.split('\n').filter((line) => signOf(line) === 'change')).toHaveLength(2);
	expect(text.split('\n').filter((line) => signOf(line) !== undefined)).toHaveLength(2);
});

test('what the device is not given, and what to mind, is counted and told before it is agreed to', () => {
	const file = { name: 'a.rssv2.yaml', unsaved: false, changed: false, deviceChanged: false };
	const notes = {
		...plan(1),
		notOnTarget: Array.from({ length: 10 }, (_, i) => `Hash type ${i}: not here.`),
		warnings: ['irqbalance runs.'],
	};
	const detail = confirmationDetail(notes, file);
	expect(detail).toContain('Not on this device (10 things):\n• Hash type 0: not here.');
	expect(detail).toContain('• and 2 more');
	expect(detail).toContain('Mind (1 warning):\n• irqbalance runs.');
	const text = planText(notes);
	expect(text).toContain('Not on this device (10):\n    Hash type 0: not here.');
	expect(text).toContain('    Hash type 9: not here.');
	expect(text).toContain('Mind (1):\n    irqbalance runs.');
	for (const said of [confirmationDetail(plan(1), file), planText(plan(1))])
		expect(said).not.toMatch(/Mind|Not on/);
});

test('that there is nothing to push does not claim more than is so', () => {
	const nothing = { ...plan(0), steps: [] };
	expect(nothingToPush(nothing, 'a.rssv2.yaml')).toBe(
		'Lab is already as a.rssv2.yaml says: there is nothing to push.',
	);
	const most = nothingToPush({ ...nothing, notOnTarget: ['No key here.'] }, 'a.rssv2.yaml');
	expect(most).toContain('as far as it can be');
	expect(most).toContain('1 thing of the file cannot be set on it: No key here.');
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

test('the texts of a translated preview are data of the page, whatever they hold', () => {
	const bundle = { 'What if': '</script><script>alert(1)</script>' };
	const texts = { language: 'de', title: 'RSSv2-Vorschau', bundle };
	const html = previewHtml('https://own', 'https://own/p.js', 'https://own/p.css', 'N1', texts);
	expect(html).toContain('<html lang="de">');
	expect(html.match(/<script/g)).toHaveLength(2);
	const [, json = ''] = /<script type="application\/json" id="l10n">(.*)<\/script>/.exec(html) ?? [];
	expect(JSON.parse(json)).toEqual(bundle);
	// A window in a language without a translation has an English page, and says so.
	const none = { language: 'fr', title: 'RSSv2 Preview', bundle: undefined };
	expect(previewHtml('a', 'b', 'c', 'N1', none)).toContain('<html lang="en">');
});

test('the confirmation names file, device, effects and number of steps', () => {
	const detail = confirmationDetail(plan(1), {
		name: 'a.rssv2.yaml',
		unsaved: false,
		changed: false,
		deviceChanged: false,
	});
	for (const words of ['a.rssv2.yaml', 'emulator:///x.sock', '• change VPort 0', '2 steps']) {
		expect(detail).toContain(words);
	}
	expect(detail).not.toMatch(/not saved|changed since/);
});

test('the confirmation says that the text is not saved, and that it is not the one asked about before', () => {
	const detail = confirmationDetail(plan(1), {
		name: 'a.rssv2.yaml',
		unsaved: true,
		changed: true,
		deviceChanged: true,
	});
	expect(detail).toContain('not saved yet');
	expect(detail).toContain('The text changed since you were asked');
	expect(detail).toContain('The device changed since you were asked');
});

test('the status bar names one emulator, counts several, and says where each is', () => {
	const emulator = (n: number) => ({
		uri: `emulator:///${n}.sock`,
		label: `Emulator ${n}`,
		kind: 'emulator' as const,
		origin: 'embedded' as const,
	});
	expect(statusWords([])).toBeUndefined();
	expect(statusWords([emulator(1)])?.text).toContain('Emulator 1');
	const two = statusWords([emulator(1), emulator(2)]);
	expect(two?.text).toContain('2 emulators');
	expect(two?.tooltip).toContain('emulator:///1.sock');
	expect(two?.tooltip).toContain('emulator:///2.sock');
});
