import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TIMEOUTS } from '../../../server/src/devices/device.js';
import { openDevice } from '../../../server/src/devices/open.js';
import { applyPush, prepareConfigurationPush } from '../../../server/src/devices/push.js';
import { readScript } from '../../../server/src/devices/windows/readHost.js';
import { setScript } from '../../../server/src/devices/windows/request.js';
import { WindowsDevice } from '../../../server/src/devices/windows/windowsDevice.js';
import { model, vmqText } from '../../support/configuration.js';
import { powerShellGrammar } from '../../support/powerShellGrammar.js';
import { type HostState, WindowsHostStandIn } from '../../support/windowsHost.js';

const NAME = 'SLOT 3 Port 1';
const first: HostState = {
	rss: {
		Name: NAME,
		Enabled: true,
		Profile: 'NUMAStatic',
		BaseProcessorGroup: 0,
		BaseProcessorNumber: 0,
		MaxProcessorGroup: 0,
		MaxProcessorNumber: 14,
		MaxProcessors: 8,
		NumberOfReceiveQueues: 8,
		NumaNode: 65535,
	},
	text: `
Name                                            : ${NAME}
InterfaceDescription                            : Some NIC
Enabled                                         : True
NumberOfReceiveQueues                           : 8
Profile                                         : NUMAStatic
BaseProcessor: [Group:Number]                   : 0:0
MaxProcessor: [Group:Number]                    : 0:14
MaxProcessors                                   : 8
RssProcessorArray: [Group:Number/NUMA Distance] : 0:0/0  0:2/0  0:4/0  0:6/0
IndirectionTable: [Group:Number]                : 0:0	0:2	0:4	0:6
`,
	hostVPorts: ['0'],
	adapters: [
		{
			VMName: 'sql01',
			Name: 'Network Adapter',
			IsManagementOs: false,
			VmmqEnabledRequested: false,
			VmmqQueuePairsRequested: 16,
			VrssQueueSchedulingModeRequested: 'Dynamic',
		},
		{
			VMName: '',
			Name: 'Management',
			IsManagementOs: true,
			VmmqEnabledRequested: false,
			VmmqQueuePairsRequested: 16,
			VrssQueueSchedulingModeRequested: 'Dynamic',
		},
	],
	calls: [],
};
const configuration = model(
	vmqText(`  - id: 0
    numberOfQueues: 2
    indirectionTable: ["0:2", "0:4"]
  - id: 1
    numberOfQueues: 4
    scheduling: staticVrss
    indirectionTable: ["0:6", "0:8"]
    windows: { vm: SQL01, networkAdapter: Network Adapter }
  - id: 2
    numberOfQueues: 2
    indirectionTable: ["0:6", "0:8"]
    windows: { networkAdapter: Management }
`),
);

describe('a Windows host', () => {
	let host: WindowsHostStandIn;
	let device: WindowsDevice;
	const connect = (adapter = NAME) => {
		const uri = { kind: 'windows', adapter } as const;
		return new WindowsDevice(uri, DEFAULT_TIMEOUTS, host.environment, false);
	};
	beforeEach(async () => {
		host = await WindowsHostStandIn.create(first);
		device = connect();
	});
	afterEach(() => host.dispose());

	it('is read as its cmdlets tell it', async () => {
		const { entities } = await device.read();
		expect(entities).toMatchObject([{ rssEnabled: true, numberOfQueues: 8 }]);
		expect(entities[0]?.indirectionTable).toHaveLength(4);
		expect(await device.describe()).toMatchObject({ name: NAME, mode: 'native' });
	});

	it('is pushed to, step by step, and read back; a second push has nothing to do', async () => {
		const prepared = await prepareConfigurationPush(device, configuration);
		expect(prepared.refused).toBeUndefined();
		expect(prepared.notOnTarget?.join('\n')).toMatch(/no public way to set the entries/);
		expect(prepared.steps.map(({ description }) => description)).toEqual([
			expect.stringMatching(/^Set-NetAdapterRss of adapter SLOT 3 Port 1: .*BaseProcessorNumber 0 → 2/),
			expect.stringMatching(/RegistryValue 0 → 1/),
			expect.stringMatching(
				/virtual machine sql01: VmmqEnabled false → true, VmmqQueuePairs 16 → 4, .*StaticVrss/,
			),
			expect.stringMatching(/Management of the host: .*VmmqQueuePairs 16 → 2/),
		]);
		expect(await applyPush(device, prepared)).toMatchObject({ outcome: 'applied' });
		expect((await host.state()).adapters[0]).toMatchObject({
			VmmqEnabledRequested: true,
			VmmqQueuePairsRequested: 4,
			VrssQueueSchedulingModeRequested: 'StaticVrss',
		});
		expect((await prepareConfigurationPush(device, configuration)).steps).toEqual([]);
	});

	it.each([0, 1, 2, 3])('is put back when step %i is refused', async (failAt) => {
		await host.put({ ...first, failAt });
		const prepared = await prepareConfigurationPush(device, configuration);
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'rolledBack' });
		expect(result.message).toMatch(/The device is busy/);
		const { rss, hostVPorts, adapters } = await host.state();
		expect({ rss, hostVPorts, adapters }).toEqual({
			rss: first.rss,
			hostVPorts: first.hostVPorts,
			adapters: first.adapters,
		});
	});

	it('says what is not there', async () => {
		await expect(connect('No such').read()).rejects.toThrow(/no adapter with RSS named "No such"/);
		await host.put({ ...first, adapters: [] });
		const { refused } = await prepareConfigurationPush(device, configuration);
		expect(refused).toBe('The network adapter Network Adapter of virtual machine SQL01 is not on the host.');
		const nowhere = openDevice('windows:///X', { environment: { PATH: '/nonexistent' } });
		await expect(nowhere).rejects.toThrow('pwsh cannot be run: it is not installed on this machine.');
	});

	it('is asked in scripts that a PowerShell grammar takes, whatever the name', async () => {
		const parser = await powerShellGrammar();
		for (const name of [NAME, `O'Brien`, '$(x)', 'a\nb', '`"']) {
			const identity = [['Name', name]] as const;
			const set = {
				kind: 'windowsSet',
				set: 'Set-NetAdapterRss',
				identity,
				values: { Enabled: true },
			} as const;
			for (const script of [readScript(name), setScript(set)]) {
				expect(parser.parse(script)?.rootNode.hasError, script).toBe(false);
			}
		}
		const tampered = { kind: 'windowsSet', set: 'Remove-VM', identity: [], values: {} } as const;
		expect(() => setScript(tampered)).toThrow(RangeError);
	});
});
