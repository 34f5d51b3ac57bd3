import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { MiniportAdapter } from '../emulator/miniport.js';
import { ReceivePath } from '../emulator/receivePath.js';
import { PacketParser } from '../packet/packetParser.js';
import { SeededRandom } from '../traffic/random.js';
import { CounterWatch, type TellCounters } from './counterWatch.js';
import { readCountersParams, readFilters, readTraffic, readWatch } from './trafficParams.js';
import type { CountersReset, FilterState, TrafficResult, Watching, WireCounters } from './trafficProtocol.js';
import { toWireCounters, toWireLanding } from './trafficWire.js';

const FIRST_SEED = 0;

/** What clients ask of the receive side of one adapter. Each method takes the parameters of a request as they came. */
export class Traffic {
	readonly #adapter: MiniportAdapter;
	readonly #path: ReceivePath;
	readonly #parser = new PacketParser();
	readonly #watch: CounterWatch;
	#random = new SeededRandom(FIRST_SEED);

	constructor(adapter: MiniportAdapter) {
		this.#adapter = adapter;
		this.#path = new ReceivePath(adapter);
		const { counters } = this.#path;
		this.#watch = new CounterWatch(() => ({
			packets: counters.packets,
			dropped: [...counters.dropped.values()].reduce((sum, count) => sum + count, 0),
		}));
	}

	/**
	 * `traffic/send`
	 * @throws ResponseError InvalidParams; then none of the packets is received
	 */
	send(params: unknown): TrafficResult {
		const { packets, inFlight, seed } = readTraffic(params);
		if (seed !== undefined) this.#random = new SeededRandom(seed);
		const random = () => this.#random.next();
		const landings = packets.flatMap(({ bytes, linkType, vportId, count }, i) => {
			this.#parser.parse(bytes, 0, bytes.length, linkType);
			const received = this.#path.receive(this.#parser, { vportId, count, inFlight, random });
			return received.map((landing) => toWireLanding(landing, i, this.#parser.problem));
		});
		if (landings.length > 0) this.#watch.changed();
		return { landings };
	}

	/**
	 * `filter/set`
	 * @throws ResponseError InvalidParams; the filters are then as they were
	 */
	setFilters(params: unknown): FilterState {
		const filters = readFilters(params);
		if (this.#adapter.description.mode === 'native' && filters.length > 0) {
			throw new ResponseError(
				ErrorCodes.InvalidParams,
				'An adapter in native mode has no VPorts: filters must be empty.',
			);
		}
		this.#path.filters.set(filters);
		return { filters: this.#path.filters.count };
	}

	/**
	 * `counters/get`
	 * @throws ResponseError InvalidParams
	 */
	counters(params: unknown): WireCounters {
		return toWireCounters(this.#path.counters, readCountersParams(params));
	}

	/** `counters/reset` */
	reset(): CountersReset {
		this.#path.counters.reset();
		this.#watch.changed();
		return { reset: true };
	}

	/**
	 * `counters/watch`
	 * @throws ResponseError InvalidParams
	 */
	watch(session: number, params: unknown, tell: TellCounters): Watching {
		this.#watch.start(session, readWatch(params), tell);
		return { watching: true };
	}

	/** `counters/unwatch`; also when the session is gone, so that nothing of it is kept. */
	unwatch(session: number): Watching {
		this.#watch.stop(session);
		return { watching: false };
	}
}
