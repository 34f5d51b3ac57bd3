import type { Command } from 'commander';
import { syntaxOf } from '../config/parse.js';
import { count } from '../plan/words.js';
import { type Upgrade, UpgradeError, upgradeText } from '../upgrade/upgrade.js';
import { changedLines } from './changedLines.js';
import { checkedFiles } from './checkedFiles.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, type ExitCode } from './exit.js';
import { displayName, readText } from './files.js';
import { rewriteFile } from './rewriteFile.js';

interface UpgradeOptions {
	readonly format: Format;
	readonly write?: boolean;
}

/** `rssv2 upgrade FILE… [--write]` */
export function upgradeCommand(context: CliContext): Command {
	return command<UpgradeOptions>(
		context,
		{
			name: 'upgrade',
			description:
				'Show what brings files to the newest version of the format, or write it. Without --write the exit status is 1 when a file is of an older version.',
			configure: (self) =>
				self
					.argument('<file...>', 'configuration files, directories, patterns in quotes')
					.option('--write', 'edit the files; comments and style stay'),
		},
		(files, options) => upgrade(context, files, options),
	);
}

async function upgrade(
	context: CliContext,
	names: readonly string[],
	{ format, write }: UpgradeOptions,
): Promise<ExitCode> {
	const { terminal } = context;
	const results: { file: string; version: number; why: readonly string[]; changes: object[] }[] = [];
	let failed = false;
	for (const file of await checkedFiles(names, context.process.cwd())) {
		try {
			const text = await readText(context, file);
			const found = upgraded(file, text);
			const changes = changedLines(text, found.text);
			results.push({ file: displayName(file), version: found.version, why: found.why, changes });
			if (format === 'text') {
				for (const { line, removed, added } of changes) {
					terminal.print(terminal.styled('bold', `${displayName(file)}:${line}`));
					for (const one of removed) terminal.print(terminal.styled('red', `- ${one}`));
					for (const one of added) terminal.print(terminal.styled('green', `+ ${one}`));
				}
			}
			if (write && found.text !== text) {
				await rewriteFile(file, text, found.text);
				terminal.complain(`Wrote ${file}.`);
			}
		} catch (error) {
			if (!(error instanceof CliError)) throw error;
			terminal.complain(`rssv2: ${error.message}`);
			failed = true;
		}
	}
	const older = results.filter(({ changes }) => changes.length > 0).length;
	if (format === 'json') terminal.printJson({ files: results });
	else if (!write) terminal.print(`${count(results.length, 'file')}: ${older} of an older version`);
	return failed || (older > 0 && !write) ? Exit.findings : Exit.clean;
}

function upgraded(file: string, text: string): Upgrade {
	try {
		return upgradeText(text, syntaxOf(displayName(file)));
	} catch (error) {
		if (error instanceof UpgradeError) throw new CliError(`${displayName(file)}: ${error.message}`);
		throw error;
	}
}
