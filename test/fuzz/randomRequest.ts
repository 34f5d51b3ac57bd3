import type { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../server/src/emulator/request.js';
import { affinityOf } from '../../server/src/ndis/groupAffinity.js';
import { Oid } from '../../server/src/ndis/oid.js';
import { encodeReceiveScaleParametersV2 } from '../../server/src/ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries } from '../../server/src/ndis/rssSetIndirectionEntries.js';
import type { Processor } from '../../server/src/rss/processor.js';
import type { SeededRandom } from '../../server/src/traffic/random.js';
import { p } from '../support/adapter.js';
import {
	allocateVF,
	askVF,
	change,
	create,
	createSwitch,
	deleteSwitch,
	enumerate,
	enumerateVFs,
	freeVF,
	remove,
	setHash,
	setV1,
	switchParameters,
} from '../unit/emulator/ruleCases.js';

const OIDS = Object.values(Oid);
const TYPES = ['query', 'set', 'method'] as const;
const PROCESSORS = ['0:2', '0:2', '0:3', '0:4', '0:5', '0:9', '0:1', '1:1'].map(p);

/** Small choices from a seeded source. */
export class Choices {
	constructor(readonly random: SeededRandom) {}

	/** 0..n-1 */
	below(n: number): number {
		return this.random.next() % n;
	}

	/** True once in `n` times. */
	oneIn(n: number): boolean {
		return this.below(n) === 0;
	}

	of<T>(values: readonly T[]): T {
		return values[this.below(values.length)] as T;
	}

	bytes(most: number): Uint8Array {
		return Uint8Array.from({ length: this.below(most + 1) }, () => this.below(256));
	}
}

/** Six in ten requests mean something, two are such a request bent in a few places, two are rubbish. */
export function randomRequest(choices: Choices, adapter: MiniportAdapter): OidRequest {
	const kind = choices.below(10);
	if (kind < 6) return meant(choices, adapter);
	return kind < 8 ? bent(choices, adapter) : rubbish(choices, adapter);
}

/** A request as a driver might get it; most name something that is there. */
function meant(choices: Choices, adapter: MiniportAdapter): OidRequest {
	const { supportsIndependentEntryMove: isRssv2 } = adapter.description.capabilities;
	if (!isRssv2 && choices.oneIn(2)) return setOfV1(choices);
	switch (choices.below(12)) {
		case 0:
		case 1:
			return setOfV2(choices);
		case 2:
		case 3:
			return moves(choices);
		case 4:
		case 5:
		case 6:
		case 7:
			return movesFromOneProcessor(choices, adapter);
		case 8:
		case 9:
			return create({
				vportId: choices.below(4),
				attachedFunctionId: choices.of([0xffff, 0xffff, 0, 1]),
				numQueuePairs: choices.below(5),
				processorAffinity: affinityOf(choices.of(PROCESSORS)),
			});
		case 10:
			return change({
				vportId: choices.below(4),
				flags: choices.of([0x20000, 0x80000, 0x100000, 0x800000, 0x900000]),
				numQueuePairs: choices.below(5),
				vportState: choices.of([1, 1, 2]),
				processorAffinity: affinityOf(choices.of(PROCESSORS)),
			});
		default:
			return rare(choices);
	}
}

function rare(choices: Choices): OidRequest {
	switch (choices.below(8)) {
		case 0:
			return deleteSwitch();
		case 1:
		case 2:
			return createSwitch({ numQueuePairsForDefaultVPort: choices.below(3) });
		case 3:
		case 4:
			return remove(choices.below(4));
		case 5:
			return setOfV1(choices);
		case 6:
			return choices.of([allocateVF(), allocateVF({ vfId: choices.below(3) }), freeVF(choices.below(3))]);
		default:
			return choices.of([
				enumerate(),
				enumerateVFs(),
				askVF(choices.below(3)),
				setHash({ flags: choices.below(8) }),
				setHash({ flags: 6 }),
				switchParameters('set', { flags: choices.of([0, 0x10000]) }),
			]);
	}
}

function setOfV2(choices: Choices): OidRequest {
	return {
		oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
		type: 'set',
		vportId: choices.oneIn(2) ? 0 : choices.below(4),
		inputBuffer: encodeReceiveScaleParametersV2({
			flags: choices.below(0x20),
			hashInformation: choices.of([0x1701, 0x101]),
			numberOfQueues: choices.below(7),
			numberOfIndirectionTableEntries: choices.of([1, 2, 4, 8, 16, 5]),
			hashSecretKey: new Uint8Array(40).fill(choices.below(2)),
		}),
	};
}

function setOfV1(choices: Choices): OidRequest {
	const processor = () => choices.of(PROCESSORS);
	return setV1({
		flags: choices.of([0, 0x10, 0x2e]),
		indirectionTable: Array.from({ length: choices.of([1, 2, 2, 4, 3]) }, processor),
		defaultProcessorNumber: processor(),
	});
}

/** Moves of whatever parameters, from whatever processor. */
function moves(choices: Choices): OidRequest {
	const vportId = choices.below(4);
	return moveRequest(
		choices.of(PROCESSORS),
		Array.from({ length: choices.oneIn(500) ? 131 : choices.below(8) }, () => ({
			vportId: choices.oneIn(4) ? choices.below(4) : vportId,
			flags: choices.of([0, 0, 0, 1, 2]),
			indirectionTableIndex: choices.below(8),
			targetProcessor: choices.of(PROCESSORS),
		})),
	);
}

/** Moves of parameters that do point at the processor that asks. */
function movesFromOneProcessor(choices: Choices, adapter: MiniportAdapter): OidRequest {
	const { entities } = adapter.state();
	const entity = entities[choices.below(entities.length || 1)];
	if (!entity) return moves(choices);
	const { vportId, primaryProcessor, defaultProcessor, indirectionTable } = entity;
	const parameters = [
		{ at: defaultProcessor, flags: 2, indirectionTableIndex: 0 },
		{ at: primaryProcessor, flags: 1, indirectionTableIndex: 0 },
		...indirectionTable.map((at, indirectionTableIndex) => ({ at, flags: 0, indirectionTableIndex })),
	];
	const actor = choices.of(parameters).at;
	const found = parameters.filter(({ at }) => at === actor && !choices.oneIn(3));
	return moveRequest(
		actor,
		found.map(({ at: _, ...command }) => ({ ...command, vportId, targetProcessor: choices.of(PROCESSORS) })),
	);
}

interface Command {
	readonly vportId: number;
	readonly flags: number;
	readonly indirectionTableIndex: number;
	readonly targetProcessor: Processor;
}

function moveRequest(processor: Processor, commands: readonly Command[]): OidRequest {
	return {
		oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
		type: 'method',
		processor,
		inputBuffer: encodeRssSetIndirectionEntries(commands.map((one) => ({ ...one, switchId: 0 }))),
	};
}

/** A request that means something, cut short or with a few bytes written over. */
function bent(choices: Choices, adapter: MiniportAdapter): OidRequest {
	const request = meant(choices, adapter);
	const { length } = request.inputBuffer;
	const inputBuffer = request.inputBuffer.slice(0, choices.oneIn(4) ? choices.below(length + 1) : length);
	for (let i = choices.below(3); i >= 0; i--) {
		const at = choices.below(choices.oneIn(2) ? 0x20 : 0x50);
		if (at < inputBuffer.length) inputBuffer[at] = choices.below(256);
	}
	return { ...request, inputBuffer };
}

/** Any OID, any type, any bytes. */
function rubbish(choices: Choices, adapter: MiniportAdapter): OidRequest {
	return {
		oid: choices.oneIn(10) ? choices.random.next() : choices.of(OIDS),
		type: choices.of(TYPES),
		...(choices.oneIn(2) && { vportId: choices.oneIn(4) ? choices.random.next() : choices.below(4) }),
		...(choices.oneIn(2) && { processor: choices.of(PROCESSORS) }),
		inputBuffer: choices.oneIn(2) ? choices.bytes(100) : bent(choices, adapter).inputBuffer,
		...(choices.oneIn(2) && { outputBufferLength: choices.below(800) }),
	};
}
