import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNoLab } from '../../.build/nic-lab.mjs';
import type { FleetReport } from '../../server/src/fleet/report.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { CliUnderTest } from '../support/cli.js';
import { EmulatedFleet, wantedText, whyNoAnsible } from '../support/fleet.js';
import { Guest } from './lab/guest.js';
import { frames, keyOf, scattered, wishText } from './support.js';

const reason = await whyNoLab();
const noAnsible = whyNoAnsible();
let guest: Guest;
let cli: CliUnderTest;
let state: string;

beforeAll(async () => {
	if (reason !== undefined) return;
	guest = await Guest.start();
	cli = await CliUnderTest.build();
	state = await mkdtemp(join(tmpdir(), 'rssv2-nic-state-'));
});
afterAll(async () => {
	await guest?.stop();
	await cli?.dispose();
	if (state) await rm(state, { recursive: true, force: true });
});

describe.skipIf(reason !== undefined)(`the command line${reason === undefined ? '' : ` (${reason})`}`, () => {
	it('plans, pushes, verifies with traffic and pulls', async () => {
		const file = await cli.file('a.rssv2.yaml', wishText({ queues: 4, table: scattered(128, [3, 1, 0, 2]) }));
		const before = await guest.logins();
		const planned = await run('plan', file);
		// Whatever it runs there goes over one connection.
		expect((await guest.logins()) - before).toBe(1);
		expect(planned).toMatchObject({ code: 0, stderr: '' });
		expect(planned.stdout).toMatch(/^ +\d+\. Write the indirection table: /m);

		let over = false;
		const pushing = run('push', file, '--yes', '--verify', 'traffic', '--seconds', '4').finally(() => {
			over = true;
		});
		while (!over) await guest.send(frames(500, new SeededRandom(2)));
		const pushed = await pushing;
		expect(pushed).toMatchObject({ code: 0, stderr: '' });
		expect(pushed.stdout).toMatch(
			/read back and is as wanted\.\nReceived in 4 s:\n {2}queue 0: \d+ packets, /,
		);

		const pulled = await run('pull');
		expect(pulled).toMatchObject({ code: 0, stderr: '' });
		const again = await run('plan', await cli.file('b.rssv2.yaml', pulled.stdout), '--format', 'json');
		expect(JSON.parse(again.stdout)).toMatchObject({ refused: null, changes: [] });
	});

	it('two pushes at once: the second is told who has the interface, and changes nothing', async () => {
		const one = await cli.file(
			'one.rssv2.yaml',
			wishText({ queues: 4, table: scattered(64, [0, 1, 2, 3]), key: keyOf(8) }),
		);
		const two = await cli.file(
			'two.rssv2.yaml',
			wishText({ queues: 2, table: scattered(64, [1, 0]), key: keyOf(9) }),
		);
		await guest.must('rm -f /run/waits /run/go');
		// The first push stops at its key until the second has had its answer.
		await guest.onEthtool(
			'case " $* " in *" hkey "*) touch /run/waits; until [ -e /run/go ]; do sleep 0.1; done;; esac',
		);
		const first = run('push', one, '--yes');
		await expect.poll(async () => (await guest.sh('test -e /run/waits')).code, { timeout: 60_000 }).toBe(0);
		// From another machine: on this one the journal of the first is in the way already.
		const elsewhere = { env: { ...guest.environment, XDG_STATE_HOME: join(state, 'elsewhere') } };
		const second = await cli.run(['push', two, '--yes', '--device', guest.uri], elsewhere);
		await guest.must('touch /run/go');
		expect(second.stderr).toMatch(/is locked by .* on .*, process \d+\. Nothing was changed/);
		expect(second.code).toBe(1);
		expect(await first).toMatchObject({ code: 0 });
		await guest.onEthtool(undefined);
		// The lock went with the push that had it.
		expect(await run('push', two, '--yes')).toMatchObject({ code: 0 });
	});

	it('a push that loses its lock takes no further step without it: it is rolled back under a new one', async () => {
		// All queues are in use: the driver places the interrupts of others as it likes.
		const all = await cli.file('all.rssv2.yaml', wishText({ queues: 4, table: scattered(64, [3, 0, 1, 2]) }));
		expect(await run('push', all, '--yes')).toMatchObject({ code: 0 });
		const before = await shown();
		const file = await cli.file(
			'l.rssv2.yaml',
			wishText({ queues: 3, table: scattered(64, [0, 2, 1]), key: keyOf(2) }),
		);
		// What holds the lock is killed in the middle, as by a connection that breaks.
		await guest.must('rm -f /run/killed');
		await guest.onEthtool(
			`case " $* " in *" hkey "*) [ -e /run/killed ] || { touch /run/killed; for p in /proc/[0-9]*; do grep -qs "flock -n" $p/cmdline && kill -9 \${p#/proc/}; done; sleep 2; };; esac`,
		);
		const result = await run('push', file, '--yes');
		await guest.onEthtool(undefined);
		expect(result.stderr).toMatch(
			/held the lock of the interface has ended\..* back in the state it had before\.\n$/,
		);
		expect(result.code).toBe(1);
		expect(await shown()).toBe(before);
		expect(await run('push', file, '--yes')).toMatchObject({ code: 0 });
	});

	it('a user who may use sudo without a password pushes; one who may not is told before anything changes', async () => {
		const file = await cli.file(
			's.rssv2.yaml',
			wishText({ queues: 3, table: scattered(64, [2, 1, 0]), key: keyOf(4) }),
		);
		const before = await shown();
		const bob = await runOn(guest.uriOf('bob', '?sudo'), 'push', file, '--yes');
		expect(bob).toMatchObject({ code: 1 });
		expect(bob.stdout + bob.stderr).toMatch(/eth1 needs root there: .*must not ask for a password/);
		const plain = await runOn(guest.uriOf('ann'), 'push', file, '--yes');
		expect(plain.stdout + plain.stderr).toMatch(/eth1 needs root there: .*\?sudo/);
		expect(await shown()).toBe(before);
		const ann = await runOn(guest.uriOf('ann', '?sudo'), 'push', file, '--yes');
		expect(ann, ann.stderr).toMatchObject({ code: 0 });
		const pulled = await run('plan', file, '--format', 'json');
		expect(JSON.parse(pulled.stdout)).toMatchObject({ refused: null, changes: [] });
	});

	it('a file for another interface, and an RSS context that is not there, are refused', async () => {
		const text = wishText({ queues: 1, table: [0] }).replace(
			'scaling:',
			'scaling:\n  linux: { interface: eth7 }',
		);
		const other = await run('push', await cli.file('o.rssv2.yaml', text), '--yes');
		expect(other).toMatchObject({ code: 1 });
		expect(other.stdout + other.stderr).toContain(
			'The file is for the interface eth7 (linux.interface); the device is eth1.',
		);
		const context = await runOn(guest.uriOf('root', '?context=1'), 'pull');
		expect(context).toMatchObject({ code: 1, stdout: '' });
		expect(context.stderr).toMatch(
			/^rssv2: eth1 on 127\.0\.0\.1 has no RSS context 1 \(ethtool: .*not supported/,
		);
	});

	it('a push whose ssh connection is cut in the middle is rolled back', async () => {
		const before = await shown();
		await guest.must('rm -f /run/cut');
		// The server is started again at once; the command that cut it off is carried out.
		await guest.onEthtool(
			'case " $* " in *" hkey "*) [ -e /run/cut ] || { touch /run/cut; killall -9 dropbear; };; esac',
		);
		const file = await cli.file(
			'c.rssv2.yaml',
			wishText({ queues: 3, table: scattered(64, [1, 2, 0]), key: keyOf(5) }),
		);
		const result = await run('push', file, '--yes');
		await guest.reachable();
		await guest.onEthtool(undefined);
		expect(result.stderr).toMatch(/ssh to .*The device is back in the state it had before\.\n$/);
		expect(result.code).toBe(1);
		expect(await shown()).toBe(before);
	});

	it('a push to a machine that cannot be reached any more is reported, and rolled back later', async () => {
		const before = await shown();
		await guest.must('rm -f /run/cut');
		await guest.onEthtool(
			'case " $* " in *" hkey "*) [ -e /run/cut ] || { touch /run/cut /run/no-ssh; killall -9 dropbear; };; esac',
		);
		const file = await cli.file(
			'd.rssv2.yaml',
			wishText({ queues: 2, table: scattered(64, [1, 2]), key: keyOf(6) }),
		);
		const result = await run('push', file, '--yes', '--connect-timeout', '2');
		expect(result.code).toBe(1);
		expect(result.stderr).toMatch(/could not be brought back[\s\S]*cannot be said/);
		await guest.must('rm /run/no-ssh');
		await guest.reachable();
		await guest.onEthtool(undefined);
		expect(await shown()).not.toBe(before);

		const back = await run('rollback', '--yes');
		expect(back, back.stdout).toMatchObject({ code: 0 });
		expect(await shown()).toBe(before);
	});

	it('a host that ssh does not know is told, and nothing is asked', async () => {
		const unknown = await cli.run(
			['plan', await cli.file('e.rssv2.yaml', wishText({ queues: 1, table: [0] })), '--device', guest.uri],
			{
				env: { PATH: process.env['PATH'] ?? '', HOME: state },
			},
		);
		expect(unknown).toMatchObject({ code: 1, stdout: '' });
		expect(unknown.stderr).toMatch(/^rssv2: ssh to 127\.0\.0\.1 failed: .*Nothing is asked here/);
	});

	it.skipIf(noAnsible !== undefined)(
		`one fleet of this adapter and emulators: told exactly, and rolled back${noAnsible === undefined ? '' : ` (${noAnsible})`}`,
		async () => {
			const fleet = await EmulatedFleet.start(['emu0', 'emu1', 'emu2']);
			try {
				await fleet.replace('emu1', [
					{ type: 'set', skip: 1, effect: { kind: 'status', status: 'NDIS_STATUS_RESOURCES' } },
				]);
				const emulated = await cli.file('emulated.rssv2.yaml', wantedText);
				const nic = await cli.file(
					'nic.rssv2.yaml',
					wishText({ queues: 3, table: scattered(128, [2, 0, 1]), key: keyOf(31) }),
				);
				const inventory = await fleet.inventory({}, { nic: { rssv2_device: guest.uri, rssv2_file: nic } });
				const first = await cli.file(
					'first.rssv2.yaml',
					wishText({ queues: 4, table: scattered(128, [0, 3, 1, 2]), key: keyOf(30) }),
				);
				expect((await run('push', first, '--yes')).code).toBe(0);
				const before = await shown();
				const env = { ...guest.environment, XDG_STATE_HOME: state };
				const go = (...args: string[]) =>
					cli.run(['fleet', ...args, '--inventory', inventory, '--format', 'json'], { env });
				const pushed = await go('push', emulated, '--serial', '100%', '--yes');
				expect(pushed.code, pushed.stderr).toBe(1);
				const { hosts } = JSON.parse(pushed.stdout) as FleetReport;
				expect(hosts.map(({ host, state: now }) => [host, now])).toEqual([
					['emu0', 'applied'],
					['emu1', 'rolledBack'],
					['emu2', 'applied'],
					['nic', 'applied'],
				]);
				expect(await shown()).not.toBe(before);
				expect((await run('plan', nic, '--format', 'json')).stdout).toMatch(/"changes": \[\]/);
				expect(fleet.host('emu1').adapter.state()).toEqual(fleet.host('emu1').before);
				const back = await go('rollback', '--limit', 'nic', '--yes');
				expect(back, back.stdout).toMatchObject({ code: 0 });
				expect(await shown()).toBe(before);
			} finally {
				await fleet.stop();
			}
		},
	);
});

/** Runs a command on the guest's adapter. */
function run(command: string, ...args: string[]) {
	return runOn(guest.uri, command, ...args);
}

/** Runs a command on a device. */
function runOn(device: string, command: string, ...args: string[]) {
	return cli.run([command, ...args, '--device', device], {
		env: { ...guest.environment, XDG_STATE_HOME: state },
	});
}

/** The settings as ethtool shows them. */
function shown(): Promise<string> {
	return guest.must(
		'ethtool -x eth1; ethtool -l eth1; for t in tcp4 udp4 tcp6 udp6; do ethtool -n eth1 rx-flow-hash $t; done; cat /proc/irq/*/smp_affinity_list',
	);
}
