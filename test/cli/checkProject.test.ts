import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';
import { vmqText } from '../support/configuration.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

/** A folder with files in it. */
async function folder(name: string, files: Readonly<Record<string, string>>): Promise<string> {
	const path = join(cli.directory, name);
	for (const [file, text] of Object.entries(files)) {
		await mkdir(join(path, file, '..'), { recursive: true });
		await writeFile(join(path, file), text);
	}
	return path;
}

const vport = (id: number, queues: number) =>
	`  - id: ${id}\n    rss: true\n    numberOfQueues: ${queues}\n    indirectionTable: ["0:${2 + 4 * id}", "0:${4 + 4 * id}"]\n`;
/** VPort 0 has an idle queue: one warning. */
const idle = vmqText(vport(0, 3));

describe('rules files', () => {
	it('hold for the files below them; --rule is over them, --no-config does without', async () => {
		const path = await folder('rules', {
			'rssv2.config.yaml': 'overrides:\n  - files: ["lab/**"]\n    rules: { idle-queues: off }\n',
			'a.rssv2.yaml': idle,
			'lab/a.rssv2.yaml': idle,
		});
		const all = await cli.run(['check', path]);
		expect(all).toMatchObject({ code: 1, stdout: expect.stringMatching(/2 files: 1 warning\n$/) });
		expect(all.stdout).not.toMatch(/lab/);
		const lab = join(path, 'lab/a.rssv2.yaml');
		expect((await cli.run(['check', lab])).code).toBe(0);
		expect((await cli.run(['check', '--no-config', lab])).code).toBe(1);
		expect((await cli.run(['check', '--rule', 'idle-queues=error', lab])).stdout).toMatch(/1 error/);
		const other = await cli.file('other.yaml', 'rules: { idle-queues: off }');
		expect((await cli.run(['check', '--config', other, path])).code).toBe(0);
	});

	it('that are wrong end the check, with the place', async () => {
		const path = await folder('wrong', {
			'rssv2.config.yaml': 'rules:\n  idle-queus: off\n',
			'a.rssv2.yaml': idle,
		});
		const { code, stdout, stderr } = await cli.run(['check', path]);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(
			/rssv2\.config\.yaml:2:3: There is no lint `idle-queus` here\. Did you mean `idle-queues`\?/,
		);
		expect(await cli.run(['check', '--config', 'gone.yaml', path])).toMatchObject({ code: 2 });
	});
});

describe('a baseline', () => {
	it('lets what it knows pass wherever it moves, and nothing else', async () => {
		const path = await folder('baseline', { 'a.rssv2.yaml': idle });
		const file = join(path, 'a.rssv2.yaml');
		const baseline = join(path, 'known.json');
		expect(await cli.run(['check', path, '--baseline', baseline])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/no such file; --update-baseline makes it/),
		});
		const made = await cli.run(['check', path, '--baseline', baseline, '--update-baseline']);
		expect(made).toEqual({ code: 0, stdout: '1 file: no findings, and 1 known\n', stderr: '' });
		expect(JSON.parse(await readFile(baseline, 'utf8'))).toMatchObject({
			version: 1,
			findings: [{ file: 'a.rssv2.yaml', code: 'idle-queues', entity: 'VPort 0', count: 1 }],
		});
		const check = () => cli.run(['check', path, '--baseline', baseline, '--format', 'json']);

		// Lines before it, and another VPort in front of it: the same finding.
		await writeFile(file, `# one\n# two\n${idle.replace('vports:\n', `vports:\n${vport(1, 2)}`)}`);
		expect(JSON.parse((await check()).stdout).summary).toMatchObject({ warning: 0, known: 1 });

		// The same at another VPort is another finding.
		await writeFile(file, idle + vport(1, 3));
		const more = await check();
		expect(more.code).toBe(1);
		expect(JSON.parse(more.stdout).summary).toMatchObject({ warning: 1, known: 1 });

		await writeFile(file, vmqText(vport(0, 2)));
		const gone = await check();
		expect(gone).toMatchObject({
			code: 0,
			stderr: expect.stringMatching(/1 finding of .* is no more there/),
		});
	});

	it('knows no errors: a file that cannot be pushed never passes', async () => {
		const path = await folder('errors', { 'a.rssv2.yaml': vmqText(vport(0, 1)) });
		const baseline = join(path, 'known.json');
		const { code, stdout } = await cli.run(['check', path, '--baseline', baseline, '--update-baseline']);
		expect(code).toBe(1);
		expect(stdout).toMatch(/NDIS_STATUS_NO_QUEUES/);
		expect(JSON.parse(await readFile(baseline, 'utf8')).findings).toEqual([]);
	});

	it.each([
		['nothing', ''],
		['no baseline', '{"version":1,"findings":[{"file":"a"}]}'],
		['another version', '{"version":2,"findings":[]}'],
	])('that is %s is refused', async (_, text) => {
		const path = await folder('bad', { 'a.rssv2.yaml': idle, 'known.json': text });
		const run = await cli.run(['check', path, '--baseline', join(path, 'known.json')]);
		expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/is no baseline/) });
	});

	it('--update-baseline needs a name', async () => {
		const path = await folder('unnamed', { 'a.rssv2.yaml': idle });
		expect((await cli.run(['check', path, '--update-baseline'])).code).toBe(2);
	});
});
