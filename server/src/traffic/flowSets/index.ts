import type { FlowSetKind, FlowSetParameters } from './flowSet.js';
import { manyClients } from './manyClients.js';
import { nat } from './nat.js';
import { nvgre } from './nvgre.js';
import { oneClient } from './oneClient.js';
import { uniform } from './uniform.js';
import { vxlan } from './vxlan.js';
import { zipf } from './zipf.js';

/** Every kind of made-up traffic, in the order in which they are offered. */
export const flowSetKinds = [uniform, manyClients, oneClient, nat, zipf, vxlan, nvgre] as const;
/** The name of a kind, as files and command lines have it. */
export type FlowSetId = (typeof flowSetKinds)[number]['id'];
/** All names of kinds. */
export const flowSetIds: readonly FlowSetId[] = flowSetKinds.map(({ id }) => id);

/** The kind of a name; undefined for any other text. */
export function findFlowSetKind(id: string): FlowSetKind<FlowSetId> | undefined {
	return flowSetKinds.find((kind) => kind.id === id);
}

/** The parameters of a kind: what is given over its own defaults over those of all. */
export function parametersOf(kind: FlowSetKind, given: Partial<FlowSetParameters>): FlowSetParameters {
	return { sources: 1, server: undefined, serverPort: 443, exponent: 1, ...kind.defaults, ...given };
}
