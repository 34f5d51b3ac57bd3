import { ParamFlag } from '../ndis/flags.js';
import { Oid, oidName } from '../ndis/oid.js';
import { encodeReceiveScaleParametersV2, receiveScaleParametersV2 } from '../ndis/receiveScaleParametersV2.js';
import type { Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import { moveEntries } from './moveEntries.js';
import { member, refusal, refused, succeeded } from './refuse.js';
import type { OidRequest, OidResult, Refusal } from './request.js';
import { judgeChange, readChange, refuseHeader } from './setParameters.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState } from './state.js';
import { changeVPort, createVPort, deleteVPort, newEntity } from './vports.js';

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
	readonly #entities = new Map<number, EntityState>();

	constructor(
		readonly description: AdapterDescription,
		{ defaultVPort = true, nativeAffinity }: MiniportOptions = {},
	) {
		const { mode, rssProcessors } = description;
		const first = rssProcessors.processors[0] ?? rssProcessors.base;
		if (mode === 'native') this.#put(newEntity(DEFAULT_VPORT_ID, nativeAffinity ?? first));
		else if (defaultVPort) this.#put(newEntity(DEFAULT_VPORT_ID, first));
	}

	/** Every scaling entity as it is now, by ascending VPort id. The snapshot does not change later. */
	state(): AdapterState {
		return { entities: [...this.#entities.values()].sort((a, b) => a.vportId - b.vportId) };
	}

	/** Puts a state back that an earlier {@link state} gave. */
	restore({ entities }: AdapterState): void {
		this.#entities.clear();
		for (const entity of entities) this.#put(entity);
	}

	/** Answers one OID request. Never throws, whatever the bytes. */
	request(request: OidRequest): OidResult {
		const { oid, type, inputBuffer } = request;
		const rssv2 = this.description.capabilities.supportsIndependentEntryMove;
		switch (`${oid}/${type}`) {
			case `${Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2}/set`:
				return rssv2 ? this.#set(request) : this.#notRssv2(oid);
			case `${Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2}/query`:
				return rssv2 ? this.#query(request) : this.#notRssv2(oid);
			case `${Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES}/method`: {
				if (!rssv2) return this.#notRssv2(oid);
				const store = { get: (id: number) => this.#entities.get(id), put: (entity: EntityState) => this.#put(entity) };
				return moveEntries(this.description, store, inputBuffer, request.processor);
			}
			case `${Oid.OID_NIC_SWITCH_CREATE_VPORT}/method`:
				return this.#onSwitch(request, () => this.#commit(createVPort(this.description, this.#all(), inputBuffer), inputBuffer));
			case `${Oid.OID_NIC_SWITCH_VPORT_PARAMETERS}/set`:
				return this.#onSwitch(request, () => this.#commit(changeVPort(this.description, this.#all(), inputBuffer)));
			case `${Oid.OID_NIC_SWITCH_DELETE_VPORT}/set`:
				return this.#onSwitch(request, () => {
					const id = deleteVPort(this.#all(), inputBuffer);
					if (typeof id !== 'number') return refused(id);
					this.#entities.delete(id);
					return succeeded();
				});
			default:
				return refused(refusal('unknown-oid', `The adapter does not answer a ${type} of ${oidName(oid)}.`));
		}
	}

	#set({ inputBuffer, vportId }: OidRequest): OidResult {
		const id = vportId ?? DEFAULT_VPORT_ID;
		const change = readChange(inputBuffer, id);
		if ('rule' in change) return refused(change, receiveScaleParametersV2.size + 40);
		const entity = this.#entityOf(vportId);
		if (!entity) return refused(unknownVPort(id));
		const wrongHeader = refuseHeader(inputBuffer, id);
		if (wrongHeader) return refused(wrongHeader);
		const result = this.#commit(judgeChange(this.description, this.#all(), entity, change));
		if (result.status === 0) this.#shareHash(entity.vportId);
		return result;
	}

	#query({ vportId, outputBufferLength }: OidRequest): OidResult {
		const entity = this.#entityOf(vportId);
		if (!entity) return refused(unknownVPort(vportId ?? DEFAULT_VPORT_ID));
		const answer = encodeReceiveScaleParametersV2({
			flags: entity.rssEnabled ? ParamFlag.ENABLE_RSS : 0,
			hashInformation: entity.hashInformation,
			hashSecretKey: entity.hashSecretKey,
			numberOfQueues: entity.numberOfQueues,
			numberOfIndirectionTableEntries: entity.indirectionTable.length,
		});
		if (outputBufferLength !== undefined && outputBufferLength < answer.length) {
			const message = `The buffer has room for ${outputBufferLength} bytes; ${answer.length} are needed.`;
			return refused(refusal('buffer-length', message, [member(entity.vportId, 'buffer')]), answer.length);
		}
		return succeeded(answer);
	}

	/** In vmq mode a request names its VPort; in native mode there is the one entity. */
	#entityOf(vportId: number | undefined): EntityState | undefined {
		if (this.description.mode === 'vmq') return vportId === undefined ? undefined : this.#entities.get(vportId);
		return vportId === undefined || vportId === DEFAULT_VPORT_ID ? this.#entities.get(DEFAULT_VPORT_ID) : undefined;
	}

	/** Without hash function, type and key per VPort the adapter has one hash: whoever sets it sets it for all. */
	#shareHash(vportId: number): void {
		const { rssPerPFVPortHashFunction, rssPerPFVPortHashType, rssPerPFVPortHashKey } = this.description.capabilities;
		if (rssPerPFVPortHashFunction && rssPerPFVPortHashType && rssPerPFVPortHashKey) return;
		const source = this.#entities.get(vportId);
		if (!source || this.description.mode === 'native') return;
		const { hashInformation, hashSecretKey } = source;
		for (const entity of this.#all()) this.#put({ ...entity, hashInformation, hashSecretKey });
	}

	#commit(result: EntityState | Refusal, output?: Uint8Array): OidResult {
		if ('rule' in result) return refused(result);
		this.#put(result);
		return succeeded(output?.slice());
	}

	#onSwitch({ oid }: OidRequest, answer: () => OidResult): OidResult {
		if (this.description.mode === 'vmq') return answer();
		return refused(refusal('native-no-switch', `${oidName(oid)} needs a NIC switch; this adapter is in native mode.`));
	}

	#notRssv2(oid: number): OidResult {
		const message = `${oidName(oid)} needs an adapter with independent entry moves; this one is RSSv1.`;
		return refused(refusal('not-rssv2', message));
	}

	#all(): EntityState[] {
		return [...this.#entities.values()];
	}

	#put(entity: EntityState): void {
		this.#entities.set(entity.vportId, entity);
	}
}

function unknownVPort(vportId: number): Refusal {
	return refusal('set-unknown-vport', `VPort ${vportId} does not exist.`, [member(vportId, 'vportId')]);
}
