import { Command, Option } from 'commander';
import type { CliContext } from './context.js';

/** `rssv2 lsp --stdio`: the language server in this process. It ends the process itself, when its client asks or goes. */
export function lspCommand(_context: CliContext): Command {
	return new Command('lsp')
		.description('Run the language server (LSP 3.17) on standard input and output.')
		.addOption(new Option('--stdio', 'talk over standard input and output').makeOptionMandatory())
		.action(async () => {
			// Loading it starts it: it reads --stdio from the command line.
			await import('../main.js');
		});
}
