import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wantedState } from '../../../server/src/devices/wantedState.js';
import type { AdapterDescription } from '../../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../../server/src/emulator/state.js';
import { processorsText, tableText } from '../../../server/src/import/configurationBody.js';
import { deviceConfiguration } from '../../../server/src/import/deviceBody.js';
import { diffStates } from '../../../server/src/plan/diff.js';
import { encodeRequest } from '../../../server/src/plan/encode.js';
import { roundRobin } from '../../../server/src/rss/indirectionTable.js';
import { type Processor, parseProcessor } from '../../../server/src/rss/processor.js';
import { checkText } from '../../../server/src/validation/check.js';
import { compileEntity, describeAdapter } from '../../../server/src/validation/compile.js';
import { vmqText } from '../../support/configuration.js';

const p = (text: string) => parseProcessor(text) as Processor;

/** The adapter of a configuration, brought to what the configuration asks for. */
function deviceOf(text: string, fileName = 'x.rssv2.yaml') {
	const { configuration, findings } = checkText(text, { fileName });
	expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
	const adapter = new MiniportAdapter(describeAdapter(configuration!));
	for (const entity of configuration!.entities) {
		for (const request of compileEntity(configuration!, entity)) {
			const { refusals } = adapter.request(encodeRequest(request, configuration!.adapter.mode.value));
			expect(refusals).toEqual([]);
		}
	}
	return { description: adapter.description, state: adapter.state() };
}

function pulled(description: AdapterDescription, state: AdapterState) {
	const { text, fileName } = deviceConfiguration(description, state, 'emulator /run/x.sock');
	const { configuration, findings } = checkText(text, { fileName });
	return {
		text,
		fileName,
		configuration: configuration!,
		errors: findings.filter(({ severity }) => severity === 'error'),
	};
}

describe('a configuration of a device', () => {
	const example = (name: string) =>
		readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
	const texts: [name: string, text: string][] = [
		['hyper-v-host.rssv2.yaml', example('hyper-v-host.rssv2.yaml')],
		['native.rssv2.jsonc', example('native.rssv2.jsonc')],
		[
			'spelled out, odd name.yaml',
			vmqText(`  - { id: 0, primaryProcessor: "0:3" }
  - { id: 4, name: "a: b", numberOfQueues: 3, indirectionTable: ["0:2", "0:5", "0:2", "0:4"] }
`),
		],
		[
			'capabilities of its own.yaml',
			vmqText(
				'  - { id: 0, numberOfQueues: 2 }\n',
				'preset: vmmq-64, maxNumVPorts: 12, maxNumQueuePairs: 40',
			),
		],
	];

	it.each(texts)('asks for exactly what the device has: %s', (name, text) => {
		const { description, state } = deviceOf(text, name);
		const { configuration, errors } = pulled(description, state);
		expect(errors).toEqual([]);
		expect(diffStates(state, wantedState(configuration, state))).toEqual([]);
		expect(describeAdapter(configuration)).toEqual(description);
	});

	it('says that a VPort is deactivated, or belongs to a virtual function', () => {
		const { description, state } = deviceOf(vmqText('  - { id: 0 }\n  - { id: 1, rss: false }\n'));
		const [first, second] = state.entities;
		const changed = { entities: [first!, { ...second!, active: false, attachedFunctionId: 3 }] };
		const { text, configuration } = pulled(description, changed);
		expect(text).toMatch(/state: deactivated/);
		expect(text).toMatch(/attachedTo: vf:3/);
		expect(diffStates(changed, wantedState(configuration, changed))).toEqual([]);
	});

	it('says where it was read and leaves out what the device was never given', () => {
		const { configuration } = checkText(vmqText('  - { id: 0 }\n'), { fileName: 'x.yaml' });
		const fresh = new MiniportAdapter(describeAdapter(configuration!));
		const { text, fileName } = pulled(fresh.description, fresh.state());
		expect(text).toMatch(/^# Read from emulator \/run\/x\.sock\.\n/);
		expect(text).not.toContain('secretKey');
		expect(fileName).toBe('test.rssv2.yaml');
	});

	it('survives any name', () => {
		const { description, state } = deviceOf(vmqText('  - { id: 0 }\n'));
		fc.assert(
			fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
				const { configuration, errors, fileName } = pulled({ ...description, name }, state);
				expect(errors).toEqual([]);
				expect(configuration.adapter.name.value).toBe(name);
				expect(fileName).toMatch(/^[\p{L}\p{N}-]+\.rssv2\.yaml$/u);
			}),
		);
	});
});

describe('tables and lists in a file', () => {
	it('a plain round robin is generated, anything else spelled out', () => {
		const processors = ['0:2', '0:4', '0:6'].map(p);
		const robin = roundRobin(3, 16).map((i) => processors[i] as Processor);
		expect(tableText(robin)).toEqual({ kind: 'roundRobin', numberOfEntries: 16, processors });
		const other = [...robin.slice(0, 15), p('0:8')];
		expect(tableText(other)).toEqual({ kind: 'entries', processors: other });
		expect(tableText([p('0:2'), p('0:4')])).toMatchObject({ kind: 'entries' });
		expect(tableText([p('0:2'), p('0:2')])).toMatchObject({ kind: 'roundRobin', numberOfEntries: 2 });
	});

	it('processors in ranges read back as they were, in their order', () => {
		expect(processorsText(['0:0', '0:2', '0:4', '1:0', '1:1', '1:2', '0:9', '0:10'].map(p))).toBe(
			'0:0-0:4/2, 1:0-1:2, 0:9, 0:10',
		);
		const any = fc.uniqueArray(
			fc.tuple(fc.nat(2), fc.nat(63)).map(([group, number]) => p(`${group}:${number}`)),
			{ minLength: 1, maxLength: 60 },
		);
		fc.assert(
			fc.property(
				fc.oneof(
					any,
					any.map((list) => [...list].sort((a, b) => a - b)),
				),
				(processors) => {
					const text = `version: 1
adapter: { name: A, mode: native, rssProcessors: { base: "0:0", max: "2:63" } }
scaling: { rss: false, indirectionTable: { numberOfEntries: ${processors.length}, processors: "${processorsText(processors)}" } }`;
					const { configuration } = checkText(text, { fileName: 'x.yaml' });
					expect(configuration?.entities[0]?.indirectionTable.entries).toEqual(processors);
				},
			),
		);
	});
});
