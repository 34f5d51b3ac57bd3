import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { parseReport, unfinished } from '../fleet/report.js';
import type { FleetAction } from '../fleet/run.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, type ExitCode, usageError } from './exit.js';
import { type BatchOptions, batchOptions } from './exportAnsible.js';
import { readText } from './files.js';
import { goThrough } from './fleetRun.js';
import { type JournalOptions, journalOption } from './journal.js';

interface RunOptions extends JournalOptions {
	readonly format: Format;
	readonly result?: string;
	readonly verbose?: boolean;
}

interface FleetOptions extends RunOptions, BatchOptions {
	readonly inventory: readonly string[];
	readonly forks: number;
	readonly limit?: string;
	readonly ansibleArg: readonly string[];
	readonly yes?: boolean;
}

const ABOUT: Readonly<Record<FleetAction, string>> = {
	plan: 'Show for every host what a push would change. Changes nothing.',
	push: 'Push to every host, in batches; too many failures of a batch end the run.',
	rollback: 'Roll the last push of every host back.',
};

/** `rssv2 fleet plan|push|rollback|resume` */
export function fleetCommand(context: CliContext): Command {
	const root = new Command('fleet').description(
		'Plan, push or roll back on every host of an Ansible inventory. Ansible runs here; nothing is installed on the hosts.',
	);
	for (const action of ['plan', 'push', 'rollback'] as const) root.addCommand(actionCommand(context, action));
	return root.addCommand(resumeCommand(context));
}

function actionCommand(context: CliContext, action: FleetAction): Command {
	return command<FleetOptions>(
		context,
		{
			name: action,
			description: ABOUT[action],
			configure: (self) => {
				if (action !== 'rollback')
					self.argument(
						'[file...]',
						'one configuration for every host, or each for the host it is called like',
					);
				if (action !== 'plan') self.option('-y, --yes', 'needed: nobody is asked host by host');
				batchOptions(self)
					.requiredOption('-i, --inventory <source>', 'inventory of Ansible; again for another', collect, [])
					.option('--forks <n>', 'hosts at the same time', readForks, 5)
					.option('--limit <pattern>', 'only hosts that match this too, a pattern of Ansible')
					.option('--ansible-arg <argument>', 'passed to ansible-playbook; again for another', collect, []);
				return runOptions(self);
			},
		},
		async (files, options) => {
			const { inventory, ansibleArg, device, limit, journal, serial, maxFailPercentage, hosts, forks } =
				options;
			if (inventory.length === 0) throw usageError('Name an inventory: --inventory hosts.yaml.');
			requireYes(action, options);
			return goThrough(context, options, {
				action,
				// Whole names: a run can be gone on with from another folder. With a comma it is a list of hosts.
				files: files.map((name) => (name === '-' ? name : resolve(name))),
				inventories: inventory.map((name) => (name.includes(',') ? name : resolve(name))),
				hosts,
				forks,
				serial,
				maxFailPercentage,
				...(device !== undefined && { device }),
				...(limit !== undefined && { limit }),
				...(journal !== undefined && { journal }),
				...(ansibleArg.length > 0 && { ansibleArguments: ansibleArg }),
			});
		},
	);
}

function resumeCommand(context: CliContext): Command {
	return command<RunOptions & { readonly yes?: boolean }>(
		context,
		{
			name: 'resume',
			description:
				'Go on with a run that --result kept: the hosts that failed or were not begun. The file is brought up to date.',
			configure: (self) =>
				runOptions(self.argument('<result>', 'what --result of the run wrote')).option(
					'-y, --yes',
					'needed: nobody is asked host by host',
				),
		},
		async ([file = ''], options): Promise<ExitCode> => {
			const report = parseReport(await readText(context, file));
			if (!report) throw usageError(`${file}: is no result of a push or rollback of a fleet.`);
			requireYes(report.request.action, options);
			const only = unfinished(report);
			if (only.length === 0) {
				context.terminal.print('Every host is as wanted: nothing is left to do.');
				return Exit.clean;
			}
			return goThrough(context, { ...options, result: options.result ?? file }, report.request, {
				before: report.hosts,
				only,
			});
		},
	);
}

function runOptions(self: Command): Command {
	return self
		.option('--result <file>', 'keep what became of each host, to go on from: rssv2 fleet resume FILE')
		.option('--verbose', 'print what Ansible says, to standard error')
		.addOption(journalOption());
}

function requireYes(action: FleetAction, { yes = false }: { readonly yes?: boolean }): void {
	if (action === 'plan' || yes) return;
	throw usageError(`${action} changes devices: look at the plan (rssv2 fleet plan), then pass --yes.`);
}

function collect(one: string, before: readonly string[]): string[] {
	return [...before, one];
}

function readForks(text: string): number {
	const forks = Number(text);
	if (/^\d{1,4}$/.test(text) && forks > 0) return forks;
	throw new InvalidArgumentError('It is a number from 1 to 9999.');
}
