import { HASH_SECRET_KEY_SIZE } from '../ndis/hash.js';
import { NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE } from '../ndis/nicSwitchDeleteVPortParameters.js';
import { NIC_SWITCH_VPORT_PARAMETERS_SIZES } from '../ndis/nicSwitchVPortParameters.js';
import { Oid, oidName } from '../ndis/oid.js';
import { RECEIVE_SCALE_PARAMETERS_V2_SIZE } from '../ndis/receiveScaleParametersV2.js';
import type { Processor } from '../rss/processor.js';
import { firstRssProcessor } from './affinity.js';
import { changeVPort } from './changeVPort.js';
import type { AdapterDescription } from './description.js';
import { moveEntries } from './moveEntries.js';
import { newEntity } from './newEntity.js';
import { queryParametersV2, queryVPort } from './queries.js';
import { answered, member, refusal, refused, succeeded } from './refuse.js';
import type { OidRequest, OidResult, Refusal } from './request.js';
import { judgeChange, readChange } from './setParameters.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState } from './state.js';
import { createVPort, deleteVPort, readVPortParameters } from './vports.js';

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

type Handler = (request: OidRequest) => OidResult;

/**
 * An emulated RSSv2 miniport: NDIS structures in, statuses out. The only home of the RSSv2 rules. Requests are judged
 * one at a time and each is all or nothing (a batch of moves: each of its groups).
 */
export class MiniportAdapter {
	readonly #entities = new Map<number, EntityState>();
	readonly #handlers: ReadonlyMap<string, Handler>;
	#revision = 0;

	constructor(
		readonly description: AdapterDescription,
		{ defaultVPort = true, nativeAffinity }: MiniportOptions = {},
	) {
		const { mode, rssProcessors } = description;
		const first = firstRssProcessor(rssProcessors);
		if (mode === 'native') this.#put(newEntity(DEFAULT_VPORT_ID, nativeAffinity ?? first));
		else if (defaultVPort) this.#put(newEntity(DEFAULT_VPORT_ID, first));
		this.#handlers = new Map([...this.#rssHandlers(), ...this.#switchHandlers()]);
	}

	/** Every scaling entity as it is now, by ascending VPort id. The snapshot does not change later. */
	state(): AdapterState {
		const entities = [...this.#entities.values()].sort((a, b) => a.vportId - b.vportId);
		return { entities: entities.map(copyOf) };
	}

	/** Grows with every change of the state, so that whoever keeps it knows when to look. */
	get revision(): number {
		return this.#revision;
	}

	/** Puts a state back that an earlier {@link state} gave. */
	restore({ entities }: AdapterState): void {
		this.#revision++;
		this.#entities.clear();
		for (const entity of entities) this.#put(copyOf(entity));
	}

	/** Answers one OID request. Never throws, whatever the bytes. */
	request(request: OidRequest): OidResult {
		const { oid, type } = request;
		const handler = this.#handlers.get(`${oid}/${type}`);
		if (handler) return handler(request);
		return refused(refusal('unknown-oid', `The adapter does not answer a ${type} of ${oidName(oid)}.`));
	}

	*#rssHandlers(): Iterable<[string, Handler]> {
		const rssv2 = (handler: Handler): Handler =>
			this.description.capabilities.supportsIndependentEntryMove
				? handler
				: ({ oid }) => refused(notRssv2(oid));
		const parameters = Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2;
		yield [`${parameters}/set`, rssv2((request) => this.#set(request))];
		yield [`${parameters}/query`, rssv2((request) => this.#query(request))];
		yield [
			`${Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES}/method`,
			rssv2((request) => this.#move(request)),
		];
	}

	*#switchHandlers(): Iterable<[string, Handler]> {
		const onSwitch = (handler: Handler): Handler =>
			this.description.mode === 'vmq' ? handler : ({ oid }) => refused(noSwitch(oid));
		const [vportParameters] = NIC_SWITCH_VPORT_PARAMETERS_SIZES;
		yield [
			`${Oid.OID_NIC_SWITCH_CREATE_VPORT}/method`,
			onSwitch(({ inputBuffer, outputBufferLength }) => {
				const room = answered(inputBuffer.slice(), outputBufferLength, 'method');
				if (room.status !== 0) return room;
				return this.#commit(createVPort(this.description, this.#all(), inputBuffer), vportParameters, room);
			}),
		];
		yield [
			`${Oid.OID_NIC_SWITCH_VPORT_PARAMETERS}/set`,
			onSwitch(({ inputBuffer }) =>
				this.#commit(changeVPort(this.description, this.#all(), inputBuffer), vportParameters),
			),
		];
		yield [
			`${Oid.OID_NIC_SWITCH_VPORT_PARAMETERS}/method`,
			onSwitch(({ inputBuffer, outputBufferLength }) => {
				const value = readVPortParameters(inputBuffer);
				if ('rule' in value) return refused(value, vportParameters);
				return queryVPort(this.#entities.get(value.vportId), value.vportId, outputBufferLength, 'method');
			}),
		];
		yield [
			`${Oid.OID_NIC_SWITCH_VPORT_PARAMETERS}/query`,
			onSwitch(({ vportId = DEFAULT_VPORT_ID, outputBufferLength }) =>
				queryVPort(this.#entities.get(vportId), vportId, outputBufferLength, 'query'),
			),
		];
		yield [
			`${Oid.OID_NIC_SWITCH_DELETE_VPORT}/set`,
			onSwitch(({ inputBuffer }) => {
				const id = deleteVPort(this.#all(), inputBuffer);
				if (typeof id !== 'number') return refused(id, NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE);
				this.#revision++;
				this.#entities.delete(id);
				return succeeded();
			}),
		];
	}

	#set({ inputBuffer, vportId }: OidRequest): OidResult {
		const id = vportId ?? DEFAULT_VPORT_ID;
		const change = readChange(inputBuffer, id);
		const needed = RECEIVE_SCALE_PARAMETERS_V2_SIZE + HASH_SECRET_KEY_SIZE;
		if ('rule' in change) return refused(change, needed);
		const entity = this.#entityOf(vportId);
		if (!entity) return refused(this.#noSuchEntity(vportId));
		return this.#commit(judgeChange(this.description, this.#all(), entity, change), needed);
	}

	#query({ vportId, outputBufferLength }: OidRequest): OidResult {
		const entity = this.#entityOf(vportId);
		return entity ? queryParametersV2(entity, outputBufferLength) : refused(this.#noSuchEntity(vportId));
	}

	#move({ inputBuffer, outputBufferLength, processor }: OidRequest): OidResult {
		const room = answered(inputBuffer, outputBufferLength, 'method');
		if (room.status !== 0) return room;
		const store = {
			get: (id: number) => this.#entities.get(id),
			put: (entity: EntityState) => this.#put(entity),
		};
		return moveEntries(this.description, store, inputBuffer, processor);
	}

	/** In vmq mode a request names its VPort; in native mode there is the one entity. */
	#entityOf(vportId: number | undefined): EntityState | undefined {
		const { mode } = this.description;
		const id = mode === 'native' ? (vportId ?? DEFAULT_VPORT_ID) : vportId;
		return id === undefined ? undefined : this.#entities.get(id);
	}

	#noSuchEntity(vportId: number | undefined): Refusal {
		const message =
			vportId === undefined
				? 'The request names no VPort, and this adapter spreads by VPort.'
				: `VPort ${vportId} does not exist.`;
		return refusal('set-unknown-vport', message, [member(vportId ?? DEFAULT_VPORT_ID, 'vportId')]);
	}

	#commit(result: EntityState | Refusal, bytesNeeded: number, success: OidResult = succeeded()): OidResult {
		if ('rule' in result) return refused(result, bytesNeeded);
		this.#put(result);
		return success;
	}

	#all(): EntityState[] {
		return [...this.#entities.values()];
	}

	#put(entity: EntityState): void {
		this.#revision++;
		this.#entities.set(entity.vportId, entity);
	}
}

function copyOf(entity: EntityState): EntityState {
	return {
		...entity,
		hashSecretKey: entity.hashSecretKey.slice(),
		indirectionTable: [...entity.indirectionTable],
	};
}

function notRssv2(oid: number): Refusal {
	const message = `${oidName(oid)} needs an adapter with independent entry moves; this one is RSSv1.`;
	return refusal('not-rssv2', message);
}

function noSwitch(oid: number): Refusal {
	return refusal('native-no-switch', `${oidName(oid)} needs a NIC switch; this adapter is in native mode.`);
}
