import { type Command, InvalidArgumentError } from 'commander';
import { type Batches, DEFAULT_BATCHES, parsePercentage, parseSerial } from '../fleet/batches.js';
import { type FleetFiles, FleetFilesError, fleetFiles } from '../fleet/files.js';
import { fleetPlaybook } from '../fleet/playbook.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';

/** How a fleet is gone through, as options say it. */
export interface BatchOptions extends Batches {
	readonly hosts: string;
	readonly device?: string;
}

/** `rssv2 export ansible [FILE…]` */
export function ansibleCommand(context: CliContext): Command {
	return command<BatchOptions & { format: Format }>(
		context,
		{
			name: 'ansible',
			description:
				'Print an Ansible playbook that pushes to every host of an inventory, in batches, with a limit of failures. One file is for every host; of several, each for the host it is called like; a host can name its own in rssv2_file. Changes nothing.',
			configure: (self) =>
				batchOptions(
					self.argument('[file...]', 'configuration files, relative to where the playbook will be'),
				),
		},
		async (names, { format, hosts, device, serial, maxFailPercentage }) => {
			const files = await checkedFleetFiles(context, names);
			const given = { hosts, serial, maxFailPercentage, ...(device !== undefined && { device }) };
			const text = fleetPlaybook({ program: ['rssv2'], files, ...given });
			if (format === 'json') context.terminal.printJson({ fileName: 'rssv2-fleet.yaml', text });
			else context.terminal.print(text);
			return Exit.clean;
		},
	);
}

/** `--hosts`, `--device`, `--serial`, `--max-fail-percentage` */
export function batchOptions(self: Command): Command {
	const { serial, maxFailPercentage } = DEFAULT_BATCHES;
	return self
		.option('--hosts <pattern>', 'hosts of the inventory, a pattern of Ansible', 'all')
		.option(
			'--device <uri>',
			'the device of hosts that have no rssv2_device, a template: linux+ssh://root@{{ ansible_host | default(inventory_hostname) }}/eth1',
		)
		.option('--serial <batches>', 'hosts at a time, as 10, 25% or 1,25%', readSerial, serial)
		.option(
			'--max-fail-percentage <n>',
			'end after a batch of which more than n % failed',
			readPercentage,
			maxFailPercentage,
		);
}

/**
 * The files of a fleet, each looked at as a push would.
 * @throws CliError for one with errors, and for names that will not do
 */
export async function checkedFleetFiles(context: CliContext, names: readonly string[]): Promise<FleetFiles> {
	for (const name of names) {
		if (name === '-') throw usageError('A playbook names its files: standard input has no name.');
		await requireConfiguration(context, name, 'push it');
	}
	try {
		return fleetFiles(names);
	} catch (error) {
		if (error instanceof FleetFilesError) throw usageError(error.message);
		throw error;
	}
}

function readSerial(text: string): Batches['serial'] {
	const serial = parseSerial(text);
	if (serial) return serial;
	throw new InvalidArgumentError('It is a number of hosts or a percentage, or several with commas: 1,25%.');
}

function readPercentage(text: string): number {
	const percentage = parsePercentage(text);
	if (percentage !== undefined) return percentage;
	throw new InvalidArgumentError('It is a number from 0 to 100.');
}
