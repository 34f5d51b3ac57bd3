import type { Command } from 'commander';
import type { Device } from '../devices/device.js';
import type { DeviceJournal } from '../devices/journal/deviceJournal.js';
import { JournalError } from '../devices/journal/journalError.js';
import {
	applyRollback,
	describeInterrupted,
	describePush,
	type PreparedRollback,
	prepareRollback,
} from '../devices/push.js';
import { deviceLabel, parseDeviceUri } from '../devices/uri.js';
import { type CancelFileOptions, cancelFileOption, cancelWith } from './cancelFile.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, type ExitCode, usageError } from './exit.js';
import { type JournalOptions, journalOf, journalOption } from './journal.js';
import { effectLines, exitCodeOf, printResult, showProgress } from './pushText.js';
import { connectTimeoutOption, type DeviceOptions, withDevice } from './withDevice.js';

interface RollbackOptions extends JournalOptions, DeviceOptions, CancelFileOptions {
	readonly format: Format;
	readonly yes?: boolean;
	readonly force?: boolean;
	readonly forget?: boolean;
}

/** `rssv2 rollback --device URI [--yes] [--force] [--forget]` */
export function rollbackCommand(context: CliContext): Command {
	return command<RollbackOptions>(
		context,
		{
			name: 'rollback',
			description:
				'Bring a device back to the state before the last push to it, or out of an interrupted one: plan, confirm, apply, read back.',
			configure: (self) =>
				self
					.requiredOption('--device <uri>', 'the device, for example emulator:///run/rssv2.sock')
					.option('-y, --yes', 'do not ask')
					.option('--force', 'with --yes: undo also what was changed on the device since the push')
					.option('--forget', 'leave the device as it is, and forget the last push to it')
					.addOption(connectTimeoutOption())
					.addOption(cancelFileOption())
					.addOption(journalOption()),
		},
		(_, options) => rollback(context, options),
	);
}

async function rollback(context: CliContext, options: RollbackOptions): Promise<ExitCode> {
	const { format, yes = false, forget = false } = options;
	const { terminal } = context;
	if (!yes && !forget && (format === 'json' || !terminal.interactive)) {
		throw usageError('rollback asks before it changes a device, and nobody can be asked here: pass --yes.');
	}
	if (forget) return forgetPush(context, options);
	cancelWith(context, options);
	return withDevice(context, options, async (device, signal) => {
		const journal = journalOf(context, device, options);
		const prepared = await preparing(() => prepareRollback(device, journal, signal));
		if (format === 'text') terminal.print(rollbackText(device, prepared));
		const stop = obstacleOf(prepared, options);
		if (stop !== undefined) throw new CliError(stop);
		if (!yes && prepared.steps.length > 0 && !(await terminal.confirm('Roll this back?', signal))) {
			terminal.print('Nothing was changed.');
			return Exit.findings;
		}
		const result = await applyRollback(device, journal, prepared, {
			signal,
			onProgress: (progress) => showProgress(context, progress),
		});
		if (format === 'json') terminal.printJson({ plan: rollbackJson(device, prepared), result });
		else printResult(context, result);
		return exitCodeOf(result);
	});
}

/** Why it is not even asked about; undefined when nothing bars it. */
function obstacleOf(
	{ refused, foreign }: PreparedRollback,
	{ yes, force }: RollbackOptions,
): string | undefined {
	if (refused !== undefined) return refused;
	if (!yes || force || foreign.length === 0) return undefined;
	return `The device was changed since the push, and a rollback would undo that too: ${foreign.join('; ')}. Nothing was changed; pass --force to undo it all.`;
}

async function forgetPush(context: CliContext, options: RollbackOptions): Promise<ExitCode> {
	const { terminal } = context;
	const journal: DeviceJournal = journalOf(context, { uri: parseDeviceUri(options.device) }, options);
	await preparing(async () => journal.forget());
	if (options.format === 'json') terminal.printJson({ forgotten: true });
	else terminal.print('The last push to this device is forgotten; the device is as it was.');
	return Exit.clean;
}

/** A journal that stands in the way ends the command with its sentence. */
async function preparing<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof JournalError)) throw error;
		const way = error.code === 'unreadable' ? ' To go on without it, pass --forget.' : '';
		throw new CliError(`${error.message}${way}`);
	}
}

/** A rollback for machines. */
function rollbackJson(device: Device, prepared: PreparedRollback) {
	const { entry, interrupted, foreign } = prepared;
	return {
		device: deviceLabel(device.uri),
		push: { begun: entry.begun, interrupted },
		...describePush(prepared),
		foreign,
	};
}

/** A rollback for people. */
function rollbackText(device: Device, prepared: PreparedRollback): string {
	const { entry, interrupted, foreign, steps } = prepared;
	const label = deviceLabel(device.uri);
	const head = interrupted
		? describeInterrupted(entry)
		: `The last push to ${label} began ${entry.begun} and was applied.`;
	if (steps.length === 0) return `${head}\n${label} is as it was before it: nothing to do.`;
	return [
		head,
		...(foreign.length > 0
			? ['Since then this was changed otherwise, and is undone too:', ...foreign.map((line) => `  ${line}`)]
			: []),
		`What changes on ${label} to bring it back:`,
		...effectLines(describePush(prepared)),
	].join('\n');
}
