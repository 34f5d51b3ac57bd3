import { InvalidArgumentError, Option } from 'commander';
import type { Device, DeviceTimeouts } from '../devices/device.js';
import { openDevice } from '../devices/open.js';
import type { CliContext } from './context.js';

/** Which device a command is about, and how it is reached. */
export interface DeviceOptions {
	readonly device: string;
	/** Seconds. */
	readonly connectTimeout?: number;
}

/** `--connect-timeout SECONDS` */
export function connectTimeoutOption(): Option {
	return new Option(
		'--connect-timeout <seconds>',
		'how long connecting may take; a machine that was reached before is waited for twice as long (default: 5)',
	).argParser(readConnectTimeout);
}

/** Opens a device, hands it on with the signal of Ctrl+C, and closes it whatever happens. */
export async function withDevice<T>(
	context: CliContext,
	{ device: uri, connectTimeout }: DeviceOptions,
	use: (device: Device, signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const signal = context.interruption();
	const timeouts: Partial<DeviceTimeouts> =
		connectTimeout === undefined ? {} : { connect: connectTimeout * 1000 };
	const device = await openDevice(uri, { signal, timeouts, environment: context.process.env });
	try {
		return await use(device, signal);
	} finally {
		await device.close();
	}
}

function readConnectTimeout(text: string): number {
	const seconds = Number(text);
	if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 600) return seconds;
	throw new InvalidArgumentError('It must be a whole number of seconds from 1 to 600.');
}
