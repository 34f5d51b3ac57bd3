import { oidName } from '../ndis/oid.js';
import type { Processor } from '../rss/processor.js';
import { firstRssProcessor } from './affinity.js';
import type { AdapterDescription } from './description.js';
import { type EntityObserver, EntityStore } from './entityStore.js';
import { type Handler, handlerKey } from './handler.js';
import { newEntity } from './newEntity.js';
import { attachedVFs, newSwitch, newVirtualFunction } from './newSwitch.js';
import { refusal, refused } from './refuse.js';
import type { OidRequest, OidResult } from './request.js';
import { rssHandlers } from './rssHandlers.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState, type NicSwitchState } from './state.js';
import { switchHandlers } from './switchHandlers.js';
import { vfHandlers } from './vfHandlers.js';

/** How a miniport starts. */
export interface MiniportOptions {
	/**
	 * Whether the switch comes with its default VPort, as Windows leaves it (true when not said). Without, VPort 0 is
	 * created like any other.
	 */
	readonly defaultVPort?: boolean;
	/** Where the one entity of native mode starts; the first RSS processor when not said. */
	readonly nativeAffinity?: Processor;
}

/**
 * An emulated RSSv2 miniport: NDIS structures in, statuses out. The only home of the RSSv2 rules. Requests are judged
 * one at a time and each is all or nothing (a batch of moves: each of its groups).
 */
export class MiniportAdapter {
	readonly #store: EntityStore;
	readonly #handlers: ReadonlyMap<string, Handler>;
	readonly #bareSwitch: boolean;

	constructor(
		readonly description: AdapterDescription,
		{ defaultVPort = true, nativeAffinity }: MiniportOptions = {},
	) {
		const { mode, rssProcessors } = description;
		this.#store = new EntityStore(mode === 'vmq' ? newSwitch(description) : undefined);
		this.#bareSwitch = mode === 'vmq' && !defaultVPort;
		const start = mode === 'native' ? nativeAffinity : undefined;
		const first = start ?? firstRssProcessor(rssProcessors);
		if (!this.#bareSwitch) this.#store.put(newEntity(DEFAULT_VPORT_ID, first));
		this.#handlers = new Map([
			...rssHandlers(description, this.#store),
			...switchHandlers(description, this.#store),
			...vfHandlers(description, this.#store),
		]);
	}

	/** Every scaling entity as it is now, by ascending VPort id, and the switch. It does not change later. */
	state(): AdapterState {
		const { nicSwitch } = this.#store;
		return { entities: this.#store.all().map(copyOf), ...(nicSwitch && { nicSwitch }) };
	}

	/** One scaling entity as it is now; it does not change later. */
	entity(vportId: number): EntityState | undefined {
		return this.#store.get(vportId);
	}

	/** The switch as it is now; undefined when there is none. It does not change later. */
	get nicSwitch(): NicSwitchState | undefined {
		return this.#store.nicSwitch;
	}

	/** Tells the observer of every change of a scaling entity from now on, right after it. */
	observe(observer: EntityObserver): void {
		this.#store.observe(observer);
	}

	/** Grows with every change of the state, so that whoever keeps it knows when to look. */
	get revision(): number {
		return this.#store.revision;
	}

	/** Puts a state back that an earlier {@link state} gave. */
	restore({ entities, nicSwitch }: AdapterState): void {
		this.#store.replace(entities.map(copyOf));
		this.#store.nicSwitch = nicSwitch ?? this.#switchOf(entities);
	}

	/** The switch of a state that says nothing of it. */
	#switchOf(entities: readonly EntityState[]): NicSwitchState | undefined {
		const exists = this.description.mode === 'vmq' && (entities.length > 0 || this.#bareSwitch);
		if (!exists) return undefined;
		const allocatedVFs = attachedVFs(entities).map(newVirtualFunction);
		return { ...newSwitch(this.description), allocatedVFs };
	}

	/** Answers one OID request. Never throws, whatever the bytes. */
	request(request: OidRequest): OidResult {
		const { oid, type } = request;
		const handler = this.#handlers.get(handlerKey(oid, type));
		if (handler) return handler(request);
		return refused(refusal('unknown-oid', `The adapter does not answer a ${type} of ${oidName(oid)}.`));
	}
}

function copyOf(entity: EntityState): EntityState {
	return {
		...entity,
		hashSecretKey: entity.hashSecretKey.slice(),
		indirectionTable: [...entity.indirectionTable],
	};
}
