import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { lookAt } from '../devices/push.js';
import { deviceLabel } from '../devices/uri.js';
import { deviceConfiguration } from '../import/deviceBody.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';
import { fileError } from './files.js';
import { connectTimeoutOption, type DeviceOptions, withDevice } from './withDevice.js';

interface PullOptions extends DeviceOptions {
	readonly format: Format;
	readonly out?: string;
}

/** `rssv2 pull --device URI [--out FILE]` */
export function pullCommand(context: CliContext): Command {
	return command<PullOptions>(
		context,
		{
			name: 'pull',
			description: 'Print the configuration that asks for what a device has now.',
			configure: (self) =>
				self
					.requiredOption('--device <uri>', 'the device, for example emulator:///run/rssv2.sock')
					.option('--out <file>', 'write it to this file, which must not exist')
					.addOption(connectTimeoutOption()),
		},
		(_, { format, out, ...options }) =>
			withDevice(context, options, async (device, signal) => {
				const { description, state } = await lookAt(device, signal);
				const file = deviceConfiguration(description, state, deviceLabel(device.uri));
				if (out !== undefined) await writeNew(out, file.text);
				if (format === 'json')
					context.terminal.printJson({ ...file, ...(out !== undefined && { path: out }) });
				else context.terminal.print(out === undefined ? file.text : `wrote ${out}`);
				return Exit.clean;
			}),
	);
}

async function writeNew(path: string, text: string): Promise<void> {
	try {
		await writeFile(path, text, { flag: 'wx' });
	} catch (error) {
		throw fileError(path, 'write', error);
	}
}
