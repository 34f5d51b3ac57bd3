import { chooseKernel } from '../rss/engine/chooseKernel.js';
import { createBatch, type FlowBatch, firstFlows, flowAt } from '../rss/engine/flowBatch.js';
import type { IndexKernel } from '../rss/engine/kernel.js';
import type { FlowPart } from './flowSets/flowSet.js';
import { findFlowSetKind } from './flowSets/index.js';
import { mix, SeededRandom } from './random.js';
import {
	bySize,
	type JobPart,
	type JobSet,
	LARGEST_FLOWS,
	type LargeFlow,
	PART_FLOWS,
	type SpreadJob,
	type Tally,
} from './spreadJob.js';

/** Works on parts of a job in one thread, and adds up where their flows go. */
export class SpreadRun {
	readonly #job: SpreadJob;
	readonly #clock: () => number;
	readonly #kernels = new Map<JobSet, IndexKernel>();
	readonly #batches = new Map<JobSet['family'], FlowBatch>();
	readonly #flows: Float64Array;
	readonly #packets: Float64Array;
	readonly #unhashed = { flows: 0, packets: 0 };
	readonly #largest: LargeFlow[] = [];
	readonly #sizes = new Float64Array(PART_FLOWS);
	readonly #indices = new Uint16Array(PART_FLOWS);

	/** @param clock for choosing the faster kernel, in any unit */
	constructor(job: SpreadJob, clock: () => number) {
		this.#job = job;
		this.#clock = clock;
		this.#flows = new Float64Array(job.tableSize);
		this.#packets = new Float64Array(job.tableSize);
	}

	/** Makes the flows of a part, and adds them. @throws RangeError when key or table size cannot be hashed with */
	add({ set: number, first, length }: JobPart): void {
		const set = this.#job.sets[number];
		const kind = set && findFlowSetKind(set.kind);
		if (!set || !kind) throw new RangeError(`the job has no flow set ${number}`);
		if (set.hashed === 'nothing' && !kind.fillPackets) {
			// Whatever the flows are, they go one way: none needs to be made.
			this.#unhashed.flows += length;
			this.#unhashed.packets += length;
			return;
		}
		const batch = firstFlows(this.#batchOf(set.family), length);
		const { seed } = this.#job;
		const part: FlowPart = {
			batch,
			first,
			flows: set.flows,
			seed: mix(seed ^ number),
			// Sets of one job draw from streams of their own; set 0, part 0 draws what the seed itself gives.
			random: SeededRandom.ofPart(seed, number * 0x100000 + Math.floor(first / PART_FLOWS)),
			parameters: set.parameters,
		};
		kind.fill(part);
		kind.fillPackets?.(part, this.#sizes);
		if (set.hashed === 'nothing') this.#addUnhashed(number, part);
		else if (kind.fillPackets) this.#addSized(number, part, this.#kernelOf(set, batch));
		else this.#addPlain(batch, this.#kernelOf(set, batch));
	}

	/** What was added so far. */
	tally(): Tally {
		const largest = [...this.#largest].sort(bySize).slice(0, LARGEST_FLOWS);
		return { flows: this.#flows, packets: this.#packets, unhashed: { ...this.#unhashed }, largest };
	}

	#addPlain(batch: FlowBatch, kernel: IndexKernel): void {
		const counts = new Float64Array(this.#job.tableSize);
		kernel.count(batch, counts);
		for (const [entry, n] of counts.entries()) {
			this.#flows[entry] = (this.#flows[entry] ?? 0) + n;
			this.#packets[entry] = (this.#packets[entry] ?? 0) + n;
		}
	}

	#addSized(set: number, part: FlowPart, kernel: IndexKernel): void {
		kernel.indices(part.batch, this.#indices);
		for (let i = 0; i < part.batch.length; i++) {
			const entry = this.#indices[i] ?? 0;
			const packets = this.#sizes[i] ?? 0;
			this.#flows[entry] = (this.#flows[entry] ?? 0) + 1;
			this.#packets[entry] = (this.#packets[entry] ?? 0) + packets;
			this.#offer(set, part, i, entry);
		}
	}

	#addUnhashed(set: number, part: FlowPart): void {
		this.#unhashed.flows += part.batch.length;
		for (let i = 0; i < part.batch.length; i++) {
			this.#unhashed.packets += this.#sizes[i] ?? 0;
			this.#offer(set, part, i, undefined);
		}
	}

	/** Keeps flow i of a part if it may be one of the largest. */
	#offer(set: number, part: FlowPart, i: number, entry: number | undefined): void {
		const packets = this.#sizes[i] ?? 0;
		const least = this.#largest[LARGEST_FLOWS - 1];
		if (least && packets < least.packets) return;
		const flow = { set, flow: part.first + i, packets, entry };
		if (least && bySize({ ...flow, tuple: least.tuple }, least) > 0) return;
		this.#largest.push({ ...flow, tuple: flowAt(part.batch, i) });
		this.#largest.sort(bySize).splice(LARGEST_FLOWS);
	}

	#batchOf(family: JobSet['family']): FlowBatch {
		const known = this.#batches.get(family) ?? createBatch(family, PART_FLOWS);
		this.#batches.set(family, known);
		return known;
	}

	#kernelOf(set: JobSet, sample: FlowBatch): IndexKernel {
		const { secretKey, tableSize } = this.#job;
		const spec = {
			secretKey,
			tableSize,
			family: set.family,
			ports: set.hashed === 'addresses and ports',
		};
		const trial = { sample, clock: this.#clock };
		const kernel = this.#kernels.get(set) ?? chooseKernel(spec, set.flows, trial);
		this.#kernels.set(set, kernel);
		return kernel;
	}
}
