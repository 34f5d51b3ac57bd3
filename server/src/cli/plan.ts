import type { Command } from 'commander';
import type { Device } from '../devices/device.js';
import { describePush, type PreparedPush, prepareConfigurationPush } from '../devices/push.js';
import { deviceLabel } from '../devices/uri.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';
import { type JournalOptions, journalOf, journalOption, requireSettled } from './journal.js';
import { effectLines, noteLines } from './pushText.js';
import { connectTimeoutOption, type DeviceOptions, withDevice } from './withDevice.js';

/** `rssv2 plan FILE --device URI` */
export function planCommand(context: CliContext): Command {
	return command<JournalOptions & DeviceOptions & { readonly format: Format }>(
		context,
		{
			name: 'plan',
			description: 'Show what push would change on a device, and how. Changes nothing.',
			configure: (self) =>
				self
					.argument('<file>', 'configuration file')
					.requiredOption('--device <uri>', 'the device, for example emulator:///run/rssv2.sock')
					.addOption(connectTimeoutOption())
					.addOption(journalOption()),
		},
		async ([file = ''], options) => {
			const { format, device: uri } = options;
			const configuration = await requireConfiguration(context, file, 'plan for it');
			return withDevice(context, options, async (device, signal) => {
				await requireSettled(device, journalOf(context, device, options), uri, options, signal);
				const prepared = await prepareConfigurationPush(device, configuration, signal);
				if (format === 'json') context.terminal.printJson(planJson(device, prepared));
				else context.terminal.print(planText(device, prepared));
				return prepared.refused === undefined ? Exit.clean : Exit.findings;
			});
		},
	);
}

/** A plan for machines. */
export function planJson(device: Device, prepared: PreparedPush) {
	return { device: deviceLabel(device.uri), refused: prepared.refused ?? null, ...describePush(prepared) };
}

/** A plan for people: what changes, then what will be asked of the device. */
export function planText(device: Device, prepared: PreparedPush): string {
	const label = deviceLabel(device.uri);
	const described = describePush(prepared);
	if (prepared.refused !== undefined) return `The plan for ${label} is refused: ${prepared.refused}`;
	const effect =
		described.steps.length === 0
			? [`${label} is as the file says already: nothing to do.`]
			: [`What changes on ${label}:`, ...effectLines(described)];
	return [...effect, ...noteLines(described)].join('\n');
}
