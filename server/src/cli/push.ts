import type { Command } from 'commander';
import { applyPush, type PushProgress, prepareConfigurationPush } from '../devices/push.js';
import type { PushResult } from '../protocol.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, type ExitCode, usageError } from './exit.js';
import { planJson, planText, withDevice } from './plan.js';

interface PushOptions {
	readonly format: Format;
	readonly device: string;
	readonly yes?: boolean;
}

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
					.option('-y, --yes', 'do not ask'),
		},
		([file = ''], options) => push(context, file, options),
	);
}

async function push(
	context: CliContext,
	file: string,
	{ format, device: uri, yes = false }: PushOptions,
): Promise<ExitCode> {
	const { terminal } = context;
	if (!yes && (format === 'json' || !terminal.interactive)) {
		throw usageError(
			'push asks before it changes a device, and nobody can be asked here: look at the plan (rssv2 plan), then pass --yes.',
		);
	}
	const configuration = await requireConfiguration(context, file, 'push it');
	return withDevice(context, uri, async (device, signal) => {
		const prepared = await prepareConfigurationPush(device, configuration, signal);
		if (format === 'text') terminal.print(planText(device, prepared));
		const nothingToDo = prepared.refused === undefined && prepared.steps.length === 0;
		if (prepared.refused !== undefined || nothingToDo) {
			if (format === 'json') terminal.printJson({ plan: planJson(device, prepared), result: null });
			return nothingToDo ? Exit.clean : Exit.findings;
		}
		if (!yes && !(await terminal.confirm('Push this?', signal))) {
			terminal.print('Nothing was changed.');
			return Exit.findings;
		}
		const result = await applyPush(device, prepared, {
			signal,
			onProgress: (progress) => showProgress(context, progress),
		});
		if (format === 'json') terminal.printJson({ plan: planJson(device, prepared), result });
		else printResult(context, result);
		return exitCodeOf(result);
	});
}

function showProgress({ terminal }: CliContext, { phase, done, total, description }: PushProgress): void {
	if (terminal.showsProgress)
		terminal.complain(terminal.styled('dim', `${phase} ${done + 1}/${total}: ${description}`));
}

function printResult({ terminal }: CliContext, { outcome, message, differences }: PushResult): void {
	if (outcome === 'applied') {
		terminal.print(terminal.styled('green', message));
		return;
	}
	terminal.complain(`rssv2: ${message}`);
	for (const difference of differences) terminal.complain(`  ${difference}`);
}

function exitCodeOf({ outcome }: PushResult): ExitCode {
	if (outcome === 'applied') return Exit.clean;
	return outcome === 'cancelled' ? Exit.cancelled : Exit.findings;
}
