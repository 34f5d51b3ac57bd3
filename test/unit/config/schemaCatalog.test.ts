import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parse as parseJsonc } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import manifest from '../../../package.json' with { type: 'json' };
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };
import { lints } from '../../../server/src/rules/index.js';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

test('what a catalog of schemas is told of it is so', () => {
	const page = read('server/docs/language-server.md');
	const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
	const entry = JSON.parse(json) as { url: string; fileMatch: string[] };
	expect(entry.url).toBe(schema.$id);
	expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
	const extensions = manifest.contributes.languages.flatMap(({ extensions: own }) => own);
	expect([...entry.fileMatch].sort()).toEqual(extensions.map((one) => `*${one}`).sort());
});

test('by itself, as other editors use it, it takes every example and tells what is misspelt', () => {
	const texts = [
		parseYaml(read('examples/hyper-v-host.rssv2.yaml')),
		parseJsonc(read('examples/native.rssv2.jsonc')),
		...lints.map(({ examples }) => parseYaml(examples.good)),
	];
	for (const text of texts) expect(validate(text), JSON.stringify(validate.errors)).toBe(true);
	expect(validate({ ...texts[0], vport: [] })).toBe(false);
	expect(validate({ ...texts[0], version: 2 })).toBe(false);
});
