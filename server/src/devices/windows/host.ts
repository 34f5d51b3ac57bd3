import type { DeviceState } from '../device.js';
import type { PowerShellValue } from './literal.js';

/** One thing of a Windows host that a Set- cmdlet changes, and what its parameters are now. */
export interface WindowsObject {
	readonly title: string;
	readonly set: string;
	readonly identity: readonly (readonly [parameter: string, value: PowerShellValue])[];
	/** By parameter of the Set- cmdlet; absent what the host does not tell. */
	readonly values: Readonly<Record<string, PowerShellValue>>;
}

/** What was read of a host, or is wanted of it (then only what is wanted). */
export interface WindowsHost {
	readonly kind: 'windows';
	readonly objects: readonly WindowsObject[];
	/** What is wanted and no cmdlet can set, a sentence each. */
	readonly notOnTarget?: readonly string[];
}

/** The host of a state that was read, or made for this kind of device. */
export function hostOf({ native }: DeviceState): WindowsHost | undefined {
	return (native as WindowsHost | undefined)?.kind === 'windows' ? (native as WindowsHost) : undefined;
}

/** The one object of a host that an identity means: its name may be left out where there is only one. */
export function findObject(host: WindowsHost, { set, identity }: WindowsObject): WindowsObject[] {
	return host.objects.filter(
		(one) =>
			one.set === set &&
			identity.every(([parameter, value]) =>
				one.identity.some(([other, has]) => other === parameter && sameText(has, value)),
			),
	);
}

/** Windows compares names, and tells values, without regard to case. */
export function sameText(a: PowerShellValue, b: PowerShellValue): boolean {
	return String(a).toLowerCase() === String(b).toLowerCase();
}
