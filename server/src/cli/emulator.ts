import { once } from 'node:events';
import type { Command } from 'commander';
import { EmulatorServer } from '../daemon/emulatorServer.js';
import type { ListenAddress } from '../daemon/protocol.js';
import { StateFile } from '../daemon/stateFile.js';
import { type DeviceUri, formatDeviceUri, parseDeviceUri } from '../devices/uri.js';
import { beyondLayout } from '../emulator/layoutLimits.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import { DEFAULT_LAYOUT, type Layout } from '../ndis/layout.js';
import { describeAdapter } from '../validation/compile.js';
import { checkFile, refuseErrors } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, usageError } from './exit.js';
import { readFaultScript } from './faultScript.js';
import { displayName } from './files.js';
import { layoutOption } from './oidDecode.js';

interface EmulatorOptions {
	readonly format: Format;
	readonly adapter: string;
	readonly listen: string;
	readonly state?: string;
	readonly faults?: string;
	readonly layout: Layout;
	readonly verbose?: boolean;
}

/** `rssv2 emulator --adapter FILE --listen URI [--state FILE] [--faults FILE] [--layout x64|x86]` */
export function emulatorCommand(context: CliContext): Command {
	return command<EmulatorOptions>(
		context,
		{
			name: 'emulator',
			description: 'Run an emulated RSSv2 adapter, fresh from its driver, until Ctrl+C.',
			configure: (self) =>
				self
					.requiredOption(
						'--adapter <file>',
						'configuration whose adapter is emulated; its VPorts are not applied',
					)
					.requiredOption(
						'--listen <uri>',
						'emulator:///run/rssv2.sock, or emulator://127.0.0.1:7680 with a token',
					)
					.option('--state <file>', 'keep the state in this file, and go on from it')
					.option('--faults <file>', 'faults from the start, YAML or JSON, as the parameters of fault/set')
					.addOption(layoutOption())
					.option('--verbose', 'log every request to standard error, as JSON lines'),
		},
		async (_, { format, adapter: file, listen, state, faults, layout, verbose = false }) => {
			const { terminal } = context;
			const uri = parseDeviceUri(listen);
			const address = listenAddress(uri, context.process.env);
			const description = await readDescription(context, file);
			const beyond = beyondLayout(description.rssProcessors.processors, layout);
			if (beyond !== undefined) throw usageError(`${displayName(file)}: ${beyond}`);
			const script = faults === undefined ? undefined : await readFaultScript(context, faults);
			const adapter = new MiniportAdapter(
				layout === DEFAULT_LAYOUT ? description : { ...description, layout },
			);
			const stateFile = state === undefined ? undefined : new StateFile(state);
			stateFile?.load(adapter);
			const server = new EmulatorServer(adapter, {
				...(stateFile && { persist: (changed: MiniportAdapter) => stateFile.save(changed) }),
				...(script && { faults: script }),
				...(verbose && { log: (event) => terminal.complain(JSON.stringify(event)) }),
			});
			const stop = context.interruption();
			const bound = await server.listen(address);
			try {
				const where = formatDeviceUri(
					bound.kind === 'tcp' && 'port' in uri ? { ...uri, port: bound.port } : uri,
				);
				terminal.print(format === 'json' ? JSON.stringify({ listening: where }) : `listening on ${where}`);
				if (!stop.aborted) await once(stop, 'abort');
			} finally {
				await server.close();
			}
			return Exit.clean;
		},
	);
}

/** The adapter that a file describes. What its VPorts ask for does not matter here. */
async function readDescription(context: CliContext, file: string) {
	const result = await checkFile(context, file);
	const findings = result.findings.filter(({ kind }) => kind !== 'refusal');
	refuseErrors(context, file, { ...result, findings }, 'emulate its adapter');
	if (result.documents.length > 1) {
		throw usageError(
			`${displayName(file)}: holds ${result.documents.length} configurations; name a file with one.`,
		);
	}
	if (!result.configuration) throw new CliError(`${displayName(file)}: it describes no adapter.`);
	return describeAdapter(result.configuration);
}

function listenAddress(uri: DeviceUri, env: NodeJS.ProcessEnv): ListenAddress {
	if (uri.kind !== 'emulator')
		throw usageError('--listen names an emulator: emulator:///run/rssv2.sock or emulator://127.0.0.1:7680.');
	if (uri.transport === 'unix') return { kind: 'unix', path: uri.path };
	const token = env[uri.tokenEnvironment];
	if (!token) {
		throw usageError(
			`On TCP an emulator needs a token: put one into the environment variable ${uri.tokenEnvironment}, here and where its clients run.`,
		);
	}
	return { kind: 'tcp', host: uri.host, port: uri.port, token };
}
