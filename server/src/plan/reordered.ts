import type { AdapterMode } from '../emulator/description.js';
import { sameBytes } from '../emulator/sameBytes.js';
import type { AdapterState, EntityState } from '../emulator/state.js';
import type { Processor } from '../rss/processor.js';
import { byId } from './diff.js';
import { resizeTable, withMoves } from './steering.js';
import type { PlannedRequest, PlanStep } from './step.js';
import { entityTitle } from './words.js';

/**
 * Flows of an entity whose packets change their processor: packets of a flow that wait on the old one while others arrive
 * on the new one can be taken out of order.
 */
export interface ReorderedFlows {
	/** `VPort 1 (sql01)` */
	readonly entity: string;
	/** Which share of the hash space changes its processor, above 0 and at most 1. */
	readonly share: number;
	/** A sentence. */
	readonly text: string;
}

/**
 * Where a plan may take packets out of order: an entity a row; those left out keep every flow where it is throughout. The
 * steps are walked, so that what moves only on the way is counted too.
 */
export function reorderedFlows(
	from: AdapterState,
	to: AdapterState,
	steps: readonly PlanStep[],
	mode: AdapterMode,
): ReorderedFlows[] {
	const after = byId(to);
	return from.entities.flatMap((before): ReorderedFlows[] => {
		const entity = after.get(before.vportId);
		const what = entity && walk(before, entity, steps);
		return what ? [{ entity: entityTitle(entity, mode), ...what }] : [];
	});
}

type Reordered = Omit<ReorderedFlows, 'entity'>;

function walk(before: EntityState, after: EntityState, steps: readonly PlanStep[]): Reordered | undefined {
	const size = Math.max(before.indirectionTable.length, after.indirectionTable.length);
	const start = steered(before, size);
	const moved = new Set<number>();
	let now = before;
	for (const { request } of steps) {
		const next = afterRequest(now, request);
		if (!next) return { share: 1, text: 'It is deleted and made anew: every flow is touched.' };
		if (hashesAnew(now, next)) return { share: 1, text: 'It hashes anew: every flow is touched.' };
		if (next === now) continue;
		const old = steered(now, size);
		for (const [i, p] of steered(next, size).entries()) if (p !== old[i]) moved.add(i);
		now = next;
	}
	if (moved.size === 0) return undefined;
	const end = steered(now, size);
	const returned = [...moved].filter((i) => start[i] === end[i]).length;
	const onTheWay =
		returned === 0 ? '' : `, ${returned === moved.size ? 'all' : returned} of that only on the way`;
	const share = moved.size / size;
	return {
		share,
		text: `${percent(share)} of the hash space (${moved.size} of ${size} entries) changes its processor${onTheWay}.`,
	};
}

/** The entity after a request of a plan: the same object where that does not touch it; undefined once it is deleted. */
function afterRequest(now: EntityState, request: PlannedRequest): EntityState | undefined {
	switch (request.kind) {
		case 'setParameters':
			if (request.vportId !== now.vportId) return now;
			return {
				...now,
				rssEnabled: request.enableRss,
				hashInformation: request.hashInformation ?? now.hashInformation,
				hashSecretKey: request.hashSecretKey ?? now.hashSecretKey,
				indirectionTable: resizeTable(
					now.indirectionTable,
					request.numberOfIndirectionTableEntries ?? now.indirectionTable.length,
				),
			};
		case 'moveEntries': {
			const moves = request.commands.filter(({ vportId }) => vportId === now.vportId);
			return moves.length === 0 ? now : withMoves(now, moves);
		}
		case 'deleteVPort':
			return request.vportId === now.vportId ? undefined : now;
		default:
			return now;
	}
}

function hashesAnew(before: EntityState, after: EntityState): boolean {
	if (!before.rssEnabled || !after.rssEnabled) return false;
	return (
		before.hashInformation !== after.hashInformation || !sameBytes(before.hashSecretKey, after.hashSecretKey)
	);
}

/** Where each part of the hash space goes: through the table, or all to the primary processor while RSS is off. */
function steered({ rssEnabled, primaryProcessor, indirectionTable }: EntityState, size: number): Processor[] {
	return resizeTable(rssEnabled ? indirectionTable : [primaryProcessor], size);
}

/** `12.5 %`; what is not nothing is never told as 0. */
function percent(share: number): string {
	const rounded = Math.round(share * 1000) / 10;
	return rounded === 0 ? 'less than 0.1 %' : `${rounded} %`;
}
