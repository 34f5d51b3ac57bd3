import { HASH_FUNCTION_TOEPLITZ, HASH_TYPE_MASK, hashFunctionOf } from '../ndis/hash.js';
import type { PacketFields } from '../packet/packetFields.js';
import { PacketHash } from '../rss/packetHash.js';
import type { MiniportAdapter } from './miniport.js';
import { ReceiveCounters } from './receiveCounters.js';
import { ReceiveFilters } from './receiveFilters.js';
import type { DropReason, Landing } from './receiveLanding.js';
import { DEFAULT, PRIMARY, ReceiveMoves } from './receiveMoves.js';
import type { SteeringParameter } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState } from './state.js';
import { targetOf } from './steering.js';
import { ToeplitzTables } from './toeplitzTables.js';

export interface Reception {
	/** Past the filters, to this VPort. */
	readonly vportId?: number | undefined;
	/** That many packets like this one; 1 when not said. */
	readonly count?: number | undefined;
	/** Of that many packets after a move each may still land on the move's source; 0 when not said. */
	readonly inFlight?: number | undefined;
	/** Words of 32 bits that decide which of those do; without, none does. */
	readonly random?: (() => number) | undefined;
}

/**
 * The receive side of an emulated adapter: VPort by destination MAC and VLAN, hash type by what is enabled, processor by
 * the steering parameters as they are now, and counters of all that.
 * Source: windows-driver-docs receive-side-scaling-version-2, "Steering parameters"; rss-hashing-types.
 */
export class ReceivePath {
	readonly filters = new ReceiveFilters();
	readonly counters = new ReceiveCounters();
	readonly #adapter: MiniportAdapter;
	readonly #moves = new ReceiveMoves();
	readonly #tables = new ToeplitzTables();
	readonly #packetHash = new PacketHash();

	constructor(adapter: MiniportAdapter) {
		this.#adapter = adapter;
		adapter.observe((before, after) => {
			this.#moves.changed(before, after);
			if (before && !after) this.counters.forget(before.vportId);
		});
	}

	/** Receives packets of one kind and counts them. Two landings when some of them were in flight during a move. */
	receive(packet: Readonly<PacketFields>, reception: Reception = {}): Landing[] {
		const landings = this.#landings(packet, reception);
		for (const landing of landings) this.counters.add(landing);
		return landings;
	}

	#landings(
		packet: Readonly<PacketFields>,
		{ vportId, count = 1, inFlight = 0, random }: Reception,
	): Landing[] {
		const entity = vportId === undefined ? this.#entityFor(packet) : this.#adapter.entity(vportId);
		if (!entity) return [dropped(vportId, 'noVPort', count)];
		if (!entity.active) return [dropped(entity.vportId, 'vportDeactivated', count)];
		const landing = this.#steer(entity, packet, count);
		const late =
			random && this.#moves.late(entity.vportId, moveKey(landing.parameter), count, inFlight, random);
		if (!late) return [landing];
		const onSource = { ...landing, processor: late.source, count: late.count };
		return late.count === count ? [onSource] : [{ ...landing, count: count - late.count }, onSource];
	}

	/** A filter whose VPort is gone, or not there yet, filters nothing. */
	#entityFor(packet: Readonly<PacketFields>): EntityState | undefined {
		const native = this.#adapter.description.mode === 'native';
		const vportId = native ? DEFAULT_VPORT_ID : this.filters.vportOf(packet);
		return this.#adapter.entity(vportId) ?? this.#adapter.entity(DEFAULT_VPORT_ID);
	}

	#steer(entity: EntityState, packet: Readonly<PacketFields>, count: number): Landing {
		const { rssEnabled, receiveHash, hashInformation, indirectionTable, vportId } = entity;
		const hashes = rssEnabled || receiveHash === true;
		const hashType =
			hashes && hashFunctionOf(hashInformation) === HASH_FUNCTION_TOEPLITZ
				? this.#packetHash.of(packet, hashInformation & HASH_TYPE_MASK, this.#tables.of(entity.hashSecretKey))
				: 0;
		const hash = hashType === 0 ? 0 : this.#packetHash.value;
		const parameter: SteeringParameter = !rssEnabled
			? 'primary'
			: hashType === 0
				? 'default'
				: { entry: (hash & (indirectionTable.length - 1)) >>> 0 };
		return { vportId, processor: targetOf(entity, parameter), parameter, hashType, hash, count };
	}
}

function dropped(vportId: number | undefined, reason: DropReason, count: number): Landing {
	return { vportId, processor: undefined, parameter: undefined, hashType: 0, hash: 0, reason, count };
}

function moveKey(parameter: SteeringParameter | undefined): number {
	if (typeof parameter === 'object') return parameter.entry;
	return parameter === 'primary' ? PRIMARY : DEFAULT;
}
