import type { Command } from 'commander';
import schema from '../../../schemas/rssv2.schema.json' with { type: 'json' };
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';

/** `rssv2 schema [--url]` */
export function schemaCommand(context: CliContext): Command {
	return command<{ format: Format; url?: boolean }>(
		context,
		{
			name: 'schema',
			description: 'Print the JSON schema of the configuration format, for editors and tools.',
			configure: (self) => self.option('--url', 'print only where it is published'),
		},
		async (_, { format, url }) => {
			const { $id } = schema;
			if (url !== true) context.terminal.printJson(schema);
			else if (format === 'json') context.terminal.printJson({ url: $id });
			else context.terminal.print($id);
			return Exit.clean;
		},
	);
}
