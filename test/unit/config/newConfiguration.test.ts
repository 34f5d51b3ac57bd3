import { expect, test } from 'vitest';
import { newConfiguration } from '../../../server/src/config/newConfiguration.js';
import { presets } from '../../../server/src/config/presets.js';
import { checkText } from '../../../server/src/validation/check.js';

const syntaxes = ['yaml', 'json'] as const;
const cases = presets.flatMap((preset) => syntaxes.map((syntax) => [preset.name, syntax, preset] as const));

test.each(cases)(
	'a new configuration for %s in %s is one of which there is nothing to say',
	(_, syntax, preset) => {
		const { fileName, text } = newConfiguration(preset, syntax, 'A "quoted" name: #1');
		const { findings, configuration } = checkText(text, { fileName });
		expect(findings).toEqual([]);
		expect(configuration?.adapter.name.value).toBe('A "quoted" name: #1');
		expect(configuration?.adapter.mode.value).toBe(preset.mode);
		expect(new Set(configuration?.entities[0]?.indirectionTable.entries).size).toBe(4);
	},
);

test.each(presets.map((preset) => [preset.name, preset] as const))(
	'both syntaxes say the same for %s',
	(_, preset) => {
		const [yaml, json] = syntaxes.map((syntax) => {
			const { text } = newConfiguration(preset, syntax);
			const entity = checkText(text, { syntax }).configuration?.entities[0];
			return [entity?.numberOfQueues.value, entity?.indirectionTable.entries, entity?.vportId.value];
		});
		expect(yaml).toEqual(json);
	},
);
