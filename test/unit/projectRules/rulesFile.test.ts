import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RulesFiles, severitiesUnder } from '../../../server/src/projectRules/findRulesFile.js';
import { parseRulesFile, severitiesFor } from '../../../server/src/projectRules/rulesFile.js';
import { configurableIds } from '../../../server/src/rules/index.js';

const good = `# what this project asks
rules:
  boot-processor: off
  idle-queues: error
overrides:
  - files: ["lab/**"]
    rules: { idle-queues: hint, weak-key: off }
  - files: ["lab/rack-?/*.rssv2.json", "**/*.generated.rssv2.yaml"]
    rules: { weak-key: warning }
`;

describe('a rules file', () => {
	it('gives each file its severities: later overrides win, all win over what was given', () => {
		const { file, problems } = parseRulesFile(good, 'rssv2.config.yaml');
		expect(problems).toEqual([]);
		const given = { 'boot-processor': 'error', 'udp-fragments': 'off' } as const;
		const common = { 'boot-processor': 'off', 'udp-fragments': 'off' };
		expect(severitiesFor(file, 'a.rssv2.yaml', given)).toEqual({ ...common, 'idle-queues': 'error' });
		expect(severitiesFor(file, 'lab/.hidden/a.rssv2.yaml', given)).toEqual({
			...common,
			'idle-queues': 'hint',
			'weak-key': 'off',
		});
		expect(severitiesFor(file, 'lab/rack-1/a.rssv2.json', given)).toMatchObject({ 'weak-key': 'warning' });
		expect(severitiesFor(file, 'lab/rack-10/a.rssv2.json', given)).toMatchObject({ 'weak-key': 'off' });
	});

	it.each([
		['rules: { idle-queus: off }', 'idle-queus', /no lint `idle-queus` here\. Did you mean `idle-queues`/],
		['rules: { idle-queues: loud }', 'loud', /It is one of off, hint, information, warning, error\./],
		['rules: { idle-queues: }', 'idle-queues', /It is one of/],
		['rules: []', '[]', /It holds/],
		['overides: []', 'overides', /no property `overides` here\. Did you mean `overrides`/],
		['overrides: [{ rules: {} }]', '{ rules: {} }', /which `files`/],
		['overrides: [{ files: [1] }]', '1', /A pattern is a text/],
		['overrides: {}', '{}', /It is a list/],
		['rules: {', '', /./],
	])('tells what is wrong, where: %s', (text, at, message) => {
		const [problem] = parseRulesFile(text, 'rssv2.config.yaml').problems;
		expect(problem?.message).toMatch(message);
		if (at !== '' && problem) expect(text.slice(problem.span.start, problem.span.end)).toBe(at);
	});

	it('may be empty, and may be JSON', () => {
		expect(parseRulesFile('', 'rssv2.config.yaml').problems).toEqual([]);
		const json = '{ "$schema": "x", "rules": { "weak-key": "off" } }';
		expect(parseRulesFile(json, 'rssv2.config.json')).toMatchObject({
			file: { rules: { 'weak-key': 'off' } },
			problems: [],
		});
	});

	it('is what its schema says', async () => {
		const path = fileURLToPath(new URL('../../../schemas/rules-file.schema.json', import.meta.url));
		const schema = JSON.parse(await readFile(path, 'utf8'));
		expect(Object.keys(schema.definitions.rules.properties)).toEqual(configurableIds);
		const validate = new Ajv({ strict: true }).compile(schema);
		expect(validate(parse(good)), JSON.stringify(validate.errors)).toBe(true);
		for (const bad of [
			'rules: { idle-queus: off }',
			'rules: { idle-queues: loud }',
			'overrides: [{ rules: {} }]',
		])
			expect(validate(parse(bad)), bad).toBe(false);
	});
});

describe('the rules file of a configuration', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'rssv2-rules-'));
		await mkdir(join(folder, 'a/b/c'), { recursive: true });
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('is the nearest above it; patterns begin at its folder', async () => {
		await writeFile(join(folder, 'rssv2.config.yaml'), 'rules: { weak-key: off }');
		await writeFile(
			join(folder, 'a/rssv2.config.json'),
			'{ "overrides": [{ "files": ["b/c/*"], "rules": { "weak-key": "error" } }] }',
		);
		const files = new RulesFiles();
		const severities = (path: string) => {
			const found = files.of(path);
			return found && severitiesUnder(found, path, {});
		};
		expect(severities(join(folder, 'x.rssv2.yaml'))).toEqual({ 'weak-key': 'off' });
		expect(severities(join(folder, 'a/b/c/x.rssv2.yaml'))).toEqual({ 'weak-key': 'error' });
		expect(severities(join(folder, 'a/b/x.rssv2.yaml'))).toEqual({});
	});

	it('that is wrong gives nothing, and says so', async () => {
		await writeFile(join(folder, 'rssv2.config.yaml'), 'rules: { weak-key: off, nonsense: off }');
		const found = new RulesFiles().of(join(folder, 'a/x.rssv2.yaml'));
		expect(found?.problems).toHaveLength(1);
		expect(found && severitiesUnder(found, join(folder, 'a/x.rssv2.yaml'), {})).toEqual({});
	});

	it('that is a folder is told, and nothing falls over', async () => {
		await mkdir(join(folder, 'rssv2.config.yaml'));
		expect(new RulesFiles().of(join(folder, 'x.rssv2.yaml'))?.problems[0]?.message).toMatch(/cannot be read/);
	});
});
