import type { Command } from 'commander';
import { type ReplayResult, replayScripts } from '../replay/replay.js';
import { formatReport } from '../replay/report.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { displayName, readText } from './files.js';

/** `rssv2 replay SCRIPT.jsonl…` */
export function replayCommand(context: CliContext): Command {
	return command<{ format: Format }>(
		context,
		{
			name: 'replay',
			description:
				'Run scripts of OID requests with their expected statuses on fresh emulated adapters; of each that differs, print the first step that does.',
			configure: (self) =>
				self.argument('<script...>', 'files of one JSON script a line, - for standard input'),
		},
		async (files, { format }) => {
			const { terminal } = context;
			const all: ReplayResult[] = [];
			const reports: unknown[] = [];
			for (const file of files) {
				const results = [...replayScripts(await readText(context, file))];
				if (results.length === 0) throw usageError(`${displayName(file)}: holds no script.`);
				all.push(...results);
				reports.push({ file: displayName(file), scripts: results });
				const [differences] = splitReport(results);
				if (format === 'text')
					for (const line of differences) terminal.print(`${displayName(file)}: ${line}`);
			}
			const passed = all.filter((result) => result.passed).length;
			if (format === 'json') terminal.printJson({ files: reports, passed, failed: all.length - passed });
			else terminal.print(splitReport(all)[1]);
			return passed === all.length ? Exit.clean : Exit.findings;
		},
	);
}

/** A line for each script that differs, and the line of totals. */
function splitReport(results: readonly ReplayResult[]): [differences: string[], totals: string] {
	const lines = formatReport(results).split('\n');
	const totals = lines.pop() ?? '';
	return [lines, totals];
}
