import type { Command } from 'commander';
import { exportFromDevice, exportFromFresh } from '../devices/exportRequests.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit } from './exit.js';
import { withDevice } from './plan.js';

/** `rssv2 oid export FILE [--device URI]` */
export function oidExportCommand(context: CliContext): Command {
	return command<{ format: Format; device?: string }>(
		context,
		{
			name: 'export',
			description:
				'Print the OID requests of a push as a C header: from a fresh adapter, or from the state of a device. Changes nothing.',
			configure: (self) =>
				self
					.argument('<file>', 'configuration file')
					.option('--device <uri>', 'start from what this device has now'),
		},
		async ([file = ''], { format, device: uri }) => {
			const configuration = await requireConfiguration(context, file, 'export its requests');
			const exported =
				uri === undefined
					? exportFromFresh(configuration)
					: await withDevice(context, uri, (device, signal) =>
							exportFromDevice(configuration, device, signal),
						);
			if ('refused' in exported) throw new CliError(`The requests would be refused: ${exported.refused}`);
			if (format === 'json') context.terminal.printJson(exported.file);
			else context.terminal.print(exported.file.text);
			return Exit.clean;
		},
	);
}
