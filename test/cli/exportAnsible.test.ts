import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';
import { EmulatedFleet, wantedText, whyNoAnsible } from '../support/fleet.js';

const reason = whyNoAnsible();
const title = `an exported playbook, run by ansible-playbook${reason === undefined ? '' : ` (${reason})`}`;

/** Names that a shell, a template or YAML would make something else of. */
const HOSTILE_HOST = 'we ird\'; touch pwned #"é$(touch pwned)';
const HOSTILE_FILE = `a {{ lookup('pipe', 'touch pwned') }} \`touch pwned\` '"; touch pwned #.rssv2.yaml`;

let cli: CliUnderTest;
let fleet: EmulatedFleet | undefined;
beforeAll(async () => {
	cli = await CliUnderTest.build();
	const bin = join(cli.directory, 'bin');
	await mkdir(bin);
	await writeFile(join(bin, 'rssv2'), `#!/bin/sh\nexec '${process.execPath}' '${cli.bundle.path}' "$@"\n`);
	await chmod(join(bin, 'rssv2'), 0o755);
});
afterAll(() => cli?.dispose());
afterEach(async () => {
	await fleet?.stop();
	fleet = undefined;
});

/** Runs ansible-playbook where the playbook lies, with `rssv2` on the PATH. */
async function ansible(...args: string[]): Promise<{ code: number | null; said: string }> {
	const child = spawn('ansible-playbook', args, {
		cwd: cli.directory,
		env: {
			...process.env,
			PATH: `${join(cli.directory, 'bin')}:${process.env['PATH']}`,
			XDG_STATE_HOME: join(cli.directory, 'state'),
			ANSIBLE_NOCOLOR: '1',
		},
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text) => {
			said += text;
		});
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return { code, said };
}

describe.skipIf(reason !== undefined)(title, () => {
	it('plans in check mode, pushes once, rolls back; hostile names are names', async () => {
		fleet = await EmulatedFleet.start([HOSTILE_HOST, 'plain']);
		const { adapter, before } = fleet.host(HOSTILE_HOST);
		// The socket has such a name too: in a URI it is written in escapes.
		const odd = join(fleet.folder, 'so ck$HOME$(touch pwned)');
		await fleet.host(HOSTILE_HOST).server.close();
		fleet.host(HOSTILE_HOST).server = await fleet.listen(adapter, odd);
		const device = `emulator://${odd.replaceAll(' ', '%20')}`;
		const inventory = await fleet.inventory({
			// What an inventory says of its machines must not lead a task away from this one.
			[HOSTILE_HOST]: { rssv2_device: device, ansible_connection: 'winrm', ansible_shell_type: 'powershell' },
			plain: {
				ansible_become: true,
				ansible_python_interpreter: '/nowhere/python',
				ansible_host: '192.0.2.1',
			},
		});
		await cli.file(HOSTILE_FILE, wantedText);
		const made = await cli.run(['export', 'ansible', HOSTILE_FILE, '--serial', '100%']);
		expect(made).toMatchObject({ code: 0, stderr: '' });
		const playbook = await cli.file('playbook.yaml', made.stdout);

		const planned = await ansible('-i', inventory, playbook, '--check', '--diff');
		expect(planned.said).toMatch(/create.*sql01|VPort 1 \(sql01\)/s);
		expect(planned.code, planned.said).toBe(0);
		expect(planned.said).toMatch(/plain .*changed=1/);
		expect(adapter.state()).toEqual(before);

		const pushed = await ansible('-i', inventory, playbook);
		expect(pushed.code, pushed.said).toBe(0);
		expect(pushed.said).not.toContain('sql01');
		const wanted = fleet.host('plain').adapter.state();
		expect(wanted).not.toEqual(before);
		expect(adapter.state()).toEqual(wanted);
		const again = await ansible('-i', inventory, playbook, '--limit', 'plain');
		expect(again.said).toMatch(/plain .*changed=0 .*failed=0/);

		const back = await ansible('-i', inventory, playbook, '--tags', 'rollback');
		expect(back.code, back.said).toBe(0);
		expect(adapter.state()).toEqual(before);
		const everything = [...(await readdir(cli.directory)), ...(await readdir(fleet.folder))];
		expect(everything).not.toContain('pwned');
	}, 240_000);

	it('several files: each for the host it is called like; a host without one, or without a device, is told', async () => {
		fleet = await EmulatedFleet.start(['web01', 'web02', 'web03', 'web04']);
		const inventory = await fleet.inventory({ web04: { rssv2_device: '{{ nothing }}' } });
		await cli.file('web01.rssv2.yaml', wantedText);
		await cli.file('web02.rssv2.yaml', wantedText.replace('sql01', 'sql02'));
		await cli.file('web04.rssv2.yaml', wantedText);
		const files = ['web01.rssv2.yaml', 'web02.rssv2.yaml', 'web04.rssv2.yaml'];
		const options = ['--serial', '4', '--max-fail-percentage', '100'];
		const made = await cli.run(['export', 'ansible', ...files, ...options]);
		const { code, said } = await ansible('-i', inventory, await cli.file('playbook.yaml', made.stdout));
		expect(code, said).toBe(2);
		expect(said).toMatch(/fatal: \[web03\].*web03/);
		expect(said).toMatch(/fatal: \[web04\].*nothing/);
		const name = (host: string) => fleet?.host(host).adapter.state().entities[1]?.name;
		expect([name('web01'), name('web02'), name('web03')]).toEqual(['sql01', 'sql02', undefined]);
	}, 120_000);

	it('a host that fails says why in a sentence', async () => {
		fleet = await EmulatedFleet.start(['web01', 'web02']);
		await fleet.replace('web01', undefined);
		const inventory = await fleet.inventory({ web02: { rssv2_file: 'gone.rssv2.yaml' } });
		await cli.file('web.rssv2.yaml', wantedText);
		const made = await cli.run(['export', 'ansible', 'web.rssv2.yaml', '--serial', '2']);
		const { said } = await ansible('-i', inventory, await cli.file('playbook.yaml', made.stdout));
		expect(said).toMatch(/fatal: \[web01\].*"msg": "rssv2: /);
		expect(said).toMatch(/fatal: \[web02\].*there is no such file/);
	}, 120_000);
});

describe('rssv2 export ansible', () => {
	it('refuses files with errors, names that Ansible would change, and two files of one host', async () => {
		await cli.file('bad.rssv2.yaml', wantedText.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
		expect(await cli.run(['export', 'ansible', 'bad.rssv2.yaml'])).toMatchObject({
			code: 1,
			stdout: '',
			stderr: expect.stringMatching(/NDIS_STATUS_NO_QUEUES/),
		});
		await cli.file('a$HOME.rssv2.yaml', wantedText);
		expect(await cli.run(['export', 'ansible', 'a$HOME.rssv2.yaml'])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/"\$"/),
		});
		await cli.file('web.rssv2.yaml', wantedText);
		await cli.file('web.rssv2.yml', wantedText);
		expect(await cli.run(['export', 'ansible', 'web.rssv2.yaml', 'web.rssv2.yml'])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/both called like the host web\./),
		});
	});

	it.each([
		[['--serial', '0'], /number of hosts or a percentage/],
		[['--serial', '1,200%'], /number of hosts or a percentage/],
		[['--max-fail-percentage', '101'], /from 0 to 100/],
	])('refuses %j', async (options, expected) => {
		expect(await cli.run(['export', 'ansible', ...options])).toMatchObject({
			code: 2,
			stdout: '',
			stderr: expect.stringMatching(expected),
		});
	});
});
