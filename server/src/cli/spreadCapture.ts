import type { Configuration, ScalingEntity } from '../config/model.js';
import { formatProcessor } from '../rss/processor.js';
import type { NodeProcessors } from '../rss/rssProcessorSet.js';
import type { Steering } from '../rss/spread.js';
import { CaptureError } from '../traffic/capture/captureError.js';
import type { CapturedFlow, CaptureLoad, Load } from '../traffic/capture/captureLoad.js';
import { type CaptureSource, fileSource } from '../traffic/capture/captureSource.js';
import { capturedFlowText, captureNotes } from '../traffic/capture/captureWords.js';
import { measureCapture } from '../traffic/capture/measureCapture.js';
import type { CaptureEnd } from '../traffic/capture/readCapture.js';
import { spreadCapture } from '../traffic/capture/spreadCapture.js';
import { judgeCapture } from '../traffic/judgeSpread.js';
import type { CliContext } from './context.js';
import { CliError, Exit, type ExitCode, usageError } from './exit.js';
import { displayName, fileError } from './files.js';
import { type JudgementOutput, judgementOutput } from './judgement.js';
import { type FlowOptions, wantsFlows } from './spreadFlows.js';

export interface CaptureOptions {
	readonly capture?: string;
	readonly inner?: boolean;
}

/** A flow in the JSON output. `entry`: null without a hash. `processor`: null where nobody knows it. */
interface FlowJson {
	readonly flow: string;
	readonly packets: number;
	readonly bytes: number;
	readonly entry: number | null;
	readonly processor: string | null;
}

/** A capture sent through an entity; this is part of the JSON output. Shares are 0..1, bytes those on the wire. */
export interface EntityCapture {
	readonly file: string;
	readonly format: string | null;
	readonly gzip: boolean;
	/** The inner headers of tunnelled packets were hashed. */
	readonly inner: boolean;
	readonly total: Load;
	/** From the first to the last packet; null when none has a time. */
	readonly seconds: number | null;
	readonly fragments: number;
	readonly processors: readonly (Load & {
		readonly processor: string;
		readonly packetShare: number;
		readonly byteShare: number;
		readonly entries: readonly number[];
		readonly largest: readonly FlowJson[];
	})[];
	/** By index; empty while RSS is off. */
	readonly entries: readonly (Load & { readonly processor: string; readonly largest: readonly FlowJson[] })[];
	readonly hashTypes: CaptureLoad['hashTypes'];
	/** What is under no entry, and whether it goes to the default processor or nobody knows where. */
	readonly notHashed: CaptureLoad['noEntry'];
	readonly largest: readonly FlowJson[];
	/** Set when there were too many flows to tell all apart. */
	readonly approximate: CaptureLoad['approximate'] | null;
	readonly notes: readonly string[];
	readonly judgement: JudgementOutput;
	/** Why and where the capture ended early. */
	readonly problem: Pick<CaptureError, 'offset' | 'place' | 'reason'> | null;
}

/** @throws CliError (usage) for options that do not go together, or not with the configuration `file` */
export function checkCaptureOptions(file: string, options: CaptureOptions & FlowOptions): void {
	const { capture, inner } = options;
	if (capture !== undefined && wantsFlows(options)) {
		throw usageError('--capture and --flows do not go together: packets come from one of them.');
	}
	if (capture === '-' && file === '-') {
		throw usageError(
			'Standard input is either the configuration or the capture: name a file for one of them.',
		);
	}
	if (inner && capture === undefined) throw usageError('--inner says how --capture is read: name a capture.');
}

/** The meter of the capture that the command line names, for the entities of some documents; undefined without one. */
export function captureMeter(
	context: CliContext,
	documents: readonly { readonly configuration?: Configuration | undefined }[],
	{ capture, inner = false }: CaptureOptions,
): CaptureMeter | undefined {
	if (capture === undefined) return undefined;
	const entities = documents.flatMap(({ configuration }) => configuration?.entities ?? []);
	// Tables of a file without errors have a power of two entries: the largest folds onto every other.
	const most = Math.max(1, ...entities.map(({ indirectionTable }) => indirectionTable.entries.length));
	return new CaptureMeter(context, capture, inner, most);
}

/** Complains of a capture that is broken; gives what the command exits with. */
export function captureExit(
	{ terminal }: CliContext,
	spreads: readonly { capture?: EntityCapture }[],
): ExitCode {
	const broken = spreads.map(({ capture }) => capture).find((capture) => capture?.problem);
	if (!broken?.problem) return Exit.clean;
	const { offset, place, reason } = broken.problem;
	const { message } = new CaptureError(reason, offset, place);
	terminal.complain(`rssv2: ${broken.file}: ${message}; all packets before that are counted.`);
	return Exit.findings;
}

/** Measures a capture for entities: those that hash alike share one reading of the file. */
export class CaptureMeter {
	readonly #measured = new Map<string, ReturnType<typeof measureCapture>>();

	/** @param most the largest table of all the entities that will be asked for */
	constructor(
		private readonly context: CliContext,
		private readonly file: string,
		private readonly inner: boolean,
		private readonly most: number,
	) {}

	/**
	 * Sends the capture through an entity.
	 * @throws CliError when the file cannot be read, or is no capture
	 */
	async through(
		{ hash }: ScalingEntity,
		steering: Steering,
		nodes: readonly NodeProcessors[],
	): Promise<EntityCapture> {
		const key = [...hash.types.value].sort().join() + hash.secretKey.value.join();
		let measuring = this.#measured.get(key);
		if (!measuring) {
			measuring = this.#measure(hash, this.#measured.size > 0);
			this.#measured.set(key, measuring);
		}
		const { load, end } = await measuring;
		return entityCapture(
			displayName(this.file),
			this.inner,
			load,
			end,
			hash.secretKey.value,
			steering,
			nodes,
		);
	}

	/** @param again the capture was read before, under another hash */
	async #measure(
		{ types, secretKey }: ScalingEntity['hash'],
		again: boolean,
	): ReturnType<typeof measureCapture> {
		const { file, inner, most, context } = this;
		try {
			const source: CaptureSource =
				file === '-' ? { pieces: context.process.stdin } : await fileSource(file, { blocking: true });
			if (again && !source.reopen) {
				throw usageError(
					`${displayName(file)}: it can be read only once, and the VPorts hash in several ways: choose one with --vport, or name a file.`,
				);
			}
			const measured = await measureCapture(
				source,
				{ hashTypes: types.value, secretKey: secretKey.value, entries: most, inner },
				{ signal: context.interruption(), onProgress: this.#progress() },
			);
			const { format, problem } = measured.end;
			if (!format && problem) throw new CliError(`${displayName(file)}: ${problem.message}.`);
			return measured;
		} catch (error) {
			throw fileError(file, 'read', error);
		}
	}

	#progress(): (bytesRead: number, size: number | undefined) => void {
		const { terminal } = this.context;
		let shown = 0;
		return (bytesRead, size) => {
			if (!terminal.showsProgress || !size || bytesRead / size < shown + 0.1) return;
			shown = bytesRead / size;
			terminal.complain(terminal.styled('dim', `${Math.floor(shown * 100)} % of ${this.file}`));
		};
	}
}

function entityCapture(
	file: string,
	inner: boolean,
	load: CaptureLoad,
	end: CaptureEnd,
	secretKey: Uint8Array,
	steering: Steering,
	nodes: readonly NodeProcessors[],
): EntityCapture {
	const { format = null, gzip, problem } = end;
	const spread = spreadCapture(load, steering);
	const { processors, entries, topFlows } = spread;
	const name = (flow: CapturedFlow, processor: string | null): FlowJson => ({
		flow: capturedFlowText(flow),
		packets: flow.packets,
		bytes: flow.bytes,
		entry: flow.entry ?? null,
		processor,
	});
	const named = (flows: readonly CapturedFlow[], processor: string) =>
		flows.map((flow) => name(flow, processor));
	return {
		file,
		format,
		gzip,
		inner,
		total: load.total,
		seconds: load.seconds ?? null,
		fragments: load.fragments,
		processors: processors.map(({ processor, largest, ...own }) => {
			const at = formatProcessor(processor);
			return { processor: at, ...own, largest: named(largest, at) };
		}),
		entries: entries.map(({ processor, largest, ...own }) => {
			const at = formatProcessor(processor);
			return { processor: at, ...own, largest: named(largest, at) };
		}),
		hashTypes: steering.rssEnabled ? load.hashTypes : [],
		notHashed: steering.rssEnabled ? load.noEntry : [],
		largest: topFlows.map(({ processor, ...flow }) =>
			name(flow, processor === undefined ? null : formatProcessor(processor)),
		),
		approximate: load.approximate ?? null,
		notes: captureNotes(load, end, steering, secretKey, entries),
		judgement: judgementOutput(judgeCapture(nodes, steering, spread, load)),
		problem: problem ? { offset: problem.offset, place: problem.place, reason: problem.reason } : null,
	};
}
