import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { FleetHost, Requests } from '../../server/src/protocol.js';
import { bundle } from '../support/bundle.js';
import { EmulatedFleet, wantedText, whyNoAnsible } from '../support/fleet.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';

const reason = whyNoAnsible();
const title = `a fleet from the editor${reason === undefined ? '' : ` (${reason})`}`;

type FleetRun = Requests['rssv2/fleet/run']['result'];

let folder: string;
let fleet: EmulatedFleet;
let server: LanguageServerUnderTest;
let told: FleetHost[][];
const settings: Record<string, unknown> = {};
beforeAll(async () => {
	// Server and command line lie beside each other, as they ship.
	folder = await mkdtemp(join(tmpdir(), 'rssv2-fleet-server-'));
	for (const [from, to] of [
		['main', 'server.js'],
		['cli', 'cli.js'],
	] as const) {
		const made = await bundle(from);
		await cp(made.path, join(folder, to));
		await made.dispose();
	}
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
	if (reason !== undefined) return;
	fleet = await EmulatedFleet.start(['web01', 'web02', 'web03']);
	server = await LanguageServerUnderTest.start(join(folder, 'server.js'), { settings });
	told = [];
	server.connection.onNotification('rssv2/fleetChanged', ({ hosts }) => {
		told.push(hosts);
	});
});
afterEach(async () => {
	if (reason !== undefined) return;
	await server.stop();
	await fleet.stop();
});

/** A saved and opened configuration. */
async function open(text: string): Promise<string> {
	await writeFile(join(fleet.folder, 'a.rssv2.yaml'), text);
	return server.open('a.rssv2.yaml', text, fleet.folder);
}

const states = (hosts: readonly FleetHost[]) => hosts.map(({ state }) => state);

describe.skipIf(reason !== undefined)(title, () => {
	it('is planned, pushed as the setting says, and gone on with', async () => {
		settings['rssv2.fleet'] = { serial: '100%', forks: 2 };
		const uri = await open(wantedText);
		const inventory = await fleet.inventory();
		await fleet.replace('web02', [
			{ type: 'set', skip: 1, times: 1, effect: { kind: 'status', status: 'NDIS_STATUS_RESOURCES' } },
		]);
		const planned = await server.request('rssv2/fleet/run', { action: 'plan', uri, inventory });
		expect(states(planned.hosts)).toEqual(['planned', 'planned', 'planned']);
		expect(planned.hosts[0]?.changes?.join()).toMatch(/create VPort 1 \(sql01\)/);
		expect(fleet.host('web01').adapter.state()).toEqual(fleet.host('web01').before);

		told = [];
		const workDoneToken = 'fleet';
		const pushed = await server.request('rssv2/fleet/run', { action: 'push', uri, inventory, workDoneToken });
		expect(states(pushed.hosts)).toEqual(['applied', 'rolledBack', 'applied']);
		expect(told.at(-1)).toEqual(pushed.hosts);
		expect(server.progress(workDoneToken).at(-2)).toMatchObject({
			message: '3/3, 1 not as wanted',
			percentage: 100,
		});

		const rest = await server.request('rssv2/fleet/run', { action: 'push', uri, inventory, only: ['web02'] });
		expect(rest.hosts.map(({ host, state }) => [host, state])).toEqual([['web02', 'applied']]);
		expect(fleet.host('web02').adapter.state()).toEqual(fleet.host('web01').adapter.state());
	});

	it('cancelled puts back what runs, and says so', async () => {
		settings['rssv2.fleet'] = { serial: '1', forks: 1 };
		const uri = await open(wantedText);
		const inventory = await fleet.inventory();
		await fleet.replace('web01', [
			{ type: 'set', times: 1000, effect: { kind: 'delay', milliseconds: 400 } },
		]);
		const host = fleet.host('web01');
		const source = new CancellationTokenSource();
		const params = { action: 'push', uri, inventory };
		const run = server.connection.sendRequest<FleetRun>('rssv2/fleet/run', params, source.token);
		const changed = () => JSON.stringify(host.adapter.state()) !== JSON.stringify(host.before);
		await eventually('a change', () => (changed() ? true : undefined), 60_000);
		source.cancel();
		const { hosts, cancelled } = await run;
		expect(cancelled).toBe(true);
		expect(states(hosts)).toEqual(['cancelled', 'waiting', 'waiting']);
		expect(host.adapter.state()).toEqual(host.before);
	});

	it('is refused for a file with errors, settings that are no good, and an inventory without hosts', async () => {
		const inventory = await fleet.inventory();
		const bad = await open(wantedText.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
		const run = (uri: string, path = inventory) =>
			server.request('rssv2/fleet/run', { action: 'push', uri, inventory: path });
		await expect(run(bad)).rejects.toThrow(/1 error/);
		await server.change(bad, wantedText);
		settings['rssv2.fleet'] = { serial: 'all' };
		await expect(run(bad)).rejects.toThrow(/`serial`/);
		settings['rssv2.fleet'] = {};
		await expect(run(bad, join(fleet.folder, 'gone'))).rejects.toThrow(/came to no host/);
	});
});
