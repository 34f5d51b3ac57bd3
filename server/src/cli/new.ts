import { type Command, Option } from 'commander';
import { newConfiguration } from '../config/newConfiguration.js';
import { findPreset, presets } from '../config/presets.js';
import type { Syntax } from '../config/tree.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';

interface NewOptions {
	readonly format: Format;
	readonly preset: string;
	readonly syntax: Syntax;
	readonly name: string;
}

/** `rssv2 new [--preset NAME] [--syntax yaml|json] [--name ADAPTER]` */
export function newCommand(context: CliContext): Command {
	const preset = new Option('--preset <name>', 'what the adapter can do')
		.choices(presets.map(({ name }) => name))
		.default('vmmq-64');
	const syntax = new Option('--syntax <name>', 'how it is written').choices(['yaml', 'json']).default('yaml');
	return command<NewOptions>(
		context,
		{
			name: 'new',
			description: 'Print a small configuration to begin with.',
			configure: (self) =>
				self
					.addOption(preset)
					.addOption(syntax)
					.option('--name <adapter>', 'name of the adapter, as its host shows it', 'Adapter'),
		},
		async (_, { format, preset: chosen, syntax: written, name }) => {
			const found = findPreset(chosen);
			if (!found) throw usageError(`There is no preset ${chosen}.`);
			const made = newConfiguration(found, written, name);
			if (format === 'json') context.terminal.printJson(made);
			else context.terminal.print(made.text.trimEnd());
			return Exit.clean;
		},
	);
}
