import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleText } from '../../server/src/rules/example.js';
import { CliUnderTest } from '../support/cli.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const text = exampleText({ vport: 'rss: false' });

it('shows what changes, writes it where it is asked to, and has nothing to do then', async () => {
	const draft = await cli.file('draft.rssv2.yaml', text.replace('version: 1', '# mine\nversion: "1"'));
	const current = await cli.file('current.rssv2.yaml', text);
	const shown = await cli.run(['upgrade', draft, current]);
	expect(shown).toMatchObject({ code: 1, stderr: '' });
	expect(shown.stdout.split('\n').slice(1)).toEqual([
		'- version: "1"',
		'+ version: 1',
		'2 files: 1 of an older version',
		'',
	]);
	const { stdout } = await cli.run(['upgrade', draft, '--format', 'json']);
	expect(JSON.parse(stdout)).toEqual({
		files: [
			{
				file: draft,
				version: 1,
				why: ['The version is a number.'],
				changes: [{ line: 2, removed: ['version: "1"'], added: ['version: 1'] }],
			},
		],
	});
	expect(await cli.run(['upgrade', '--write', draft])).toMatchObject({
		code: 0,
		stderr: `Wrote ${draft}.\n`,
	});
	expect(await readFile(draft, 'utf8')).toBe(`# mine\n${text}`);
	expect(await cli.run(['upgrade', draft])).toMatchObject({
		code: 0,
		stdout: '1 file: 0 of an older version\n',
	});
});

it('a file that cannot be upgraded is told and stays; the others are done', async () => {
	const newer = await cli.file('newer.rssv2.yaml', 'version: 7\n');
	const draft = await cli.file('other.rssv2.json', '{ "adapter": {} }');
	const { code, stderr } = await cli.run(['upgrade', '--write', newer, draft]);
	expect(code).toBe(1);
	expect(stderr).toMatch(/newer\.rssv2\.yaml: The file is of version 7; this program knows versions up to 1/);
	expect(await readFile(newer, 'utf8')).toBe('version: 7\n');
	expect(await readFile(draft, 'utf8')).toBe('{ "version": 1, "adapter": {} }');
});
