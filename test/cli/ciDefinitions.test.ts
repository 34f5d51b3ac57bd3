import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CliUnderTest } from '../support/cli.js';
import { vmqText } from '../support/configuration.js';

// Definitions for GitHub Actions and pre-commit, run step by step as those would.
const root = fileURLToPath(new URL('../..', import.meta.url));
const good = vmqText(
	'  - id: 0\n    rss: true\n    numberOfQueues: 2\n    indirectionTable: ["0:2", "0:4"]\n',
);
const idle = good.replace('numberOfQueues: 2', 'numberOfQueues: 3');
/** A name that a script would run, were it pasted into one. */
const HOSTILE = '$(touch pwned)`touch pwned`; touch pwned.rssv2.yaml';

let cli: CliUnderTest;
let workspace: string;
let actionPath: string;
beforeAll(async () => {
	cli = await CliUnderTest.build();
	workspace = await mkdtemp(join(tmpdir(), 'rssv2-ci-'));
	// The project as a runner has it, built already.
	const project = join(workspace, '.project');
	await mkdir(join(project, 'dist'), { recursive: true });
	await cp(cli.bundle.path, join(project, 'dist/cli.js'));
	actionPath = join(project, '.github/actions/check');
	await cp(join(root, '.github/actions/check'), actionPath, { recursive: true });
	await writeFile(join(workspace, 'good.rssv2.yaml'), good);
	await writeFile(join(workspace, 'idle.rssv2.yaml'), idle);
	await writeFile(join(workspace, HOSTILE), good);
});
afterAll(async () => {
	await cli.dispose();
	await rm(workspace, { recursive: true, force: true });
});

interface ActionStep {
	readonly shell: string;
	readonly run: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** Runs a composite action as its runner does: inputs go into `env`, every step is bash with -e and pipefail. */
async function action(given: Readonly<Record<string, string>>) {
	const { inputs, runs } = parse(await readFile(join(actionPath, 'action.yml'), 'utf8'));
	for (const name of Object.keys(given)) expect(Object.keys(inputs)).toContain(name);
	const inputOf = (name: string) => given[name] ?? inputs[name].default;
	expect(runs.using).toBe('composite');
	let stdout = '';
	for (const { shell, run, env = {} } of runs.steps as ActionStep[]) {
		expect(shell).toBe('bash');
		expect(run, 'an input pasted into a script').not.toContain('${{');
		const environment = Object.entries(env).map(([name, text]) => [
			name,
			text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => inputOf(input)),
		]);
		const step = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
			cwd: workspace,
			env: { ...process.env, ...Object.fromEntries(environment), GITHUB_ACTION_PATH: actionPath },
			encoding: 'utf8',
		});
		stdout += step.stdout;
		if (step.status !== 0) return { status: step.status, stdout, stderr: step.stderr };
	}
	return { status: 0, stdout, stderr: '' };
}

describe.skipIf(process.platform === 'win32')('the GitHub Action', () => {
	it('checks everything below the workspace, and fails for a warning', async () => {
		const { status, stdout } = await action({});
		expect(status, stdout).toBe(1);
		expect(stdout).toMatch(/^3 files: 1 warning$/m);
	});

	it('tells its problem matcher, which finds file, line and severity', async () => {
		const { stdout } = await action({ files: 'idle.rssv2.yaml' });
		const [, matcherFile = ''] = /^::add-matcher::(.+)$/m.exec(stdout) ?? [];
		const { problemMatcher } = JSON.parse(await readFile(matcherFile, 'utf8'));
		const [{ regexp, ...groups }] = problemMatcher[0].pattern;
		const found = stdout.split('\n').flatMap((line) => {
			const match = new RegExp(regexp).exec(line);
			return match ? [match] : [];
		});
		expect(found).toHaveLength(1);
		const part = (name: string) => found[0]?.[groups[name]];
		expect([part('file'), part('line'), part('severity'), part('code')]).toEqual([
			'idle.rssv2.yaml',
			'14',
			'warning',
			'idle-queues',
		]);
	});

	it('takes its inputs as they are: names, rules, a baseline, a number of warnings, SARIF', async () => {
		expect((await action({ files: `good.rssv2.yaml\n${HOSTILE}\n` })).status).toBe(0);
		expect((await action({ 'max-warnings': '1' })).status).toBe(0);
		await writeFile(join(workspace, 'my rules.yaml'), 'rules: { idle-queues: off }');
		expect((await action({ config: 'my rules.yaml' })).status).toBe(0);
		const known = ['check', 'idle.rssv2.yaml', '--baseline', 'known.json', '--update-baseline'];
		expect(spawnSync(process.execPath, [cli.bundle.path, ...known], { cwd: workspace }).status).toBe(0);
		const passed = await action({ files: 'idle.rssv2.yaml', baseline: 'known.json' });
		expect(passed.status, passed.stdout).toBe(0);
		expect((await action({ sarif: 'out put.sarif' })).status).toBe(1);
		const log = JSON.parse(await readFile(join(workspace, 'out put.sarif'), 'utf8'));
		expect(log.runs[0].results).toHaveLength(1);
		expect((await action({ files: 'gone.rssv2.yaml', sarif: 'x.sarif' })).status).not.toBe(0);
		expect(spawnSync('ls', [workspace], { encoding: 'utf8' }).stdout.split('\n')).not.toContain('pwned');
	});

	it('is built by a script that the project has', async () => {
		const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		// `npm ci` of the action, and pre-commit's install from git, end up here.
		expect(scripts.prepare).toBe('node .build/prepare.mjs');
		const { runs } = parse(await readFile(join(actionPath, 'action.yml'), 'utf8'));
		expect(runs.steps[0].run).toContain('npm ci');
	});
});

describe('the pre-commit hook', () => {
	it('runs a command that the package has, on the files it names', async () => {
		const [hook, ...more] = parse(await readFile(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
		expect(more).toEqual([]);
		const { bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		const [program = '', ...args] = hook.entry.split(' ');
		expect(bin).toHaveProperty(program);
		expect(hook).toMatchObject({ id: 'rssv2-check', language: 'node' });
		const staged = [
			'README.md',
			'a.yaml',
			'good.rssv2.yaml',
			'idle.rssv2.yaml',
			'x.rssv2.jsonc',
			'x.rssv2.yaml.bak',
		];
		const chosen = staged.filter((name) => new RegExp(hook.files).test(name));
		expect(chosen).toEqual(['good.rssv2.yaml', 'idle.rssv2.yaml', 'x.rssv2.jsonc']);
		const run = (...files: string[]) =>
			spawnSync(process.execPath, [cli.bundle.path, ...args, ...files], { cwd: workspace, encoding: 'utf8' });
		expect(run('good.rssv2.yaml').status).toBe(0);
		expect(run('good.rssv2.yaml', 'idle.rssv2.yaml')).toMatchObject({ status: 1 });
	});
});
