import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Device } from '../devices/device.js';
import type { DeviceJournal } from '../devices/journal/deviceJournal.js';
import { stateDirectory } from '../devices/journal/directory.js';
import { JournalError } from '../devices/journal/journalError.js';
import { Journals } from '../devices/journal/journals.js';
import { describeInterrupted, findInterrupted } from '../devices/push.js';
import type { CliContext } from './context.js';
import { CliError } from './exit.js';

/** Where the journals of pushes are. */
export interface JournalOptions {
	readonly journal?: string;
}

/** `--journal DIR` */
export function journalOption(): Option {
	return new Option(
		'--journal <directory>',
		'where the last push to each device is kept (default: rssv2 in XDG_STATE_HOME, or where this system keeps such)',
	);
}

/** The journal of a device. */
export function journalOf(
	{ process }: CliContext,
	device: Pick<Device, 'uri'>,
	{ journal }: JournalOptions,
): DeviceJournal {
	const { env: environment, platform } = process;
	const directory =
		journal === undefined ? stateDirectory({ environment, platform, home: homedir() }) : resolve(journal);
	return new Journals(directory).of(device.uri);
}

/**
 * Goes on only when no interrupted push stands in the way.
 * @param uri the device as the user named it
 * @throws CliError that names the way out; DeviceError
 */
export async function requireSettled(
	device: Device,
	journal: DeviceJournal,
	uri: string,
	options: JournalOptions,
	signal: AbortSignal,
): Promise<void> {
	const command = rollbackCommandLine(uri, options);
	try {
		const interrupted = await findInterrupted(device, journal, signal);
		if (interrupted)
			throw new CliError(`${describeInterrupted(interrupted)} Bring it back first: ${command}`);
	} catch (error) {
		if (!(error instanceof JournalError)) throw error;
		const way = error.code === 'unreadable' ? ` To go on without it: ${command} --forget` : '';
		throw new CliError(`${error.message}${way}`);
	}
}

/** The command that rolls a device back, as it can be typed into a POSIX shell. */
function rollbackCommandLine(uri: string, { journal }: JournalOptions): string {
	const option = journal === undefined ? '' : ` --journal ${shellWord(journal)}`;
	return `rssv2 rollback --device ${shellWord(uri)}${option}`;
}

function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
