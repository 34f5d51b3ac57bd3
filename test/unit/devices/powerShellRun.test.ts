import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportPowerShell } from '../../../server/src/devices/windows/exportPowerShell.js';
import { powerShellLiteral } from '../../../server/src/devices/windows/literal.js';
import { model, vmqText } from '../../support/configuration.js';
import { powerShellGrammar } from '../../support/powerShellGrammar.js';

/**
 * PowerShell 7 comes from no registry that the project uses, so that nothing can ask for it: where it is installed the script
 * runs under it too, elsewhere only its grammar and that of the recorders are held.
 */
const installed = spawnSync('pwsh', ['-NoProfile', '-Command', 'exit 0']).status === 0;
const VM = `O'Brien $(throw 1) \`"x"`;
const script = exportPowerShell(
	model(
		vmqText(`  - id: 0
    numberOfQueues: 2
    indirectionTable: ["0:2", "0:4"]
  - id: 1
    numberOfQueues: 4
    indirectionTable: ["0:6", "0:8"]
    windows: { vm: ${JSON.stringify(VM)}, networkAdapter: Network Adapter }
`),
	),
).file.text;

/** Cmdlets of Windows that keep what they are told, and write down each call of a Set-; the one at `$failAt` fails. */
const RECORDERS = `$ErrorActionPreference = 'Stop'
$global:calls = New-Object System.Collections.ArrayList
$global:failAt = -1
$global:rss = @{ Name = 'Test'; Enabled = $false; Profile = 'NUMAStatic'; BaseProcessorGroup = 0; BaseProcessorNumber = 0; MaxProcessorGroup = 0; MaxProcessorNumber = 63; MaxProcessors = 8; NumaNode = 65535; NumberOfReceiveQueues = 8 }
$global:vm = @{ VMName = ${powerShellLiteral(VM)}; Name = 'Network Adapter'; VmmqEnabledRequested = $false; VmmqQueuePairsRequested = 16; VrssQueueSchedulingModeRequested = 'StaticVmq' }
function Write-Call { param([string] $Cmdlet, $Given)
	[void] $global:calls.Add($Cmdlet)
	if ($global:calls.Count -eq $global:failAt) { throw 'The device is busy.' }
}
function Get-NetAdapterRss { param([string] $Name)
	if ($Name -eq $global:rss.Name) { [pscustomobject] $global:rss }
}
function Set-NetAdapterRss { param($Name, $Enabled, $Profile, $BaseProcessorGroup, $BaseProcessorNumber, $MaxProcessorGroup, $MaxProcessorNumber, $MaxProcessors, $NumaNode, $NumberOfReceiveQueues)
	Write-Call 'Set-NetAdapterRss'
	foreach ($key in @($PSBoundParameters.Keys)) { $global:rss[$key] = $PSBoundParameters[$key] }
}
function Get-VMNetworkAdapter { param([string] $VMName, [string] $Name)
	if ($VMName -eq $global:vm.VMName -and $Name -eq $global:vm.Name) { [pscustomobject] $global:vm }
}
function Set-VMNetworkAdapter { param($VMName, $Name, $VmmqEnabled, $VmmqQueuePairs, $VrssQueueSchedulingMode)
	Write-Call 'Set-VMNetworkAdapter'
	foreach ($key in @($PSBoundParameters.Keys)) {
		if ($key -ne 'VMName' -and $key -ne 'Name') { $global:vm["\${key}Requested"] = $PSBoundParameters[$key] }
	}
}
function Get-Told {
	$told = @{ calls = @($global:calls); rss = $global:rss.Clone(); vm = $global:vm.Clone() }
	$global:calls.Clear()
	$told
}
`;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'rssv2-pwsh-'));
	writeFileSync(join(folder, 'script.ps1'), script);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the recorders are PowerShell to a grammar', async () => {
	const parser = await powerShellGrammar();
	expect(parser.parse(RECORDERS)?.rootNode.hasError).toBe(false);
});

if (installed) {
	it('under PowerShell the exported script sets nothing with -WhatIf, sets what differs once, and puts back what it set when a cmdlet fails', () => {
		const file = powerShellLiteral(join(folder, 'script.ps1'));
		const main = `${RECORDERS}
$whatIf = & { & ${file} -WhatIf | Out-Null; Get-Told }
$global:failAt = 2
$failed = ''
try { & ${file} | Out-Null } catch { $failed = "$_" }
$undone = Get-Told
$global:failAt = -1
$first = & { & ${file} | Out-Null; Get-Told }
$second = & { & ${file} | Out-Null; Get-Told }
[Console]::Out.WriteLine('JSON' + (@{ whatIf = $whatIf; failed = $failed; undone = $undone; first = $first; second = $second } | ConvertTo-Json -Depth 5 -Compress))
`;
		writeFileSync(join(folder, 'main.ps1'), main);
		const said = execFileSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', join(folder, 'main.ps1')], {
			encoding: 'utf8',
		});
		const { whatIf, failed, undone, first, second } = JSON.parse(/^JSON(.*)$/m.exec(said)?.[1] ?? '');
		expect(whatIf.calls).toEqual([]);
		expect(failed).toBe('The device is busy.');
		// The second call failed: what it may have set a part of, and what the first set, is put back.
		expect(undone.calls).toEqual([
			'Set-NetAdapterRss',
			'Set-VMNetworkAdapter',
			'Set-VMNetworkAdapter',
			'Set-NetAdapterRss',
		]);
		expect({ rss: undone.rss, vm: undone.vm }).toEqual({ rss: whatIf.rss, vm: whatIf.vm });
		expect(first.calls).toEqual(['Set-NetAdapterRss', 'Set-VMNetworkAdapter']);
		expect(first.rss).toMatchObject({ Enabled: true, BaseProcessorNumber: 2 });
		expect(first.vm).toMatchObject({ VmmqEnabledRequested: true, VmmqQueuePairsRequested: 4 });
		expect(second.calls).toEqual([]);
	});
}
