import { defaultPreset } from '../../config/presets.js';
import type { AdapterDescription } from '../../emulator/description.js';
import { DEFAULT_VPORT_ID, type EntityState, PF_FUNCTION_ID } from '../../emulator/state.js';
import { readNetAdapterRss } from '../../import/netAdapterRss.js';
import { textLines } from '../../import/textLines.js';
import { processor } from '../../rss/processor.js';
import type { DeviceState } from '../device.js';
import { DeviceError } from '../deviceError.js';
import type { WindowsObject } from './host.js';
import { type PowerShellValue, powerShellLiteral } from './literal.js';

const RSS = [
	'Enabled',
	'Profile',
	'BaseProcessorGroup',
	'BaseProcessorNumber',
	'MaxProcessorGroup',
	'MaxProcessorNumber',
	'MaxProcessors',
	'NumaNode',
	'NumberOfReceiveQueues',
];
/** Parameters of Set-VMNetworkAdapter and the properties of Get-VMNetworkAdapter that tell them. */
const VM: Readonly<Record<string, string>> = {
	VmmqEnabled: 'VmmqEnabledRequested',
	VmmqQueuePairs: 'VmmqQueuePairsRequested',
	VrssQueueSchedulingMode: 'VrssQueueSchedulingModeRequested',
	IovWeight: 'IovWeight',
	IovQueuePairsRequested: 'IovQueuePairsRequested',
};

/** The script that tells all of a host that its cmdlets could set, for one adapter, as plain values. */
export function readScript(adapter: string): string {
	const list = (names: readonly string[]) => names.map(powerShellLiteral).join(', ');
	return `$name = ${powerShellLiteral(adapter)}
function Get-Plain { param($object, [string[]] $properties)
	$plain = @{}
	foreach ($property in $properties) {
		$found = $object.PSObject.Properties[$property]
		if ($found -and $null -ne $found.Value) {
			$value = $found.Value
			$plain[$property] = if ($value -is [bool] -or $value -is [string]) { $value }
				elseif ($value -is [Enum]) { "$value" }
				elseif ($value -is [ValueType]) { [long] $value }
				else { "$value" }
		}
	}
	$plain
}
$rss = @(Get-NetAdapterRss -Name $name)
$host_vports = @(Get-NetAdapterAdvancedProperty -Name $name -RegistryKeyword '*RssOnHostVPorts' -ErrorAction SilentlyContinue)
$adapters = @(if (Get-Command Get-VMNetworkAdapter -ErrorAction SilentlyContinue) {
	Get-VMNetworkAdapter -All | ForEach-Object { Get-Plain $_ @('VMName', 'Name', 'IsManagementOs', ${list(Object.values(VM))}) }
})
@{
	rss = @($rss | ForEach-Object { Get-Plain $_ @(${list(RSS)}) })
	text = ($rss | Format-List | Out-String -Width 4096)
	hostVPorts = @($host_vports | ForEach-Object { "$($_.RegistryValue)" })
	adapters = $adapters
}
`;
}

type Plain = Readonly<Record<string, unknown>>;

/**
 * The state of a host out of what the script told.
 * @throws DeviceError `not-available` when the adapter is not there once, `protocol` when the answer is none
 */
export function hostState(
	adapter: string,
	answer: unknown,
): { state: DeviceState; description: AdapterDescription } {
	const { rss, text, hostVPorts, adapters } = (answer ?? {}) as Plain;
	const [own, ...others] = plainObjects(rss);
	if (!own || others.length > 0) {
		const times = own ? `${others.length + 1} adapters` : 'no adapter';
		throw new DeviceError('not-available', `The host has ${times} with RSS named "${adapter}".`);
	}
	const objects: WindowsObject[] = [
		{
			title: `adapter ${adapter}`,
			set: 'Set-NetAdapterRss',
			identity: [['Name', adapter]],
			values: valuesOf(own, Object.fromEntries(RSS.map((name) => [name, name]))),
		},
	];
	const [onHost] = Array.isArray(hostVPorts) ? hostVPorts : [hostVPorts];
	if (typeof onHost === 'string') {
		objects.push({
			title: `RSS on host VPorts of adapter ${adapter}`,
			set: 'Set-NetAdapterAdvancedProperty',
			identity: [
				['Name', adapter],
				['RegistryKeyword', '*RssOnHostVPorts'],
			],
			values: { RegistryValue: onHost },
		});
	}
	objects.push(...plainObjects(adapters).map(virtualAdapter));
	const { description, entity } = adapterOf(adapter, own, typeof text === 'string' ? text : '');
	return { description, state: { entities: [entity], native: { kind: 'windows', objects } } };
}

function virtualAdapter(plain: Plain): WindowsObject {
	const name = String(plain['Name'] ?? '');
	const vm = plain['VMName'];
	const onHost = plain['IsManagementOs'] === true || typeof vm !== 'string' || vm === '';
	return {
		title: `network adapter ${name} of ${onHost ? 'the host' : `virtual machine ${vm}`}`,
		set: 'Set-VMNetworkAdapter',
		identity: [onHost ? ['ManagementOS', true] : ['VMName', vm], ['Name', name]],
		values: valuesOf(plain, VM),
	};
}

function valuesOf(
	plain: Plain,
	properties: Readonly<Record<string, string>>,
): Record<string, PowerShellValue> {
	return Object.fromEntries(
		Object.entries(properties).flatMap(([parameter, property]) => {
			const value = plain[property];
			return isValue(value) ? [[parameter, value]] : [];
		}),
	);
}

/** The adapter in the words of NDIS: native RSS, as Get-NetAdapterRss prints its processors and its table. */
function adapterOf(
	name: string,
	rss: Plain,
	text: string,
): { description: AdapterDescription; entity: EntityState } {
	const number = (property: string) => (typeof rss[property] === 'number' ? rss[property] : 0);
	const printed = readNetAdapterRss(textLines(text)).adapters.find((one) => one.kind === 'windows');
	const base = processor(number('BaseProcessorGroup'), number('BaseProcessorNumber'));
	const max = processor(number('MaxProcessorGroup'), number('MaxProcessorNumber'));
	const array =
		printed?.kind === 'windows' ? printed.rssProcessorArray?.map((one) => one.processor) : undefined;
	const table = printed?.kind === 'windows' ? printed.indirectionTable?.entries : undefined;
	const [first = base] = table ?? [];
	const queues = Math.max(1, number('NumberOfReceiveQueues'));
	const entries = table && table.length > 0 ? table : [first];
	return {
		description: {
			name,
			mode: 'native',
			capabilities: {
				...defaultPreset('native').capabilities,
				numberOfReceiveQueues: Math.max(queues, number('MaxProcessors')),
			},
			rssProcessors: { base, max, processors: array && array.length > 0 ? array : [...new Set([base, max])] },
		},
		entity: {
			vportId: DEFAULT_VPORT_ID,
			active: true,
			attachedFunctionId: PF_FUNCTION_ID,
			rssEnabled: rss['Enabled'] === true,
			numberOfQueues: queues,
			// No cmdlet tells them.
			hashInformation: 0,
			hashSecretKey: new Uint8Array(40),
			primaryProcessor: first,
			defaultProcessor: first,
			indirectionTable: entries,
			name: '',
		},
	};
}

/** ConvertTo-Json writes a list of one as its element, in some versions. */
function plainObjects(value: unknown): Plain[] {
	const all = Array.isArray(value) ? value : [value];
	return all.filter((one): one is Plain => typeof one === 'object' && one !== null);
}

function isValue(value: unknown): value is PowerShellValue {
	return typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
}
