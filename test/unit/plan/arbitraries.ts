import fc from 'fast-check';
import type { AdapterCapabilities, AdapterDescription } from '../../../server/src/emulator/description.js';
import { type AdapterState, type EntityState, PF_FUNCTION_ID } from '../../../server/src/emulator/state.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';

const powerOfTwo = (max: number): fc.Arbitrary<number> =>
	fc.integer({ min: 0, max: Math.floor(Math.log2(max)) }).map((exponent) => 2 ** exponent);

const roundUp = (n: number): number => 2 ** Math.ceil(Math.log2(n));

const anyProcessor: fc.Arbitrary<Processor> = fc
	.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 63 }))
	.map(([group, number]) => processor(group, number));

const capabilities: fc.Arbitrary<AdapterCapabilities> = fc
	.record({
		maxNumVPorts: fc.integer({ min: 1, max: 8 }),
		spareQueuePairs: fc.integer({ min: 0, max: 24 }),
		maxNumQueuePairsForDefaultVPort: powerOfTwo(16),
		maxNumQueuePairsPerNonDefaultVPort: powerOfTwo(16),
		rssCapable: fc.integer({ min: 0, max: 7 }),
		numberOfIndirectionTableEntriesForDefaultVPort: powerOfTwo(128),
		numberOfIndirectionTableEntriesPerNonDefaultPFVPort: powerOfTwo(128),
		numberOfReceiveQueues: fc.integer({ min: 1, max: 16 }),
		numberOfIndirectionTableEntries: powerOfTwo(128),
		restricted: fc.boolean(),
		oneHash: fc.boolean(),
		asymmetric: fc.boolean(),
	})
	.map(({ spareQueuePairs, rssCapable, restricted, oneHash, asymmetric, ...counts }) => ({
		...counts,
		maxNumVFs: counts.maxNumVPorts - 1,
		maxNumQueuePairs: counts.maxNumVPorts + spareQueuePairs,
		maxNumRssCapableNonDefaultPFVPorts: Math.min(rssCapable, counts.maxNumVPorts - 1),
		numberOfInterruptMessages: 64,
		hashTypes: ['tcpIpv4', 'tcpIpv6'],
		supportsIndependentEntryMove: true,
		asymmetricQueuePairsForNonDefaultVPort: asymmetric,
		vfRss: true,
		singleVPortPool: true,
		nicSwitchWithoutIov: true,
		rssOnPFVPorts: true,
		rssPerPFVPortIndirectionTable: true,
		rssPerPFVPortHashFunction: !oneHash,
		rssPerPFVPortHashType: !oneHash,
		rssPerPFVPortHashKey: !oneHash,
		rssPerPFVPortIndirectionTableSizeRestricted: restricted,
	}));

/** Any adapter: mode, capabilities, RSS processors in up to three groups. */
export const descriptions: fc.Arbitrary<AdapterDescription> = fc
	.record({
		mode: fc.constantFrom('vmq' as const, 'native' as const),
		capabilities,
		processors: fc.uniqueArray(anyProcessor, { minLength: 1, maxLength: 20 }),
	})
	.map(({ mode, processors: unsorted, ...rest }) => {
		const processors = unsorted.sort((a, b) => a - b);
		const [base = processor(0, 0)] = processors;
		return {
			name: 'adapter',
			mode,
			...rest,
			rssProcessors: { base, max: processors.at(-1) ?? base, processors },
		};
	});

/** Raw material of one entity, cut to the adapter's size by entityOf. */
interface Draft {
	readonly rss: boolean;
	readonly queues: number;
	readonly entriesLog: number;
	readonly pool: readonly number[];
	readonly table: readonly number[];
	readonly defaultPick: number;
	readonly strangers: readonly Processor[];
	readonly primary: number;
	readonly hashInformation: number;
	readonly key: number;
	readonly name: string;
	/** Beside the default VPort: attached to a virtual function; deactivated, so that its parameters cannot move. */
	readonly virtualFunction: boolean;
	readonly inactive: boolean;
}

const drafts: fc.Arbitrary<Draft> = fc.record({
	rss: fc.boolean(),
	queues: fc.integer({ min: 1, max: 16 }),
	entriesLog: fc.integer({ min: 0, max: 7 }),
	pool: fc.array(fc.nat(1000), { minLength: 16, maxLength: 16 }),
	table: fc.array(fc.nat(1000), { minLength: 128, maxLength: 128 }),
	defaultPick: fc.nat(1000),
	strangers: fc.array(anyProcessor, { minLength: 1, maxLength: 6 }),
	primary: fc.nat(1000),
	hashInformation: fc.constantFrom(0, 0x1701, 0x501, 0x701, 0x1ff01, 0x201, 0x102),
	key: fc.nat(3),
	name: fc.constantFrom('', 'sql01', 'web'),
	virtualFunction: fc.nat(5).map((n) => n === 0),
	inactive: fc.nat(7).map((n) => n === 0),
});

/** Any valid state of an adapter: one that some sequence of accepted requests leads to. */
export function statesOf(description: AdapterDescription): fc.Arbitrary<AdapterState> {
	if (description.mode === 'native') return drafts.map((draft) => nativeState(description, draft));
	const { maxNumVPorts } = description.capabilities;
	return fc
		.record({
			ids: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: maxNumVPorts - 1 }),
			drafts: fc.array(drafts, { minLength: maxNumVPorts, maxLength: maxNumVPorts }),
		})
		.map(({ ids, drafts }) => switchState(description, [0, ...ids.sort((a, b) => a - b)], drafts));
}

function nativeState(description: AdapterDescription, draft: Draft): AdapterState {
	const { numberOfReceiveQueues, numberOfIndirectionTableEntries } = description.capabilities;
	const numberOfQueues = 1 + (draft.queues % numberOfReceiveQueues);
	const size = Math.min(2 ** draft.entriesLog, numberOfIndirectionTableEntries);
	return { entities: [{ ...entityOf(description, draft, 0, numberOfQueues, size, draft.rss), name: '' }] };
}

function switchState(
	description: AdapterDescription,
	ids: readonly number[],
	material: readonly Draft[],
): AdapterState {
	const caps = description.capabilities;
	const restricted = caps.rssPerPFVPortIndirectionTableSizeRestricted;
	const tableCapOf = (vportId: number) =>
		vportId === 0
			? caps.numberOfIndirectionTableEntriesForDefaultVPort
			: caps.numberOfIndirectionTableEntriesPerNonDefaultPFVPort;
	const queueCapOf = (vportId: number) =>
		Math.min(
			vportId === 0 ? caps.maxNumQueuePairsForDefaultVPort : caps.maxNumQueuePairsPerNonDefaultVPort,
			restricted ? tableCapOf(vportId) : 16,
		);
	let spare = caps.maxNumQueuePairs - ids.length;
	let rssLeft = caps.maxNumRssCapableNonDefaultPFVPorts;
	const fairShare = 1 + Math.floor(spare / ids.length);
	const common = Math.min((material[0] as Draft).queues, queueCapOf(1), fairShare);
	const entities = ids.map((vportId, i) => {
		const draft = material[i] as Draft;
		const vf = draft.virtualFunction && vportId !== 0;
		const rss = draft.rss && (vportId === 0 || vf || rssLeft-- > 0);
		let queues = Math.min(draft.queues, queueCapOf(vportId), 1 + spare);
		if (!caps.asymmetricQueuePairsForNonDefaultVPort)
			queues = rss && vportId !== 0 ? common : Math.min(queues, fairShare);
		spare -= queues - 1;
		const size = restricted && !vf ? roundUp(queues) : Math.min(2 ** draft.entriesLog, tableCapOf(vportId));
		const entity = entityOf(description, draft, vportId, queues, size, rss);
		if (vportId === 0) return entity;
		const attached = { ...entity, attachedFunctionId: vf ? i - 1 : PF_FUNCTION_ID };
		return draft.inactive ? untouched(description, attached) : attached;
	});
	if (caps.rssPerPFVPortHashKey) return { entities };
	const hash = hashOf(entities);
	return {
		entities: entities.map((one) =>
			one.rssEnabled && one.attachedFunctionId === PF_FUNCTION_ID ? { ...one, ...hash } : one,
		),
	};
}

/** A VPort that was never activated: everything still points at the one processor that it was made with. */
function untouched({ rssProcessors: { processors } }: AdapterDescription, entity: EntityState): EntityState {
	const affinity = processors[entity.vportId % processors.length] as Processor;
	return {
		...entity,
		active: false,
		primaryProcessor: affinity,
		defaultProcessor: affinity,
		indirectionTable: entity.indirectionTable.map(() => affinity),
	};
}

/** The hash that all VPorts with RSS on share where the adapter has but one. */
function hashOf(entities: readonly EntityState[]): Pick<EntityState, 'hashInformation' | 'hashSecretKey'> {
	const { hashInformation, hashSecretKey } = entities[0] as EntityState;
	return { hashInformation, hashSecretKey };
}

function entityOf(
	{ rssProcessors: { processors } }: AdapterDescription,
	draft: Draft,
	vportId: number,
	numberOfQueues: number,
	size: number,
	rssEnabled: boolean,
): EntityState {
	const inSet = (pick: number) => processors[pick % processors.length] as Processor;
	const pool = rssEnabled ? draft.pool.slice(0, numberOfQueues).map(inSet) : draft.strangers;
	const inPool = (pick: number) => pool[pick % pool.length] as Processor;
	const stranger = draft.strangers[draft.primary % draft.strangers.length] as Processor;
	return {
		vportId,
		active: true,
		attachedFunctionId: PF_FUNCTION_ID,
		rssEnabled,
		numberOfQueues,
		hashInformation: draft.hashInformation,
		hashSecretKey: new Uint8Array(40).fill(draft.key),
		primaryProcessor: rssEnabled ? stranger : inSet(draft.primary),
		defaultProcessor: inPool(draft.defaultPick),
		indirectionTable: draft.table.slice(0, size).map(inPool),
		name: draft.name,
	};
}
