import type { Traffic, TrafficFlowSet } from '../config/model.js';
import { findFlowSetKind, flowSetKinds } from './flowSets/index.js';
import type { FlowSetChoice } from './flows.js';

/** The name of the whole mix of a file. */
export const FILE_TRAFFIC = 'traffic';
const DEFAULT_FLOWS = 10_000;
const DEFAULT_SEED = 1;

/** A choice of flow sets, ready to be sent. */
export interface ChosenTraffic {
	/** `uniform`, `web`, `traffic` */
	readonly name: string;
	readonly flowSets: readonly FlowSetChoice[];
	/** How many flows, and which seed, unless somebody says otherwise: those of the file, or 10,000 and 1. */
	readonly flows: number;
	readonly seed: number;
}

/** What can be chosen beside a file with such a `traffic:`, in the order to offer it: of the file first, then all kinds. */
export function flowSetChoices(
	traffic: Traffic | undefined,
): { readonly id: string; readonly label: string; readonly description: string }[] {
	const named = (traffic?.flowSets ?? []).flatMap(({ name, kind }) => {
		const found = findFlowSetKind(kind.value);
		return name && found ? [{ id: name.value, label: name.value, description: found.description }] : [];
	});
	const whole = {
		id: FILE_TRAFFIC,
		label: 'Traffic of the file',
		description: 'All flow sets under `traffic:`, mixed in proportion to their shares.',
	};
	const kinds = flowSetKinds.map(({ id, label, description }) => ({ id, label, description }));
	const own = traffic ? [whole, ...named.filter(({ id }) => id !== FILE_TRAFFIC)] : [];
	return [...own, ...kinds.filter(({ id }) => !own.some((one) => one.id === id))];
}

/**
 * The flow sets of a name: `traffic` for the whole mix of the file, a name of one of its sets, or a kind. No name: the
 * mix of the file, or uniform random flows where it has none. Undefined when nothing has the name.
 */
export function chooseFlowSets(
	name: string | undefined,
	traffic: Traffic | undefined,
): ChosenTraffic | undefined {
	const flows = traffic?.flows.value ?? DEFAULT_FLOWS;
	const seed = traffic?.seed.value ?? DEFAULT_SEED;
	if (traffic && (name === undefined || name === FILE_TRAFFIC)) {
		return { name: FILE_TRAFFIC, flowSets: traffic.flowSets.map(choiceOf), flows, seed };
	}
	const own = traffic?.flowSets.find((set) => set.name?.value === name);
	if (own) return { name: own.name?.value ?? '', flowSets: [{ ...choiceOf(own), share: 1 }], flows, seed };
	const kind = findFlowSetKind(name ?? 'uniform');
	return kind && { name: kind.id, flowSets: [{ kind: kind.id, share: 1, parameters: {} }], flows, seed };
}

function choiceOf({ kind, name, share, family, protocol, parameters }: TrafficFlowSet): FlowSetChoice {
	return {
		kind: kind.value,
		name: name?.value,
		share: share.value,
		family: family?.value,
		protocol: protocol?.value,
		parameters,
	};
}
