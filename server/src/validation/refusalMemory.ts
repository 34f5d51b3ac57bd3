import type { Configuration } from '../config/model.js';
import type { AdapterDescription } from '../emulator/description.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import type { Refusal } from '../emulator/request.js';
import { sameBytes } from '../emulator/sameBytes.js';
import type { EntityState, Neighbour, NicSwitchState } from '../emulator/state.js';
import { encodeRequest } from '../plan/encode.js';
import { compileEntity, type JudgedEntity } from './compile.js';

/** More changed entities than this in one edit are judged with all others: going back to before each one costs too. */
const MAX_CHANGED = 8;

/** What became of one entity. */
interface Judged {
	readonly entity: JudgedEntity;
	readonly refusals: readonly Refusal[];
	/** The miniport behind it: the entity's own state, and the switch. */
	readonly after: EntityState | undefined;
	readonly nicSwitch: NicSwitchState | undefined;
}

interface Run {
	readonly description: AdapterDescription;
	readonly configuration: Configuration;
	readonly judged: readonly Judged[];
}

/**
 * Judges the entities of a configuration one after another on a miniport, and remembers it, so that after an edit only
 * changed entities are judged again. That is right because a request sees no more of other entities than a
 * {@link Neighbour} has, and nothing but its own entity and the switch changes by it: while these come out as before,
 * whoever comes later is judged as before. In all other cases everything is judged again.
 */
export class RefusalMemory {
	#last: Run | undefined;

	/** The refusals of each entity, by its index; the description is that of the configuration's adapter. */
	judge(configuration: Configuration, description: AdapterDescription): readonly (readonly Refusal[])[] {
		const judged = this.#again(configuration, description) ?? judgeAll(configuration, description);
		this.#last = { configuration, description, judged };
		return judged.map(({ refusals }) => refusals);
	}

	#again(configuration: Configuration, description: AdapterDescription): readonly Judged[] | undefined {
		const last = this.#last;
		if (!last || !isComparable(last, configuration, description)) return undefined;
		const { entities } = configuration;
		const changed = entities.flatMap((entity, i) => {
			const before = last.judged[i]?.entity;
			return before && sameRequests(before, entity) ? [] : [i];
		});
		if (changed.length > MAX_CHANGED) return undefined;
		const judged = [...last.judged];
		for (const i of changed) {
			const before = judged[i];
			const entity = entities[i];
			if (!before || !entity) return undefined;
			const now = judgeOne(miniportBefore(judged, i, description), configuration, entity);
			if (!looksTheSame(before, now)) return undefined;
			judged[i] = now;
		}
		// Nothing of the earlier text is kept.
		return judged.map((one, i) => ({ ...one, entity: entities[i] ?? one.entity }));
	}
}

function judgeAll(configuration: Configuration, description: AdapterDescription): Judged[] {
	const miniport = new MiniportAdapter(description);
	return configuration.entities.map((entity) => judgeOne(miniport, configuration, entity));
}

function judgeOne(miniport: MiniportAdapter, configuration: Configuration, entity: JudgedEntity): Judged {
	let found: readonly Refusal[] = [];
	for (const request of compileEntity(configuration, entity)) {
		const { refusals } = miniport.request(encodeRequest(request, configuration.adapter.mode.value));
		if (refusals.length === 0) continue;
		found = refusals;
		break;
	}
	const { nicSwitch } = miniport;
	return { entity, refusals: found, after: miniport.entity(entity.vportId.value), nicSwitch };
}

/** The miniport as it was when entity `index` came. */
function miniportBefore(
	judged: readonly Judged[],
	index: number,
	description: AdapterDescription,
): MiniportAdapter {
	const miniport = new MiniportAdapter(description);
	const { entities: fresh, nicSwitch: freshSwitch } = miniport.state();
	const earlier = judged.slice(0, index).flatMap(({ after }) => (after ? [after] : []));
	const ids = new Set(earlier.map(({ vportId }) => vportId));
	const nicSwitch = index > 0 ? judged[index - 1]?.nicSwitch : freshSwitch;
	const entities = [...earlier, ...fresh.filter(({ vportId }) => !ids.has(vportId))];
	miniport.restore({ entities, ...(nicSwitch && { nicSwitch }) });
	return miniport;
}

/** Whether the same adapter has the same entities, each once, on the same functions. */
function isComparable(last: Run, { entities }: Configuration, description: AdapterDescription): boolean {
	const before = last.configuration.entities;
	return (
		entities.length === before.length &&
		JSON.stringify(description) === JSON.stringify(last.description) &&
		new Set(entities.map(({ vportId }) => vportId.value)).size === entities.length &&
		entities.every(
			({ vportId, attachedTo }, i) =>
				vportId.value === before[i]?.vportId.value &&
				functionOf(attachedTo.value) === functionOf(before[i]?.attachedTo.value),
		)
	);
}

function functionOf(attachedTo: JudgedEntity['attachedTo']['value'] | undefined): number | 'pf' | undefined {
	return typeof attachedTo === 'object' ? attachedTo.vf : attachedTo;
}

/** Whether two entities with one id and function ask for the same. */
function sameRequests(a: JudgedEntity, b: JudgedEntity): boolean {
	return (
		a.name?.value === b.name?.value &&
		a.rss.value === b.rss.value &&
		a.numberOfQueues.value === b.numberOfQueues.value &&
		a.primaryProcessor.value === b.primaryProcessor.value &&
		a.defaultProcessor.value === b.defaultProcessor.value &&
		sameItems(a.indirectionTable.entries, b.indirectionTable.entries) &&
		sameItems(a.hash.types.value, b.hash.types.value) &&
		sameBytes(a.hash.secretKey.value, b.hash.secretKey.value)
	);
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
	if (a === b) return true;
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

/** Whether others see no difference. */
function looksTheSame(a: Judged, b: Judged): boolean {
	if (a.nicSwitch !== b.nicSwitch && JSON.stringify(a.nicSwitch) !== JSON.stringify(b.nicSwitch))
		return false;
	return JSON.stringify(a.after && neighbourOf(a.after)) === JSON.stringify(b.after && neighbourOf(b.after));
}

/** All that others see, by the compiler's word: a member that is added to the state has to be decided upon. */
function neighbourOf(state: EntityState): Neighbour {
	const { primaryProcessor: _, defaultProcessor: __, indirectionTable: ___, ...neighbour } = state;
	return neighbour;
}
