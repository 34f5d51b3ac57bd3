import type { AdapterMode } from '../emulator/description.js';
import type { EntityState } from '../emulator/state.js';

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

/** NDIS_HASH_* bits in hexadecimal, `0x00001701`. */
export function hex32(value: number): string {
	return `0x${value.toString(16).padStart(8, '0')}`;
}

/** `on`, `off` */
export function onOff(enabled: boolean): string {
	return enabled ? 'on' : 'off';
}
