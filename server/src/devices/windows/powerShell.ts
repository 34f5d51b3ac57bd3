import { DeviceError } from '../deviceError.js';
import type { RunLimits, Runner } from '../programs/runner.js';

/**
 * What runs a script that comes on standard input and answers with one line of JSON. It goes as one word without anything
 * that a shell of Windows or Unix could take for its own; no name out of a file is ever on a command line.
 */
const BOOTSTRAP = `$ProgressPreference = 'SilentlyContinue'
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object Text.UTF8Encoding $false
try {
	$script = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd()))
	$answer = @{ ok = $true; result = (& ([scriptblock]::Create($script))) }
}
catch { $answer = @{ ok = $false; error = "$_" } }
[Console]::Out.Write(($answer | ConvertTo-Json -Depth 6 -Compress))
`;

/** What a script came to: what it gave as JSON, or the sentence that PowerShell failed with. */
export type PowerShellResult =
	| { readonly ok: true; readonly result: unknown }
	| { readonly ok: false; readonly error: string };

/**
 * Runs a script by PowerShell on the machine of a device.
 * @param program `powershell` on Windows, `pwsh` where PowerShell 7 is
 * @throws DeviceError `not-available`, `timeout`, `cancelled`, `protocol`, or what the runner throws
 */
export async function runPowerShell(
	run: Runner,
	program: string,
	script: string,
	limits: RunLimits,
): Promise<PowerShellResult> {
	const argv = [program, '-NoProfile', '-NonInteractive', '-EncodedCommand', ENCODED_BOOTSTRAP];
	const stdin = Buffer.from(script, 'utf8').toString('base64');
	const { stdout, stderr } = await run({ argv, stdin }, limits);
	const answer = parse(stdout);
	if (answer) return answer;
	const said = `${stderr}\n${stdout}`.split('\n').find((line) => line.trim() !== '');
	throw new DeviceError(
		'protocol',
		`PowerShell gave no answer${said === undefined ? '.' : `: ${said.trim().slice(0, 200)}`}`,
	);
}

const ENCODED_BOOTSTRAP = Buffer.from(BOOTSTRAP, 'utf16le').toString('base64');

function parse(stdout: string): PowerShellResult | undefined {
	try {
		const { ok, result, error } = JSON.parse(stdout.replace(/^\ufeff/, '')) as Record<string, unknown>;
		if (ok === true) return { ok, result };
		return ok === false ? { ok, error: String(error) } : undefined;
	} catch {
		return undefined;
	}
}
