import type { AdapterCapabilities } from '../emulator/description.js';
import { HashType } from '../ndis/hash.js';
import { Members, ScriptError } from './members.js';
import { readOidRequestStep } from './oidRequestStep.js';
import { roomyCapabilities } from './roomyAdapter.js';
import type { FinalEntity, ParameterFlagName, Script, ScriptEntry, ScriptStep } from './script.js';

const FLAGS = [
	'enableRss',
	'hashInfoChanged',
	'hashKeyChanged',
	'numberOfQueuesChanged',
	'numberOfEntriesChanged',
] as const satisfies readonly ParameterFlagName[];

/**
 * Reads one line of a script file.
 * @throws ScriptError with the place and what is wanted there
 */
export function parseScript(line: string): Script {
	const script = new Members(parseJson(line), 'script');
	const rssProcessors = script.processors('rssProcessors');
	if (rssProcessors.length === 0) throw new ScriptError('script.rssProcessors must not be empty.');
	return {
		mode: script.word('mode', ['vmq', 'native']),
		rssProcessors,
		capabilities: script.has('capabilities') ? readCapabilities(script.object('capabilities')) : {},
		steps: script.array('steps').map((step, i) => readStep(new Members(step, `steps[${i}]`), `steps[${i}]`)),
		final: script.has('final') ? readFinal(script.object('final')) : new Map(),
	};
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch (error) {
		throw new ScriptError(`The line is not JSON: ${error instanceof Error ? error.message : error}.`);
	}
}

function readStep(step: Members, place: string): ScriptStep {
	const status = step.status();
	switch (step.word('op', ['createVPort', 'setParameters', 'setIndirectionEntries', 'oidRequest'])) {
		case 'createVPort':
			return {
				op: 'createVPort',
				vportId: step.integer('vportId'),
				affinity: step.processor('affinity'),
				active: step.boolean('active'),
				status,
			};
		case 'setParameters':
			return {
				op: 'setParameters',
				vportId: step.integer('vportId'),
				flags: step.array('flags').map((name) => {
					const flag = FLAGS.find((known) => known === name);
					if (flag) return flag;
					throw new ScriptError(`${place}.flags must name only ${FLAGS.join(', ')}.`);
				}),
				hashInformation: step.integer('hashInformation'),
				hashSecretKeySize: step.integer('hashSecretKeySize'),
				numberOfQueues: step.integer('numberOfQueues'),
				numberOfIndirectionTableEntries: step.integer('numberOfIndirectionTableEntries'),
				status,
			};
		case 'oidRequest':
			return readOidRequestStep(step, place, status);
		case 'setIndirectionEntries':
			return {
				op: 'setIndirectionEntries',
				actor: step.processor('actor'),
				entries: step
					.array('entries')
					.map((entry, i) => readEntry(new Members(entry, `${place}.entries[${i}]`))),
				status,
			};
	}
}

function readEntry(entry: Members): ScriptEntry {
	return {
		switchId: entry.integer('switchId'),
		vportId: entry.integer('vportId'),
		flags: entry.word('flags', ['none', 'primary', 'default', 'invalid']),
		index: entry.integer('index', 0xffff),
		target: entry.processor('target'),
		status: entry.status(),
	};
}

function readFinal(final: Members): ReadonlyMap<number, FinalEntity> {
	return new Map(
		final.names().map((id) => {
			if (!/^\d+$/.test(id)) throw new ScriptError(`script.final.${id} must be a VPort id.`);
			const entity = final.object(id);
			const when = <T>(name: string, read: (name: string) => T) =>
				entity.has(name) ? { [name]: read(name) } : {};
			return [
				Number(id),
				{
					...when('rssEnabled', (name) => entity.boolean(name)),
					...when('numberOfQueues', (name) => entity.integer(name)),
					...when('hashInformation', (name) => entity.integer(name)),
					...when('primaryProcessor', (name) => entity.processor(name)),
					...when('defaultProcessor', (name) => entity.processor(name)),
					...when('indirectionTable', (name) => entity.processors(name)),
				},
			];
		}),
	);
}

/** Capabilities by name, each of the type it has in an adapter's description. @throws ScriptError */
export function readCapabilities(given: Members): Partial<AdapterCapabilities> {
	const known = Object.entries(roomyCapabilities());
	return Object.fromEntries(
		given.names().map((name) => {
			const [, usual] = known.find(([one]) => one === name) ?? [];
			if (typeof usual === 'number') return [name, given.integer(name)];
			if (typeof usual === 'boolean') return [name, given.boolean(name)];
			if (usual === undefined) throw new ScriptError(`script.capabilities.${name} is not a capability.`);
			const types = given.array(name).filter((type) => Object.hasOwn(HashType, String(type)));
			if (types.length === given.array(name).length) return [name, types];
			throw new ScriptError(`script.capabilities.${name} must hold hash types only.`);
		}),
	);
}
