import { type PowerShellValue, powerShellLiteral } from './literal.js';

/** One call of a Set- cmdlet. Plain data. */
export interface WindowsRequest {
	readonly kind: 'windowsSet';
	/** `Set-NetAdapterRss` … */
	readonly set: string;
	readonly identity: readonly (readonly [parameter: string, value: PowerShellValue])[];
	readonly values: Readonly<Record<string, PowerShellValue>>;
}

/** Whether a request is one of these. */
export function isWindowsRequest(request: { readonly kind: string }): request is WindowsRequest {
	return request.kind === 'windowsSet';
}

const CMDLETS = new Set(['Set-NetAdapterRss', 'Set-NetAdapterAdvancedProperty', 'Set-VMNetworkAdapter']);

/**
 * The script that makes a call.
 * @throws RangeError for a cmdlet or a parameter that is none of ours: a journal may have been tampered with
 */
export function setScript({ set, identity, values }: WindowsRequest): string {
	if (!CMDLETS.has(set)) throw new RangeError(`${set} is not a cmdlet that is called here`);
	const parameters = [...identity, ...Object.entries(values)].map(([parameter, value]) => {
		if (!/^[A-Za-z]+$/.test(parameter)) throw new RangeError(`${parameter} is not a parameter`);
		return `	${parameter} = ${powerShellLiteral(value)}`;
	});
	return `$parameters = @{\n${parameters.join('\n')}\n}\n${set} @parameters\n`;
}
