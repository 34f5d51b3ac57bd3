import type { Configuration, ScalingEntity } from '../config/model.js';
import type { AdapterDescription } from '../emulator/description.js';
import { newVirtualFunction } from '../emulator/newSwitch.js';
import { DEFAULT_VPORT_ID, PF_FUNCTION_ID } from '../emulator/state.js';
import { hashInformationOf } from '../ndis/hash.js';
import type { MoveCommand, PlannedRequest } from '../plan/step.js';
import type { Processor } from '../rss/processor.js';

/** What the miniport knows of the adapter before the first request. */
export function describeAdapter({ adapter }: Configuration): AdapterDescription {
	const { base, max, processors, preferredNumaNode } = adapter.rssProcessors;
	return {
		name: adapter.name.value,
		mode: adapter.mode.value,
		capabilities: adapter.capabilities.value,
		rssProcessors: {
			base: base.value,
			max: max.value,
			processors,
			...(preferredNumaNode && { preferredNumaNode: preferredNumaNode.value }),
		},
	};
}

/** The processor at which a fresh adapter's entities start: the first of the RSS set. */
export function startProcessor({ adapter: { rssProcessors } }: Configuration): Processor {
	return rssProcessors.processors[0] ?? rssProcessors.base.value;
}

/** What of an entity its requests are made of. */
export type JudgedEntity = Pick<
	ScalingEntity,
	| 'vportId'
	| 'name'
	| 'attachedTo'
	| 'rss'
	| 'numberOfQueues'
	| 'primaryProcessor'
	| 'defaultProcessor'
	| 'indirectionTable'
	| 'hash'
>;

/**
 * The requests that bring one entity of a fresh adapter to the state the file wants, in an order that leaves every
 * judgement to the miniport and asks for nothing else: steering parameters are set while RSS is off, where they are
 * tracked without validation; the request that turns RSS on (or the move of the active primary) judges them.
 */
export function compileEntity(configuration: Configuration, entity: JudgedEntity): PlannedRequest[] {
	const start = startProcessor(configuration);
	const vportId = entity.vportId.value;
	const rss = entity.rss.value;
	const requests: PlannedRequest[] = [];
	if (configuration.adapter.mode.value === 'vmq' && vportId !== DEFAULT_VPORT_ID) {
		const { value } = entity.attachedTo;
		const attachedFunctionId = value === 'pf' ? PF_FUNCTION_ID : value.vf;
		const name = entity.name?.value ?? '';
		if (value !== 'pf' && isFirstOn(configuration, entity, value.vf)) {
			requests.push({ kind: 'allocateVF', virtualFunction: newVirtualFunction(value.vf) });
		}
		requests.push({ kind: 'createVPort', vportId, attachedFunctionId, active: true, affinity: start, name });
	}
	requests.push({
		kind: 'setParameters',
		vportId,
		enableRss: false,
		numberOfQueues: entity.numberOfQueues.value,
		numberOfIndirectionTableEntries: entity.indirectionTable.entries.length,
	});
	const moves = (commands: readonly MoveCommand[]) => {
		const needed = commands.filter(({ target }) => target !== start);
		if (needed.length > 0) requests.push({ kind: 'moveEntries', actor: start, commands: needed });
	};
	moves([
		{ vportId, parameter: 'default', target: entity.defaultProcessor.value },
		...entity.indirectionTable.entries.map(
			(target, entry): MoveCommand => ({ vportId, parameter: { entry }, target }),
		),
	]);
	requests.push({
		kind: 'setParameters',
		vportId,
		enableRss: rss,
		hashInformation: hashInformationOf(entity.hash.types.value),
		hashSecretKey: entity.hash.secretKey.value,
	});
	moves([{ vportId, parameter: 'primary', target: entity.primaryProcessor.value }]);
	return requests;
}

/** The first VPort on a virtual function allocates it. */
function isFirstOn({ entities }: Configuration, entity: JudgedEntity, vf: number): boolean {
	return entity === entities.find(({ attachedTo: { value } }) => value !== 'pf' && value.vf === vf);
}
