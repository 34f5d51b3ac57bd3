import type { SteeringParameter } from '../emulator/request.js';
import type { VirtualFunction } from '../emulator/state.js';
import type { Processor } from '../rss/processor.js';

/** One command of a move batch: point `parameter` of the VPort at `target`. */
export interface MoveCommand {
	readonly vportId: number;
	readonly parameter: SteeringParameter;
	readonly target: Processor;
}

/** OID_NIC_SWITCH_ALLOCATE_VF of this very VF, before a VPort is attached to it. */
export interface AllocateVFRequest {
	readonly kind: 'allocateVF';
	readonly virtualFunction: VirtualFunction;
}

/** OID_NIC_SWITCH_FREE_VF, after its VPorts are deleted. */
export interface FreeVFRequest {
	readonly kind: 'freeVF';
	readonly vfId: number;
}

/** OID_NIC_SWITCH_CREATE_VPORT: an entity with RSS off, 1 queue and every parameter at `affinity`. */
export interface CreateVPortRequest {
	readonly kind: 'createVPort';
	readonly vportId: number;
	readonly attachedFunctionId: number;
	readonly active: boolean;
	readonly affinity: Processor;
	readonly name: string;
}

/** OID_NIC_SWITCH_DELETE_VPORT. */
export interface DeleteVPortRequest {
	readonly kind: 'deleteVPort';
	readonly vportId: number;
}

/** OID_NIC_SWITCH_VPORT_PARAMETERS, set. A member that is absent stays as it is. A VPort cannot be deactivated. */
export interface SetVPortParametersRequest {
	readonly kind: 'setVPortParameters';
	readonly vportId: number;
	readonly name?: string;
	readonly activate?: true;
}

/**
 * OID_GEN_RECEIVE_SCALE_PARAMETERS_V2, set. A member that is absent stays as it is (its CHANGED flag is clear);
 * `enableRss` is a state and always said.
 */
export interface SetParametersRequest {
	readonly kind: 'setParameters';
	readonly vportId: number;
	readonly enableRss: boolean;
	readonly numberOfQueues?: number;
	readonly numberOfIndirectionTableEntries?: number;
	readonly hashInformation?: number;
	readonly hashSecretKey?: Uint8Array;
}

/** OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES, executed on processor `actor`. At most 130 commands. */
export interface MoveEntriesRequest {
	readonly kind: 'moveEntries';
	readonly actor: Processor;
	readonly commands: readonly MoveCommand[];
}

export type PlannedRequest =
	| AllocateVFRequest
	| FreeVFRequest
	| CreateVPortRequest
	| DeleteVPortRequest
	| SetVPortParametersRequest
	| SetParametersRequest
	| MoveEntriesRequest;

/** One request to the device and one sentence that says what it does. */
export interface PlanStep<Request = PlannedRequest> {
	readonly request: Request;
	readonly description: string;
}
