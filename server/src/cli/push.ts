import { type Command, Option } from 'commander';
import type { Device } from '../devices/device.js';
import {
	type AppliedPush,
	applyPush,
	type PreparedPush,
	type PushProgress,
	prepareConfigurationPush,
} from '../devices/push.js';
import { type CancelFileOptions, cancelFileOption, cancelWith } from './cancelFile.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, type ExitCode, usageError } from './exit.js';
import { type JournalOptions, journalOf, journalOption, requireSettled } from './journal.js';
import { planJson, planText } from './plan.js';
import { exitCodeOf, printResult, showProgress } from './pushText.js';
import { printTraffic, readSeconds, verifyTraffic } from './verifyTraffic.js';
import { connectTimeoutOption, type DeviceOptions, withDevice } from './withDevice.js';

interface PushOptions extends JournalOptions, DeviceOptions, CancelFileOptions {
	readonly format: Format;
	readonly yes?: boolean;
	readonly dryRun?: boolean;
	readonly verify?: 'traffic';
	readonly seconds: number;
}

/** A push that was applied, or not. */
interface Pushed {
	readonly device: Device;
	readonly prepared: PreparedPush;
	readonly result: AppliedPush;
	readonly signal: AbortSignal;
}

/** Plans that one push makes at most: each time somebody else changed the device meanwhile, it is planned anew. */
const MOST_PLANS = 3;

/** `rssv2 push FILE --device URI [--yes]` */
export function pushCommand(context: CliContext): Command {
	return command<PushOptions>(
		context,
		{
			name: 'push',
			description:
				'Bring a device to the state a configuration asks for: plan, confirm, apply, read back. Anything short of that is rolled back.',
			configure: (self) =>
				self
					.argument('<file>', 'configuration file')
					.requiredOption('--device <uri>', 'the device, for example emulator:///run/rssv2.sock')
					.option('-y, --yes', 'do not ask')
					.option('--dry-run', 'only plan; the output is that of a push')
					.addOption(cancelFileOption())
					.addOption(new Option('--verify <how>', 'after the push, look at packets too').choices(['traffic']))
					.option('--seconds <n>', 'how long packets are counted with --verify traffic', readSeconds, 5)
					.addOption(connectTimeoutOption())
					.addOption(journalOption()),
		},
		([file = ''], options) => push(context, file, options),
	);
}

async function push(context: CliContext, file: string, options: PushOptions): Promise<ExitCode> {
	const { format, device: uri, yes = false, dryRun = false } = options;
	const { terminal } = context;
	if (dryRun && yes) throw usageError('--yes pushes and --dry-run does not: pass one of them.');
	if (dryRun && options.verify)
		throw usageError('--verify looks at packets after a push: not with --dry-run.');
	if (!yes && !dryRun && (format === 'json' || !terminal.interactive)) {
		throw usageError(
			'push asks before it changes a device, and nobody can be asked here: look at the plan (rssv2 plan), then pass --yes.',
		);
	}
	cancelWith(context, options);
	const configuration = await requireConfiguration(context, file, 'push it');
	return withDevice(context, options, async (device, signal) => {
		const journal = journalOf(context, device, options);
		await requireSettled(device, journal, uri, options, signal);
		for (let plans = 1; ; plans++) {
			const prepared = await prepareConfigurationPush(device, configuration, signal);
			if (format === 'text') terminal.print(planText(device, prepared));
			const nothingToDo = prepared.refused === undefined && prepared.steps.length === 0;
			if (dryRun || prepared.refused !== undefined || (nothingToDo && options.verify === undefined)) {
				if (format === 'json') terminal.printJson({ plan: planJson(device, prepared), result: null });
				return prepared.refused === undefined ? Exit.clean : Exit.findings;
			}
			if (!nothingToDo && !yes && !(await terminal.confirm('Push this?', signal))) {
				terminal.print('Nothing was changed.');
				return Exit.findings;
			}
			const onProgress = (progress: PushProgress) => showProgress(context, progress);
			const result = await applyPush(device, prepared, { signal, journal, onProgress });
			if (result.reason !== 'changed-meanwhile' || plans === MOST_PLANS)
				return conclude(context, options, { device, prepared, result, signal });
			terminal.complain('rssv2: The device has changed since the plan was made: planning again.');
		}
	});
}

/** Tells what became of a push, and looks at packets where that was asked for. */
async function conclude(
	context: CliContext,
	{ format, verify, seconds }: PushOptions,
	{ device, prepared, result, signal }: Pushed,
): Promise<ExitCode> {
	const { terminal } = context;
	const traffic =
		verify && result.outcome === 'applied'
			? await verifyTraffic(device, prepared.wanted, seconds, signal)
			: undefined;
	if (format === 'json') {
		terminal.printJson({ plan: planJson(device, prepared), result, ...(traffic && { traffic }) });
	} else {
		printResult(context, result);
		if (traffic) printTraffic(context, traffic);
	}
	return traffic && traffic.problems.length > 0 ? Exit.findings : exitCodeOf(result);
}
