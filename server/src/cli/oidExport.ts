import { type Command, Option } from 'commander';
import { exportFromDevice, exportFromFresh } from '../devices/exportRequests.js';
import { type Layout, layouts } from '../ndis/layout.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit } from './exit.js';
import { withDevice } from './withDevice.js';

/** `rssv2 oid export FILE [--device URI] [--layout x64|x86]` */
export function oidExportCommand(context: CliContext): Command {
	return command<{ format: Format; device?: string; layout?: Layout }>(
		context,
		{
			name: 'export',
			description:
				'Print the OID requests of a push as a C header: from a fresh adapter, or from the state of a device. Changes nothing.',
			configure: (self) =>
				self
					.argument('<file>', 'configuration file')
					.option('--device <uri>', 'start from what this device has now')
					.addOption(
						new Option(
							'--layout <layout>',
							"the machine that compiles it: the device's, or x64, when not said",
						).choices(layouts),
					),
		},
		async ([file = ''], { format, device, layout }) => {
			const configuration = await requireConfiguration(context, file, 'export its requests');
			const exported =
				device === undefined
					? exportFromFresh(configuration, layout)
					: await withDevice(context, { device }, (open, signal) =>
							exportFromDevice(configuration, open, signal, layout),
						);
			if ('refused' in exported) throw new CliError(`The requests would be refused: ${exported.refused}`);
			if (format === 'json') context.terminal.printJson(exported.file);
			else context.terminal.print(exported.file.text);
			return Exit.clean;
		},
	);
}
