import type { Configuration, ScalingEntity } from '../../config/model.js';
import { groupOf, numberOf } from '../../rss/processor.js';
import type { PowerShellValue } from './literal.js';

/** One parameter of a Set- cmdlet, and the property of its Get- twin that tells what it is now. */
export interface WindowsValue {
	readonly parameter: string;
	readonly property: string;
	readonly value: PowerShellValue;
}

/** What one Set- cmdlet is to bring about. */
export interface WindowsSetting {
	/** What a person calls it: `adapter SLOT 3 Port 1`, `network adapter X of virtual machine sql01`. */
	readonly title: string;
	readonly get: string;
	readonly set: string;
	/** The parameters that say which one, for both cmdlets; `true` stands for a switch. */
	readonly identity: readonly (readonly [parameter: string, value: PowerShellValue])[];
	readonly values: readonly WindowsValue[];
}

/**
 * What Windows' own cmdlets can set of a configuration, in the order in which it is set: the adapter before its VPorts.
 * Set-NetAdapterRss for the adapter, Set-NetAdapterAdvancedProperty for RSS on host VPorts, Set-VMNetworkAdapter for each
 * VPort that names a network adapter of a virtual machine or of the host.
 * @param name of the adapter on the host; the configuration's when not said
 */
export function windowsSettings(
	configuration: Configuration,
	name = configuration.adapter.name.value,
): WindowsSetting[] {
	const { adapter, entities } = configuration;
	const settings: WindowsSetting[] = [
		{
			title: `adapter ${name}`,
			get: 'Get-NetAdapterRss',
			set: 'Set-NetAdapterRss',
			identity: [['Name', name]],
			values: adapterValues(configuration),
		},
	];
	if (adapter.mode.value === 'native') return settings;
	const onHost = entities.filter(({ windows, vportId }) => vportId.value !== 0 && isHost(windows));
	if (onHost.length > 0) {
		settings.push({
			title: `RSS on host VPorts of adapter ${name}`,
			get: 'Get-NetAdapterAdvancedProperty',
			set: 'Set-NetAdapterAdvancedProperty',
			identity: [
				['Name', name],
				['RegistryKeyword', '*RssOnHostVPorts'],
			],
			values: [
				{
					parameter: 'RegistryValue',
					property: 'RegistryValue',
					value: onHost.some(({ rss }) => rss.value) ? '1' : '0',
				},
			],
		});
	}
	return [...settings, ...entities.flatMap(virtualAdapter)];
}

/** Whether a VPort belongs to a network adapter of the host itself. */
export function isHost(windows: ScalingEntity['windows']): boolean {
	return windows?.networkAdapter !== undefined && windows.vm === undefined;
}

function adapterValues({ adapter, entities }: Configuration): WindowsValue[] {
	const { base, max, maxProcessors, profile, preferredNumaNode, processors } = adapter.rssProcessors;
	const [own] = adapter.mode.value === 'native' ? entities : [];
	const values: [parameter: string, value: PowerShellValue | undefined][] = [
		['Enabled', entities.some(({ rss }) => rss.value)],
		['Profile', profile?.value],
		['BaseProcessorGroup', groupOf(base.value)],
		['BaseProcessorNumber', numberOf(base.value)],
		['MaxProcessorGroup', groupOf(max.value)],
		['MaxProcessorNumber', numberOf(max.value)],
		['MaxProcessors', maxProcessors?.value ?? processors.length],
		['NumaNode', preferredNumaNode?.value],
		['NumberOfReceiveQueues', own?.numberOfQueues.value],
	];
	// Balanced picks its processors itself: base, maximum and node must not be given with it.
	const free = new Set(['Enabled', 'Profile', 'MaxProcessors', 'NumberOfReceiveQueues']);
	return values.flatMap(([parameter, value]) =>
		value === undefined || (profile?.value === 'Balanced' && !free.has(parameter))
			? []
			: [{ parameter, property: parameter, value }],
	);
}

/** Set-VMNetworkAdapter for a VPort that says whose it is; nothing for others. */
function virtualAdapter(entity: ScalingEntity): WindowsSetting[] {
	const { windows, numberOfQueues, rss, scheduling, attachedTo } = entity;
	const { vm, networkAdapter } = windows ?? {};
	if (vm === undefined && networkAdapter === undefined) return [];
	const name: [string, PowerShellValue][] = networkAdapter ? [['Name', networkAdapter.value]] : [];
	const which = networkAdapter ? `network adapter ${networkAdapter.value}` : 'the network adapter';
	const requested = (parameter: string, value: PowerShellValue): WindowsValue => ({
		parameter,
		property: `${parameter}Requested`,
		value,
	});
	return [
		{
			title: `${which} of ${vm ? `virtual machine ${vm.value}` : 'the host'}`,
			get: 'Get-VMNetworkAdapter',
			set: 'Set-VMNetworkAdapter',
			identity: vm ? [['VMName', vm.value], ...name] : [['ManagementOS', true], ...name],
			values:
				attachedTo.value === 'pf'
					? [
							requested('VmmqEnabled', rss.value),
							requested('VmmqQueuePairs', numberOfQueues.value),
							requested('VrssQueueSchedulingMode', SCHEDULING[scheduling.value]),
						]
					: [
							{ parameter: 'IovWeight', property: 'IovWeight', value: 100 },
							{
								parameter: 'IovQueuePairsRequested',
								property: 'IovQueuePairsRequested',
								value: numberOfQueues.value,
							},
						],
		},
	];
}

const SCHEDULING = { dynamic: 'Dynamic', staticVrss: 'StaticVrss', staticVmq: 'StaticVmq' } as const;
