import { Command, CommanderError } from 'commander';
import { version } from '../../../package.json';
import { ListenError } from '../daemon/listen.js';
import { StateFileError } from '../daemon/stateFile.js';
import { DeviceError, isCancelled } from '../devices/deviceError.js';
import { balanceCommand } from './balance.js';
import { checkCommand } from './check.js';
import { type CliContext, createContext } from './context.js';
import { countersCommand } from './counters.js';
import { emulatorCommand } from './emulator.js';
import { CliError, Exit, type ExitCode } from './exit.js';
import { exportCommand } from './export.js';
import { fleetCommand } from './fleet.js';
import { hashCommand } from './hash.js';
import { importCommand } from './import.js';
import { keyCommand } from './key.js';
import { lspCommand } from './lsp.js';
import { newCommand } from './new.js';
import { oidCommand } from './oid.js';
import { planCommand } from './plan.js';
import { pullCommand } from './pull.js';
import { pushCommand } from './push.js';
import { replayCommand } from './replay.js';
import { rollbackCommand } from './rollback.js';
import { schemaCommand } from './schema.js';
import { spreadCommand } from './spread.js';
import { type ProcessLike, Terminal } from './terminal.js';
import { traceCommand } from './trace.js';
import { trafficCommand } from './traffic.js';
import { upgradeCommand } from './upgrade.js';
import { verifyCommand } from './verify.js';

/**
 * Runs the command line of a process and gives its exit code. The one boundary of errors: whatever a command throws ends
 * here as a sentence on standard error.
 */
export async function main(process: ProcessLike): Promise<ExitCode> {
	const terminal = new Terminal(process);
	const context = createContext(process, terminal);
	try {
		await program(context).parseAsync(process.argv);
		return context.exitCode;
	} catch (error) {
		return report(error, terminal);
	}
}

function program(context: CliContext): Command {
	const commands = [
		checkCommand,
		spreadCommand,
		balanceCommand,
		hashCommand,
		keyCommand,
		importCommand,
		newCommand,
		upgradeCommand,
		emulatorCommand,
		planCommand,
		pushCommand,
		pullCommand,
		verifyCommand,
		rollbackCommand,
		replayCommand,
		traceCommand,
		trafficCommand,
		countersCommand,
		oidCommand,
		schemaCommand,
		exportCommand,
		fleetCommand,
		lspCommand,
	];
	const root = new Command('rssv2')
		.description('Checks, previews and pushes Receive Side Scaling v2 (NDIS 6.80) configurations.')
		.version(version, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'print help')
		.helpCommand('help [command]', 'print help for a command')
		.addHelpText('after', '\nExit codes: 0 clean, 1 findings, refusal or failure, 2 usage.');
	for (const create of commands) root.addCommand(create(context));
	for (const one of [root, ...root.commands, ...root.commands.flatMap(({ commands: inner }) => inner)]) {
		const path = [
			one.parent === root ? undefined : one.parent?.name(),
			one === root ? undefined : one.name(),
		];
		one
			.exitOverride()
			.showHelpAfterError(`(see ${['rssv2', ...path, '--help'].filter(Boolean).join(' ')})`)
			.helpOption('-h, --help', 'print help')
			.configureOutput({
				writeOut: (text) => context.terminal.print(text),
				writeErr: (text) => context.terminal.complain(text),
			});
	}
	return root;
}

function report(error: unknown, terminal: Terminal): ExitCode {
	if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.clean : Exit.usage;
	if (isCancelled(error) || (error instanceof Error && error.name === 'AbortError')) {
		terminal.complain('Cancelled.');
		return Exit.cancelled;
	}
	if (error instanceof StateFileError) {
		terminal.complain(`rssv2: ${error.message}`);
		return Exit.usage;
	}
	if (error instanceof CliError || error instanceof DeviceError || error instanceof ListenError) {
		terminal.complain(`rssv2: ${error.message}`);
		if (error instanceof CliError) return error.exitCode;
		return error instanceof DeviceError && error.code === 'invalid-uri' ? Exit.usage : Exit.findings;
	}
	terminal.complain(
		`rssv2: internal error, please report it: ${error instanceof Error ? error.message : String(error)}`,
	);
	return Exit.internal;
}
