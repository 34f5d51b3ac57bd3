import type { AdapterMode } from '../emulator/description.js';
import type { EntityState } from '../emulator/state.js';
import { hashInformationOf, hashTypesOf } from '../ndis/hash.js';

/** How a person names an entity: `VPort 1 (sql01)`, `VPort 1`; in native mode `Adapter`. */
export function entityTitle(
	{ vportId, name }: Pick<EntityState, 'vportId' | 'name'>,
	mode: AdapterMode,
): string {
	if (mode === 'native') return 'Adapter';
	return name === '' ? `VPort ${vportId}` : `VPort ${vportId} (${name})`;
}

/** `1 entry`, `3 entries` */
export function count(n: number, one: string, many = `${one}s`): string {
	return `${n} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c` */
export function enumerate(items: readonly string[]): string {
	const head = items.slice(0, -1).join(', ');
	const last = items[items.length - 1] ?? '';
	return head === '' ? last : `${head} and ${last}`;
}

/** The hash types of HashInformation, `ipv4, tcpIpv4`; `none` for 0; in hexadecimal where the names do not tell all. */
export function hashText(hashInformation: number): string {
	if (hashInformation === 0) return 'none';
	const types = hashTypesOf(hashInformation);
	const complete = hashInformationOf(types) === hashInformation && types.length > 0;
	return complete ? types.join(', ') : `0x${hashInformation.toString(16).padStart(8, '0')}`;
}

/** `on`, `off` */
export function onOff(enabled: boolean): string {
	return enabled ? 'on' : 'off';
}
