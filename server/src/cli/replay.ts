import type { Command } from 'commander';
import { replayTargetOf } from '../devices/emulator/replayTarget.js';
import { openEmulator } from '../devices/open.js';
import { type ReplayResult, replayScripts, replayScriptsOn } from '../replay/replay.js';
import { formatReport } from '../replay/report.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, type ExitCode, usageError } from './exit.js';
import { displayName, readText } from './files.js';

interface ReplayOptions {
	readonly format: Format;
	readonly device?: string;
}

/** `rssv2 replay SCRIPT.jsonl… [--device URI]` */
export function replayCommand(context: CliContext): Command {
	return command<ReplayOptions>(
		context,
		{
			name: 'replay',
			description:
				'Run scripts of OID requests with their expected statuses on fresh emulated adapters; of each that differs, print the first step that does.',
			configure: (self) =>
				self
					.argument('<script...>', 'files of one JSON script a line, - for standard input')
					.option(
						'--device <uri>',
						'run them over the wire, on adapters that this emulator makes for them; its own is left alone',
					),
		},
		async (files, { format, device: uri }) => {
			if (uri === undefined) return replay(context, files, format, async (text) => [...replayScripts(text)]);
			const signal = context.interruption();
			const options = { signal, environment: context.process.env };
			const device = await openEmulator(uri, 'make adapters for scripts', options);
			try {
				const target = replayTargetOf(device, signal);
				return await replay(context, files, format, (text) => listOf(replayScriptsOn(target, text)));
			} finally {
				await device.close();
			}
		},
	);
}

async function replay(
	context: CliContext,
	files: readonly string[],
	format: Format,
	run: (text: string) => Promise<ReplayResult[]>,
): Promise<ExitCode> {
	const { terminal } = context;
	const all: ReplayResult[] = [];
	const reports: unknown[] = [];
	for (const file of files) {
		const results = await run(await readText(context, file));
		if (results.length === 0) throw usageError(`${displayName(file)}: holds no script.`);
		all.push(...results);
		reports.push({ file: displayName(file), scripts: results });
		const [differences] = splitReport(results);
		if (format === 'text') for (const line of differences) terminal.print(`${displayName(file)}: ${line}`);
	}
	const passed = all.filter((result) => result.passed).length;
	if (format === 'json') terminal.printJson({ files: reports, passed, failed: all.length - passed });
	else terminal.print(splitReport(all)[1]);
	return passed === all.length ? Exit.clean : Exit.findings;
}

/** A line for each script that differs, and the line of totals. */
function splitReport(results: readonly ReplayResult[]): [differences: string[], totals: string] {
	const lines = formatReport(results).split('\n');
	const totals = lines.pop() ?? '';
	return [lines, totals];
}

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const item of items) list.push(item);
	return list;
}
