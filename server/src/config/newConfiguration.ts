import type { Preset } from './presets.js';
import type { Syntax } from './tree.js';

/** A configuration to begin with, and the file name that suits it. */
export interface NewConfiguration {
	readonly fileName: string;
	readonly text: string;
}

/** What a new file says of its entity: four queues on four processors, in turn. */
const QUEUES = 4;
const ENTRIES = 16;

/**
 * A small configuration for an adapter of a preset, with a word on what to fill in. Neither miniport nor lints have anything
 * to say of it.
 * @param adapter name of the adapter
 */
export function newConfiguration(preset: Preset, syntax: Syntax, adapter = 'Adapter'): NewConfiguration {
	const text = syntax === 'yaml' ? yamlText(preset, adapter) : jsonText(preset, adapter);
	return { fileName: `adapter.rssv2.${syntax === 'yaml' ? 'yaml' : 'jsonc'}`, text };
}

function yamlText({ name, title, mode, capabilities }: Preset, adapter: string): string {
	const entity = [
		`numberOfQueues: ${QUEUES}`,
		'indirectionTable:',
		`  numberOfEntries: ${entries(capabilities)}`,
		'  processors: "0:2-0:8/2"  # in turn: 0:2, 0:4, 0:6, 0:8',
	];
	const native = ['scaling:', ...entity.map((line) => `  ${line}`)];
	const vports = [
		'vports:',
		'  - id: 0  # the default VPort',
		'    name: Default',
		...entity.map((line) => `    ${line}`),
	];
	return [
		'version: 1',
		'adapter:',
		`  name: ${JSON.stringify(adapter)}`,
		`  mode: ${mode}`,
		`  capabilities: { preset: ${name} }  # ${title}`,
		'  rssProcessors: { base: "0:2", max: "0:14" }  # the processors that the adapter may use',
		...(mode === 'native' ? native : vports),
		'',
	].join('\n');
}

function jsonText({ name, title, mode, capabilities }: Preset, adapter: string): string {
	const entity = [
		`"numberOfQueues": ${QUEUES},`,
		'"indirectionTable": {',
		`  "numberOfEntries": ${entries(capabilities)},`,
		'  "processors": "0:2-0:8/2" // in turn: 0:2, 0:4, 0:6, 0:8',
		'}',
	];
	const native = ['  "scaling": {', ...entity.map((line) => `    ${line}`), '  }'];
	const vports = [
		'  "vports": [',
		'    {',
		'      "id": 0, // the default VPort',
		'      "name": "Default",',
		...entity.map((line) => `      ${line}`),
		'    }',
		'  ]',
	];
	return [
		'{',
		'  "version": 1,',
		'  "adapter": {',
		`    "name": ${JSON.stringify(adapter)},`,
		`    "mode": "${mode}",`,
		`    "capabilities": { "preset": "${name}" }, // ${title}`,
		'    // The processors that the adapter may use.',
		'    "rssProcessors": { "base": "0:2", "max": "0:14" }',
		'  },',
		...(mode === 'native' ? native : vports),
		'}',
		'',
	].join('\n');
}

/** Where the size of a table is tied to the number of queues, that; they are a power of two. */
function entries({
	rssPerPFVPortIndirectionTableSizeRestricted: restricted,
}: Preset['capabilities']): number {
	return restricted ? QUEUES : ENTRIES;
}
