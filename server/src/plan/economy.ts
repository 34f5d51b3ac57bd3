import { newEntity } from '../emulator/newEntity.js';
import type { AdapterState, EntityState } from '../emulator/state.js';
import { byId } from './diff.js';
import { resizeTable } from './steering.js';
import type { PlanStep } from './step.js';

/** How many moves a plan takes, beside how many it takes at least. */
export interface PlanEconomy {
	/** Commands of all move batches: parameters pointed elsewhere, each time counted. */
	readonly moves: number;
	/**
	 * Parameters that point elsewhere in the end: each has to be moved once. Entries of a table that changes its size are
	 * counted at the larger of both, against what they are cloned from or fold onto (domain rules Set 5 and 8).
	 */
	readonly leastMoves: number;
}

/**
 * Compares the moves of a plan with the parameters that differ. A plan takes more where the queue limit makes it park
 * parameters in between, or RSS has to go off and on.
 */
export function planEconomy(from: AdapterState, to: AdapterState, steps: readonly PlanStep[]): PlanEconomy {
	const start = new Map(byId(from));
	let moves = 0;
	for (const { request } of steps) {
		if (request.kind === 'moveEntries') moves += request.commands.length;
		if (request.kind === 'createVPort')
			start.set(request.vportId, newEntity(request.vportId, request.affinity));
	}
	let leastMoves = 0;
	for (const entity of to.entities) leastMoves += differing(start.get(entity.vportId) ?? entity, entity);
	return { moves, leastMoves };
}

/** How many steering parameters of an entity point elsewhere. */
function differing(from: EntityState, to: EntityState): number {
	const size = Math.max(from.indirectionTable.length, to.indirectionTable.length);
	const table = resizeTable(from.indirectionTable, size);
	const goal = resizeTable(to.indirectionTable, size);
	let differ = table.filter((p, i) => p !== goal[i]).length;
	if (from.primaryProcessor !== to.primaryProcessor) differ++;
	if (from.defaultProcessor !== to.defaultProcessor) differ++;
	return differ;
}
