import type { Command } from 'commander';
import { compareWithConfiguration } from '../devices/compare.js';
import { deviceLabel } from '../devices/uri.js';
import { count } from '../plan/words.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, type ExitCode } from './exit.js';
import { printTraffic, readSeconds, verifyTraffic } from './verifyTraffic.js';
import { connectTimeoutOption, type DeviceOptions, withDevice } from './withDevice.js';

interface VerifyOptions extends DeviceOptions {
	readonly format: Format;
	readonly traffic?: true;
	readonly seconds: number;
}

/** `rssv2 verify FILE --device URI [--traffic]` */
export function verifyCommand(context: CliContext): Command {
	return command<VerifyOptions>(
		context,
		{
			name: 'verify',
			description:
				'Compare a device with a configuration, entry by entry. Changes nothing; ends with 1 when they differ.',
			configure: (self) =>
				self
					.argument('<file>', 'configuration file')
					.requiredOption('--device <uri>', 'the device, for example emulator:///run/rssv2.sock')
					.option('--traffic', 'look at packets too')
					.option('--seconds <n>', 'how long packets are counted with --traffic', readSeconds, 5)
					.addOption(connectTimeoutOption()),
		},
		([file = ''], options) => verify(context, file, options),
	);
}

async function verify(context: CliContext, file: string, options: VerifyOptions): Promise<ExitCode> {
	const { terminal } = context;
	const configuration = await requireConfiguration(context, file, 'compare with it');
	return withDevice(context, options, async (device, signal) => {
		const compared = await compareWithConfiguration(device, configuration, signal);
		if ('incomparable' in compared) throw new CliError(compared.incomparable);
		const { differences, wanted } = compared;
		const traffic = options.traffic && (await verifyTraffic(device, wanted, options.seconds, signal));
		const label = deviceLabel(device.uri);
		if (options.format === 'json') {
			terminal.printJson({ device: label, differences, ...(traffic && { traffic }) });
		} else if (differences.length === 0) {
			const entities = count(wanted.entities.length, 'entity', 'entities');
			terminal.print(`${label} is as the file says: ${entities} compared, entry by entry.`);
		} else {
			terminal.print([`What differs on ${label}:`, ...differences.map((line) => `  ${line}`)].join('\n'));
		}
		if (traffic && options.format === 'text') printTraffic(context, traffic);
		const same = differences.length === 0 && (!traffic || traffic.problems.length === 0);
		return same ? Exit.clean : Exit.findings;
	});
}
