import type { AdapterDescription } from './description.js';
import { type EntityState, type NicSwitchState, PF_FUNCTION_ID, type VirtualFunction } from './state.js';

/** A switch as an adapter's driver makes it: named like the adapter, every VF enabled and none allocated. */
export function newSwitch({ name, capabilities }: AdapterDescription): NicSwitchState {
	return { name, numVFs: capabilities.maxNumVFs, allocatedVFs: [] };
}

/** A VF of which nothing is known but its number. */
export function newVirtualFunction(vfId: number): VirtualFunction {
	return {
		vfId,
		vmName: '',
		vmFriendlyName: '',
		nicName: '',
		permanentMacAddress: new Uint8Array(),
		currentMacAddress: new Uint8Array(),
	};
}

/** The VFs that entities are attached to, ascending, each once. */
export function attachedVFs(entities: readonly EntityState[]): number[] {
	const functions = entities.map(({ attachedFunctionId }) => attachedFunctionId);
	return [...new Set(functions)].filter((id) => id !== PF_FUNCTION_ID).sort((a, b) => a - b);
}
