import { Command } from 'commander';
import { exportPowerShell } from '../devices/windows/exportPowerShell.js';
import { requireConfiguration } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit } from './exit.js';
import { ansibleCommand } from './exportAnsible.js';

/** `rssv2 export powershell FILE`, `rssv2 export ansible [FILE…]` */
export function exportCommand(context: CliContext): Command {
	return new Command('export')
		.description('Turn a configuration into what another tool runs.')
		.addCommand(powerShellCommand(context))
		.addCommand(ansibleCommand(context));
}

function powerShellCommand(context: CliContext): Command {
	return command<{ format: Format }>(
		context,
		{
			name: 'powershell',
			description:
				'Print a PowerShell script that sets on a Windows host what its cmdlets can set; what they cannot stands at its top. Changes nothing.',
			configure: (self) => self.argument('<file>', 'configuration file, - for standard input'),
		},
		async ([file = ''], { format }) => {
			const configuration = await requireConfiguration(context, file, 'export it');
			const { file: script, notOnTarget } = exportPowerShell(configuration);
			if (format === 'json') {
				const left = notOnTarget.map(({ message }) => message);
				context.terminal.printJson({ ...script, notOnTarget: [...new Set(left)] });
			} else context.terminal.print(script.text);
			return Exit.clean;
		},
	);
}
