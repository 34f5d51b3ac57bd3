import type { AdapterMode } from '../emulator/description.js';
import { sameBytes } from '../emulator/sameBytes.js';
import type { EntityState } from '../emulator/state.js';
import type { Processor } from '../rss/processor.js';
import { describeMoves, describeSet, describeVPortChange } from './describeStep.js';
import { planMoves } from './moves.js';
import { resizeTable, type Slot, type Steering, slotsOf, withMoves } from './steering.js';
import type { PlanStep, SetParametersRequest, SetVPortParametersRequest } from './step.js';

/** What a set request may ask for; a member that is absent stays as it is. */
export interface WantedParameters {
	readonly rssEnabled: boolean;
	readonly numberOfQueues?: number;
	readonly numberOfEntries?: number;
	readonly hash?: Pick<EntityState, 'hashInformation' | 'hashSecretKey'>;
}

/** One entity on its way: asks for steps and keeps the state that they leave behind. Asks for nothing that is so already. */
export class EntityWalk {
	readonly #steps: PlanStep[] = [];
	#now: EntityState;

	readonly #mode: AdapterMode;

	constructor(start: EntityState, mode: AdapterMode) {
		this.#now = start;
		this.#mode = mode;
	}

	/** The entity after the steps asked for up to now. */
	get now(): EntityState {
		return this.#now;
	}

	/** Takes the steps collected since the last call. */
	takeSteps(): PlanStep[] {
		return this.#steps.splice(0);
	}

	/** One OID_GEN_RECEIVE_SCALE_PARAMETERS_V2 that carries what differs; none when nothing does. */
	set(wanted: WantedParameters): void {
		const now = this.#now;
		const { rssEnabled, numberOfQueues = now.numberOfQueues, hash = now } = wanted;
		const numberOfEntries = wanted.numberOfEntries ?? now.indirectionTable.length;
		const request: SetParametersRequest = {
			kind: 'setParameters',
			vportId: now.vportId,
			enableRss: rssEnabled,
			...(numberOfQueues !== now.numberOfQueues && { numberOfQueues }),
			...(numberOfEntries !== now.indirectionTable.length && {
				numberOfIndirectionTableEntries: numberOfEntries,
			}),
			...(hash.hashInformation !== now.hashInformation && { hashInformation: hash.hashInformation }),
			...(!sameBytes(hash.hashSecretKey, now.hashSecretKey) && { hashSecretKey: hash.hashSecretKey }),
		};
		const changesSomething = Object.keys(request).length > 3 || rssEnabled !== now.rssEnabled;
		if (!changesSomething) return;
		this.#steps.push({ request, description: describeSet(now, request, this.#mode) });
		this.#now = {
			...now,
			rssEnabled,
			numberOfQueues,
			hashInformation: hash.hashInformation,
			hashSecretKey: hash.hashSecretKey,
			indirectionTable: resizeTable(now.indirectionTable, numberOfEntries),
		};
	}

	/** One OID_NIC_SWITCH_VPORT_PARAMETERS that names and activates the VPort as wanted; none when it is so already. */
	setVPort({ name, active }: Pick<EntityState, 'name' | 'active'>): void {
		const now = this.#now;
		const request: SetVPortParametersRequest = {
			kind: 'setVPortParameters',
			vportId: now.vportId,
			...(name !== now.name && { name }),
			...(active && !now.active && { activate: true }),
		};
		if (request.name === undefined && !request.activate) return;
		this.#steps.push({ request, description: describeVPortChange(now, request) });
		this.#now = { ...now, name, active: now.active || active };
	}

	/** Moves parameters to where `goal` has them, one batch an actor; those that `chosen` leaves out stay. */
	moveTo(goal: Steering, chosen: (slot: Slot) => boolean = () => true): void {
		const slots = slotsOf(this.#now, goal).map((slot) => (chosen(slot) ? slot : { ...slot, goal: slot.at }));
		for (const { actor, moves } of planMoves(slots, this.#now.numberOfQueues)) {
			const { vportId } = this.#now;
			const commands = moves.map((move) => ({ vportId, ...move }));
			this.#steps.push({
				request: { kind: 'moveEntries', actor, commands },
				description: describeMoves(this.#now, actor, moves, this.#mode),
			});
			this.#now = withMoves(this.#now, moves);
		}
	}
}

/** The goal of every entry of a table with `size` entries that is to become, or was cloned from, `table`. */
export function foldedGoal(goal: Steering, size: number): Steering {
	const table: readonly Processor[] = resizeTable(goal.indirectionTable, size);
	return { ...goal, indirectionTable: table };
}
