import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Severity } from '../config/finding.js';
import { didYouMean } from '../config/nearest.js';
import { targetOf } from '../devices/targetOf.js';
import { count } from '../plan/words.js';
import { configurableIds } from '../rules/index.js';
import { type RuleSeverities, readSeverities } from '../rules/severities.js';
import { checkText } from '../validation/check.js';
import { type CheckedText, hostFindings } from '../validation/hosts.js';
import { checkedFiles } from './checkedFiles.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, type ExitCode } from './exit.js';
import { displayName, readText } from './files.js';
import { findingJson, findingText, severities, tally, tallyText } from './findings.js';
import { type CheckedFile, sarifLog } from './sarif.js';

interface CheckOptions {
	readonly format: Format | 'sarif';
	readonly failOn: Severity;
	readonly rule: RuleSeverities;
	readonly maxWarnings?: number;
	readonly device?: string;
}

/** `rssv2 check FILE…` */
export function checkCommand(context: CliContext): Command {
	const failOn = new Option('--fail-on <severity>', 'exit with 1 from this severity on')
		.choices(severities)
		.default('warning');
	const rule = new Option('--rule <id=severity>', 'severity of a lint, or off; again for another lint')
		.argParser(parseRule)
		.default({});
	return command<CheckOptions>(
		context,
		{
			name: 'check',
			description:
				'Check configuration files. Text output counts lines and columns from 1; JSON output has LSP ranges (from 0); SARIF 2.1.0 is for code scanning services.',
			formats: ['text', 'json', 'sarif'],
			configure: (self) =>
				self
					.argument('<file...>', 'configuration files, directories, patterns in quotes, - for standard input')
					.addOption(failOn)
					.addOption(rule)
					.option('--max-warnings <n>', 'let up to so many warnings pass', readCount)
					.option('--device <uri>', 'the device that the files are for: tell what it cannot be given'),
		},
		(files, options) => check(context, files, options),
	);
}

async function check(
	context: CliContext,
	files: readonly string[],
	{ format, failOn, rule, maxWarnings, device }: CheckOptions,
): Promise<ExitCode> {
	const { terminal } = context;
	const texts: CheckedText[] = [];
	let unreadable = 0;
	const target = device === undefined ? undefined : targetOf(device);
	for (const file of await checkedFiles(files, context.process.cwd())) {
		try {
			const name = displayName(file);
			texts.push({ name, check: checkText(await readText(context, file), { fileName: name }, rule, target) });
		} catch (error) {
			if (!(error instanceof CliError)) throw error;
			terminal.complain(`rssv2: ${error.message}`);
			unreadable++;
		}
	}
	const checked = texts.map((text): CheckedFile => {
		const { findings, lines } = text.check;
		const all = [...findings, ...hostFindings(text, texts)].sort((a, b) => a.span.start - b.span.start);
		return { name: text.name, lines, findings: all };
	});
	const all = checked.flatMap(({ findings }) => findings);
	const counts = tally(all);
	if (format === 'text')
		for (const file of checked)
			for (const line of findingText(file.name, file, terminal)) terminal.print(line);
	if (format === 'sarif') terminal.printJson(sarifLog(checked, context.process.cwd()));
	else if (format === 'json')
		terminal.printJson({
			files: checked.map(({ name, findings, lines }) => ({
				file: name,
				findings: findings.map((finding) => findingJson(finding, lines)),
			})),
			summary: { files: checked.length, unreadable, ...counts },
		});
	else if (checked.length > 0) terminal.print(`${count(checked.length, 'file')}: ${tallyText(counts)}`);
	if (unreadable > 0) return Exit.usage;
	const tooMany = maxWarnings !== undefined && counts.warning > maxWarnings;
	if (tooMany)
		terminal.complain(`rssv2: ${count(counts.warning, 'warning')}: more than the ${maxWarnings} let pass.`);
	// Where a number of warnings may pass, that number decides.
	const failing = severities
		.slice(0, severities.indexOf(failOn) + 1)
		.filter((severity) => maxWarnings === undefined || severity !== 'warning');
	return tooMany || all.some(({ severity }) => failing.includes(severity)) ? Exit.findings : Exit.clean;
}

function readCount(text: string): number {
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw new InvalidArgumentError('It is a number, 0 or more.');
}

/** `idle-queues=off`, added to those before. */
function parseRule(text: string, before: RuleSeverities): RuleSeverities {
	const [id = '', severity = '', ...more] = text.split('=');
	if (more.length > 0 || id === '' || severity === '') {
		throw new InvalidArgumentError('Write it as `idle-queues=off`.');
	}
	const { severities, problems } = readSeverities({ [id]: severity }, configurableIds, didYouMean);
	const [problem] = problems;
	if (problem !== undefined) throw new InvalidArgumentError(problem);
	return { ...before, ...severities };
}
