import { powerShellComment, powerShellLiteral } from './literal.js';
import type { WindowsSetting } from './settings.js';

/**
 * A PowerShell script that brings a Windows host to these settings. It sets only what differs, so that a second run does
 * nothing; it knows -WhatIf and -Confirm; when a cmdlet fails it puts back what it has set, newest first, and fails.
 * @param about lines of the comment at its top
 */
export function powerShellScript(settings: readonly WindowsSetting[], about: readonly string[]): string {
	return `${[...about.map(powerShellComment), HEAD, ...settings.map(step), TAIL].join('\n')}\n`;
}

function step({ title, get, set, identity, values }: WindowsSetting): string {
	return `	Set-Wanted -Title ${powerShellLiteral(title)} -Get ${powerShellLiteral(get)} -Set ${powerShellLiteral(set)} -Identity @{
${identity.map(([parameter, value]) => `		${parameter} = ${powerShellLiteral(value)}`).join('\n')}
	} -Wanted @(
${values
	.map(
		({ parameter, property, value }) =>
			`		@{ Parameter = ${powerShellLiteral(parameter)}; Property = ${powerShellLiteral(property)}; Value = ${powerShellLiteral(value)} }`,
	)
	.join('\n')}
	)`;
}

const HEAD = `#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding(SupportsShouldProcess = $true)]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$undo = New-Object System.Collections.Stack

# Sets what differs from what is wanted, and remembers how it was.
function Set-Wanted {
	param([string] $Title, [string] $Get, [string] $Set, [hashtable] $Identity, [hashtable[]] $Wanted)
	$now = @(& $Get @Identity)
	if ($now.Count -ne 1) { throw "$Title is there $($now.Count) times; it must be there once." }
	$change = @{}
	$before = @{}
	foreach ($one in $Wanted) {
		$value = @($now[0].($one.Property))
		if ("$value" -eq "$($one.Value)") { continue }
		$change[$one.Parameter] = $one.Value
		if ($value.Count -gt 0 -and $null -ne $value[0]) { $before[$one.Parameter] = $value[0] }
		Write-Verbose "$($Title): $($one.Parameter) from $value to $($one.Value)"
	}
	if ($change.Count -eq 0) { Write-Verbose "$Title is as wanted."; return }
	$what = ($change.Keys | Sort-Object | ForEach-Object { "$_ = $($change[$_])" }) -join ', '
	if (-not $PSCmdlet.ShouldProcess($Title, "Set $what")) { return }
	# Before it is set: a cmdlet that fails may have set a part.
	$undo.Push(@{ Title = $Title; Set = $Set; Identity = $Identity; Before = $before })
	& $Set @Identity @change
}

try {`;

const TAIL = `}
catch {
	$failure = $_
	while ($undo.Count -gt 0) {
		$one = $undo.Pop()
		$identity = $one.Identity
		$before = $one.Before
		try { & $one.Set @identity @before }
		catch { Write-Warning "$($one.Title) could not be put back: $_" }
	}
	throw $failure
}`;
