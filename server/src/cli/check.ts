import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Finding, Severity } from '../config/finding.js';
import { didYouMean } from '../config/nearest.js';
import { targetOf } from '../devices/targetOf.js';
import { count } from '../plan/words.js';
import { configurableIds } from '../rules/index.js';
import { type RuleSeverities, readSeverities } from '../rules/severities.js';
import { checkText } from '../validation/check.js';
import { type CheckedText, hostFindings } from '../validation/hosts.js';
import { checkedFiles } from './checkedFiles.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, type ExitCode, usageError } from './exit.js';
import { displayName, readText } from './files.js';
import { findingJson, findingText, severities, tally, tallyText } from './findings.js';
import { baselineOf, type Compared, readBaseline, withoutKnown, writeBaseline } from './knownFindings.js';
import { projectRules, RulesFileError } from './projectRules.js';
import { type CheckedFile, sarifLog } from './sarif.js';

interface CheckOptions {
	readonly format: Format | 'sarif';
	readonly failOn: Severity;
	readonly rule: RuleSeverities;
	readonly maxWarnings?: number;
	readonly device?: string;
	readonly baseline?: string;
	readonly updateBaseline?: boolean;
	/** A rules file in place of those that are found; false for none. */
	readonly config?: string | false;
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
					.option('--config <file>', 'rules file, in place of the rssv2.config.yaml nearest to each file')
					.option('--no-config', 'use no rules file')
					.option('--baseline <file>', 'let the lints pass that this file knows')
					.option('--update-baseline', 'make that file know the lints of now')
					.option('--max-warnings <n>', 'let up to so many warnings pass', readCount)
					.option('--device <uri>', 'the device that the files are for: tell what it cannot be given'),
		},
		(files, options) => check(context, files, options),
	);
}

async function check(
	context: CliContext,
	names: readonly string[],
	options: CheckOptions,
): Promise<ExitCode> {
	const { terminal } = context;
	const { format, baseline, updateBaseline = false } = options;
	if (updateBaseline && baseline === undefined)
		throw usageError('Name the file that --update-baseline writes: --baseline FILE.');
	const { checked, unreadable } = await checkAll(context, names, options);
	if (updateBaseline && baseline !== undefined) {
		if (unreadable > 0) throw usageError(`${baseline}: was not written, for not every file could be read.`);
		await writeBaseline(baseline, baselineOf(checked, baseline));
	}
	const compared =
		baseline === undefined
			? { files: checked, known: 0, gone: 0 }
			: withoutKnown(checked, await readBaseline(baseline), baseline);
	print(context, format, compared, unreadable);
	if (baseline !== undefined && compared.gone > 0)
		terminal.complain(
			`rssv2: ${count(compared.gone, 'finding')} of ${baseline} ${compared.gone === 1 ? 'is' : 'are'} no more there: --update-baseline.`,
		);
	if (unreadable > 0) return Exit.usage;
	return verdict(
		context,
		compared.files.flatMap(({ findings }) => findings),
		options,
	);
}

/** Checks every file by the rules that hold for it; what cannot be read is told and counted. */
async function checkAll(
	context: CliContext,
	names: readonly string[],
	{ rule, device, config }: CheckOptions,
): Promise<{ readonly checked: CheckedFile[]; readonly unreadable: number }> {
	const { terminal, process } = context;
	const target = device === undefined ? undefined : targetOf(device);
	const rulesOf = projectRules(config, process.cwd());
	const texts: CheckedText[] = [];
	let unreadable = 0;
	for (const file of await checkedFiles(names, process.cwd())) {
		try {
			const name = displayName(file);
			const rules = { ...rulesOf(file), ...rule };
			texts.push({
				name,
				check: checkText(await readText(context, file), { fileName: name }, rules, target),
			});
		} catch (error) {
			if (!(error instanceof CliError) || error instanceof RulesFileError) throw error;
			terminal.complain(`rssv2: ${error.message}`);
			unreadable++;
		}
	}
	const checked = texts.map((text): CheckedFile => {
		const { findings, lines, documents } = text.check;
		const all = [...findings, ...hostFindings(text, texts)].sort((a, b) => a.span.start - b.span.start);
		return { name: text.name, lines, documents, findings: all };
	});
	return { checked, unreadable };
}

function print(
	{ terminal, process }: CliContext,
	format: CheckOptions['format'],
	{ files, known }: Compared,
	unreadable: number,
): void {
	const counts = tally(files.flatMap(({ findings }) => findings));
	switch (format) {
		case 'sarif':
			terminal.printJson(sarifLog(files, process.cwd()));
			break;
		case 'json':
			terminal.printJson({
				files: files.map(({ name, findings, lines }) => ({
					file: name,
					findings: findings.map((finding) => findingJson(finding, lines)),
				})),
				summary: { files: files.length, unreadable, ...counts, known },
			});
			break;
		case 'text': {
			for (const file of files)
				for (const line of findingText(file.name, file, terminal)) terminal.print(line);
			const also = known > 0 ? `, and ${known} known` : '';
			if (files.length > 0) terminal.print(`${count(files.length, 'file')}: ${tallyText(counts)}${also}`);
		}
	}
}

function verdict(
	{ terminal }: CliContext,
	findings: readonly Finding[],
	{ failOn, maxWarnings }: CheckOptions,
): ExitCode {
	const { warning } = tally(findings);
	const tooMany = maxWarnings !== undefined && warning > maxWarnings;
	if (tooMany)
		terminal.complain(`rssv2: ${count(warning, 'warning')}: more than the ${maxWarnings} let pass.`);
	// Where a number of warnings may pass, that number decides.
	const failing = severities
		.slice(0, severities.indexOf(failOn) + 1)
		.filter((severity) => maxWarnings === undefined || severity !== 'warning');
	return tooMany || findings.some(({ severity }) => failing.includes(severity)) ? Exit.findings : Exit.clean;
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
