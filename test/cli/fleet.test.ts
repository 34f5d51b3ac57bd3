import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultSpec } from '../../server/src/daemon/protocol.js';
import type { FleetReport } from '../../server/src/fleet/report.js';
import type { FleetHostState } from '../../server/src/protocol.js';
import { CliUnderTest } from '../support/cli.js';
import { EmulatedFleet, wantedText, whyNoAnsible } from '../support/fleet.js';

const reason = whyNoAnsible();
const title = `a fleet, by ansible-playbook${reason === undefined ? '' : ` (${reason})`}`;

/** The second change of the table is refused, once: the push is rolled back. */
const REFUSES: FaultSpec[] = [
	{ type: 'set', skip: 1, times: 1, effect: { kind: 'status', status: 'NDIS_STATUS_RESOURCES' } },
];
/** The connection is lost behind a change that was made. */
const DROPS: FaultSpec[] = [{ type: 'set', skip: 1, times: 1, effect: { kind: 'dropAfter' } }];
/** From the second change on nothing is taken any more: not even the way back. */
const DIES: FaultSpec[] = [{ type: 'set', skip: 1, effect: { kind: 'adapterNotReady' } }];

let cli: CliUnderTest;
let file: string;
let fleet: EmulatedFleet | undefined;
beforeAll(async () => {
	if (reason !== undefined) return;
	cli = await CliUnderTest.build();
	file = await cli.file('wanted.rssv2.yaml', wantedText);
});
afterAll(() => cli?.dispose());
afterEach(async () => {
	await fleet?.stop();
	fleet = undefined;
});

const names = (count: number) => Array.from({ length: count }, (_, i) => `host${String(i).padStart(2, '0')}`);

/** Where each host of a report stands. */
const states = ({ hosts }: FleetReport) => hosts.map(({ state }) => state);

/** Holds a report against the devices: everything is new, old, or told exactly. */
function expectExact({ hosts }: FleetReport, emulated: EmulatedFleet): void {
	const reference = hosts.find(({ state }) => state === 'applied');
	const wanted = reference && emulated.host(reference.host).adapter.state();
	for (const { host, state, differences } of hosts) {
		const { adapter, before } = emulated.host(host);
		if (state === 'applied' || state === 'unchanged') expect(adapter.state(), host).toEqual(wanted);
		else if (state === 'broken') {
			expect(adapter.state(), host).not.toEqual(before);
			expect(differences?.length, host).toBeGreaterThan(0);
		} else {
			const untouched: FleetHostState[] = ['waiting', 'refused', 'rolledBack', 'cancelled'];
			expect(untouched, host).toContain(state);
			expect(adapter.state(), host).toEqual(before);
		}
	}
}

describe.skipIf(reason !== undefined)(title, () => {
	it('50 hosts: too many failures of a batch end the run, every host is told exactly, and the rest is resumed', async () => {
		fleet = await EmulatedFleet.start(names(50));
		const inventory = await fleet.inventory();
		const result = join(cli.directory, 'fleet.json');
		// In batches of ten with 20 %: one fails and two fail, and it goes on; three fail, and it ends.
		await fleet.replace('host04', REFUSES);
		await fleet.replace('host10', DROPS);
		await fleet.replace('host19', DIES);
		await fleet.replace('host22', REFUSES);
		await fleet.replace('host25', undefined);
		await fleet.replace('host29', DROPS);
		const options = [
			'--inventory',
			inventory,
			'--serial',
			'10',
			'--max-fail-percentage',
			'20',
			'--forks',
			'4',
		];
		const pushed = await cli.run(['fleet', 'push', basename(file), ...options, '--yes', '--result', result]);
		expect(pushed, pushed.stderr).toMatchObject({ code: 1 });
		const report: FleetReport = JSON.parse(await readFile(result, 'utf8'));
		expect(report.hosts.map(({ host }) => host)).toEqual(names(50));
		expect(report.request).toMatchObject({ files: [file], inventories: [inventory] });
		const expected: FleetHostState[] = names(50).map((name, i) => {
			if (['host04', 'host10', 'host22', 'host29'].includes(name)) return 'rolledBack';
			if (name === 'host19') return 'broken';
			if (name === 'host25') return 'refused';
			return i < 30 ? 'applied' : 'waiting';
		});
		expect(states(report)).toEqual(expected);
		expectExact(report, fleet);
		expect(pushed.stdout).toMatch(/^host04: rolled back: .*RESOURCES/m);
		expect(pushed.stdout).toMatch(/^host19: neither new nor old: /m);
		expect(pushed.stdout).toMatch(
			/^50 hosts: 20 not begun, 24 applied, 4 rolled back, 1 refused and 1 neither new nor old$/m,
		);

		// Mended: one was left halfway, and its journal wants that brought back first.
		for (const name of ['host04', 'host10', 'host19', 'host22', 'host25', 'host29'])
			await fleet.replace(name, []);
		const resumed = await cli.run(['fleet', 'resume', result, '--yes', '--format', 'json']);
		const after: FleetReport = JSON.parse(resumed.stdout);
		expect(resumed.code).toBe(1);
		expect(states(after).filter((state) => state === 'applied')).toHaveLength(49);
		expect(after.hosts[19]).toMatchObject({ state: 'refused', message: expect.stringMatching(/rollback/) });
		expectExact({ ...after, hosts: after.hosts.filter(({ host }) => host !== 'host19') }, fleet);

		const only = ['--inventory', inventory, '--limit', 'host19', '--yes'];
		expect(await cli.run(['fleet', 'rollback', ...only])).toMatchObject({ code: 0 });
		expect(fleet.host('host19').adapter.state()).toEqual(fleet.host('host19').before);
		expect((await cli.run(['fleet', 'resume', result, '--yes'])).stdout).toMatch(/^50 hosts: 50 applied$/m);
		expect(fleet.host('host19').adapter.state()).toEqual(fleet.host('host00').adapter.state());
	}, 480_000);

	it('cancelled: what runs is put back, what waits is not begun', async () => {
		fleet = await EmulatedFleet.start(names(6));
		const slow: FaultSpec[] = [{ type: 'set', times: 1000, effect: { kind: 'delay', milliseconds: 400 } }];
		for (const name of names(6).slice(1)) await fleet.replace(name, slow);
		const host = fleet.host('host01');
		const result = join(cli.directory, 'cancelled.json');
		const options = ['--inventory', await fleet.inventory(), '--serial', '1,3', '--forks', '2'];
		const child = cli.start(['fleet', 'push', file, ...options, '--yes', '--result', result]);
		child.stdin.end();
		let said = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
		const closed = once(child, 'close');
		// In the middle of the second batch, when a device has been changed already.
		await expect
			.poll(() => JSON.stringify(host.adapter.state()) !== JSON.stringify(host.before), { timeout: 60_000 })
			.toBe(true);
		child.kill('SIGINT');
		expect((await closed)[0], said).toBe(130);
		const report: FleetReport = JSON.parse(await readFile(result, 'utf8'));
		expect(report.cancelled).toBe(true);
		expect(states(report)[0]).toBe('applied');
		expect(states(report)[1]).toBe('cancelled');
		expect(states(report).slice(4)).toEqual(['waiting', 'waiting']);
		expectExact(report, fleet);
	});

	it('Ctrl+C twice: it ends at once, and what it left is told as not known', async () => {
		fleet = await EmulatedFleet.start(names(2));
		const stuck: FaultSpec[] = [{ type: 'set', times: 1000, effect: { kind: 'delay', milliseconds: 5_000 } }];
		for (const name of names(2)) await fleet.replace(name, stuck);
		const host = fleet.host('host00');
		const result = join(cli.directory, 'impatient.json');
		const options = ['--inventory', await fleet.inventory(), '--serial', '1'];
		const child = cli.start(['fleet', 'push', file, ...options, '--yes', '--result', result]);
		child.stdin.end();
		const closed = once(child, 'close');
		await expect
			.poll(() => JSON.stringify(host.adapter.state()) !== JSON.stringify(host.before), { timeout: 60_000 })
			.toBe(true);
		child.kill('SIGINT');
		await once(child.stderr, 'data'); // it says what it waits for
		child.kill('SIGINT');
		expect((await closed)[0]).toBe(130);
		const report: FleetReport = JSON.parse(await readFile(result, 'utf8'));
		expect(states(report)).toEqual(['unknown', 'waiting']);
		expect(report.hosts[0]?.message).toMatch(/journal/);
		expect(fleet.host('host01').adapter.state()).toEqual(fleet.host('host01').before);
	});
});
