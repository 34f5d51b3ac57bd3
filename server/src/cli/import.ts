import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { importText } from '../import/importText.js';
import type { ImportedFile } from '../protocol.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, usageError } from './exit.js';
import { displayName, fileError, readText } from './files.js';

interface ImportOptions {
	readonly format: Format;
	readonly out?: string;
	readonly force?: boolean;
}

/** `rssv2 import FILE|- [--out DIR]` */
export function importCommand(context: CliContext): Command {
	return command<ImportOptions>(
		context,
		{
			name: 'import',
			description:
				'Turn what Get-NetAdapterRss or ethtool -x prints into configurations, one an adapter. Without --out they are printed as one YAML stream, which check takes as it is.',
			configure: (self) =>
				self
					.argument('<file>', 'text of the tool, - for standard input')
					.option('--out <directory>', 'write one file an adapter into this directory')
					.option('--force', 'overwrite files that exist'),
		},
		async ([file = ''], { format, out, force = false }) => {
			const { terminal } = context;
			const outcome = importText(await readText(context, file));
			if (!outcome.understood) throw new CliError(`${displayName(file)}: ${outcome.message}`);
			const { files, warnings } = outcome;
			const written = out === undefined ? undefined : await writeAll(files, out, force);
			if (format === 'json') {
				terminal.printJson({
					files: files.map((one, i) => ({ ...one, ...(written && { path: written[i] }) })),
					warnings,
				});
			} else {
				for (const warning of warnings) terminal.complain(`${displayName(file)}: ${warning}`);
				terminal.print(written ? written.map((path) => `wrote ${path}`).join('\n') : stream(files));
			}
			return Exit.clean;
		},
	);
}

/** Documents of one YAML stream, each with the name of its file. */
function stream(files: readonly ImportedFile[]): string {
	return files.map(({ fileName, text }) => `# ${fileName}\n${text}`).join('---\n');
}

/** Writes every file, or none when one of them exists. Gives their paths. */
async function writeAll(
	files: readonly ImportedFile[],
	directory: string,
	force: boolean,
): Promise<string[]> {
	const paths = files.map(({ fileName }) => join(directory, fileName));
	const existing = await Promise.all(
		paths.map((path) =>
			access(path).then(
				() => true,
				() => false,
			),
		),
	);
	const taken = paths.filter((_, i) => existing[i]);
	if (taken.length > 0 && !force)
		throw usageError(`${taken.join(', ')} exists already; overwrite with --force. Nothing was written.`);
	try {
		await mkdir(directory, { recursive: true });
	} catch (error) {
		throw fileError(directory, 'create', error);
	}
	for (const [i, path] of paths.entries()) {
		try {
			await writeFile(path, files[i]?.text ?? '', { flag: force ? 'w' : 'wx' });
		} catch (error) {
			throw fileError(path, 'write', error);
		}
	}
	return paths;
}
