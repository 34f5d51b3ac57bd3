import { describe, expect, test } from 'vitest';
import { entryOf } from '../../../server/src/config/tree.js';
import { applyEdits } from '../../../server/src/edit/textEdit.js';
import { exampleText } from '../../../server/src/rules/example.js';
import type { UpgradeStep } from '../../../server/src/upgrade/step.js';
import { toVersion1 } from '../../../server/src/upgrade/toVersion1.js';
import { UpgradeError, upgradeText } from '../../../server/src/upgrade/upgrade.js';
import { checkText } from '../../../server/src/validation/check.js';
import { jsonText } from '../../support/features.js';

const yaml = exampleText({ vport: 'rss: false' });
const json = jsonText(['{ "id": 0, "rss": false }']);

describe('a draft becomes version 1, and nothing else of it changes', () => {
	test.each([
		['yaml', 'without a version', `# mine\n${yaml.replace('version: 1\n', '')}`, `# mine\n${yaml}`],
		[
			'yaml',
			'with CRLF',
			yaml.replace('version: 1\n', '').replaceAll('\n', '\r\n'),
			yaml.replaceAll('\n', '\r\n'),
		],
		[
			'yaml',
			'with text',
			yaml.replace('version: 1', 'version: "1" # first'),
			yaml.replace('version: 1', 'version: 1 # first'),
		],
		['yaml', 'with a letter', yaml.replace('version: 1', 'version: v1'), yaml],
		['yaml', 'in braces', '{ adapter: {} }', '{ version: 1, adapter: {} }'],
		['yaml', 'of which one is a draft', `${yaml}---\nadapter: {}\n`, `${yaml}---\nversion: 1\nadapter: {}\n`],
		['json', 'without a version', json.replace('  "version": 1,\n', ''), json],
		['json', 'with text', json.replace('"version": 1', '"version": "1"'), json],
		['json', 'on one line', '{"adapter": {}}', '{"version": 1, "adapter": {}}'],
		['json', 'empty', '{}', '{"version": 1}'],
	] as const)('%s %s', (syntax, _, before, after) => {
		const upgrade = upgradeText(before, syntax);
		expect(upgrade.text).toBe(after);
		expect(applyEdits(before, upgrade.edits)).toBe(after);
		expect(upgrade.why).toHaveLength(1);
		expect(upgradeText(after, syntax)).toMatchObject({ text: after, edits: [], why: [], version: 1 });
		const codes = checkText(after, { syntax }).findings.map(({ code }) => code);
		expect(codes.filter((code) => /version|duplicate/.test(code))).toEqual([]);
	});
});

test.each([
	['', 'The file is empty.'],
	['- 1\n', 'no properties'],
	['version: [\n', 'correct them first'],
	['version: 7\n', 'knows versions up to 1'],
	['version: "7"\n', 'knows versions up to 1'],
	['version: one\n', '`one` is no version'],
	['version: 0\n', '`0` is no version'],
	['version: 1.5\n', '`1.5` is no version'],
])('%j cannot be upgraded', (text, message) => {
	expect(() => upgradeText(text, 'yaml')).toThrow(UpgradeError);
	expect(() => upgradeText(text, 'yaml')).toThrow(message);
});

test('steps follow each other: a version to come takes a draft over version 1', () => {
	const toVersion2: UpgradeStep = {
		to: 2,
		edits({ root }) {
			const { version, name } = Object.fromEntries(
				['version', 'name'].map((key) => [key, entryOf(root, key)] as const),
			);
			if (!version?.value || !name) throw new Error('not of version 1');
			return [
				{ span: version.value, newText: '2', why: 'The version.' },
				{ span: name.key, newText: 'title', why: 'It is called title.' },
			];
		},
	};
	const steps = [toVersion1, toVersion2];
	const upgrade = upgradeText('name: x # mine\n', 'yaml', steps);
	expect(upgrade.text).toBe('version: 2\ntitle: x # mine\n');
	expect(upgrade.why).toHaveLength(3);
	expect(upgradeText('version: 1\nname: x\n', 'yaml', steps).edits).toHaveLength(2);
	expect(upgradeText('version: 2\ntitle: x\n', 'yaml', steps).why).toEqual([]);
});
