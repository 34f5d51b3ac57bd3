import { type Command, InvalidArgumentError } from 'commander';
import { openEmulator } from '../devices/open.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';
import { countersText } from './trafficText.js';

interface CountersOptions {
	readonly format: Format;
	readonly device: string;
	readonly vport?: number;
	readonly reset?: true;
}

/** `rssv2 counters --device URI [--vport N] [--reset]` */
export function countersCommand(context: CliContext): Command {
	return command<CountersOptions>(
		context,
		{
			name: 'counters',
			description: 'Print how many packets an emulator received, by VPort, processor, entry and hash type.',
			configure: (self) =>
				self
					.requiredOption('--device <uri>', 'a running emulator: emulator:///run/rssv2.sock')
					.option('--vport <id>', 'this VPort only', vportId)
					.option('--reset', 'then set every counter back to 0'),
		},
		async (_, { format, device: uri, vport, reset }) => {
			const signal = context.interruption();
			const device = await openEmulator(uri, 'count packets', { signal, environment: context.process.env });
			try {
				const counters = await device.counters(vport, signal);
				if (reset) await device.resetCounters(signal);
				if (format === 'json') context.terminal.printJson(counters);
				else context.terminal.print(countersText(counters, context.terminal));
			} finally {
				await device.close();
			}
			return Exit.clean;
		},
	);
}

function vportId(text: string): number {
	const value = Number(text);
	if (/^\d{1,10}$/.test(text) && value < 0xffff_ffff) return value;
	throw new InvalidArgumentError('It must be a whole number from 0 to 4,294,967,294.');
}
