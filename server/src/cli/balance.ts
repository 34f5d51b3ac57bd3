import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Configuration, ScalingEntity } from '../config/model.js';
import { tableEdits } from '../edit/tableEdit.js';
import { applyEdits } from '../edit/textEdit.js';
import type { Balance } from '../rss/balance.js';
import { BalanceError, balanceEntity } from '../traffic/balanceEntity.js';
import { type CheckResult, checkText } from '../validation/check.js';
import { checkLoadOptions, type LoadOptions, type MeasuredEntity, measureEntity } from './balanceLoad.js';
import { balanceOutput, type EntityBalance, titleOf } from './balanceOutput.js';
import { balanceText } from './balanceText.js';
import { changedLines } from './changedLines.js';
import { refuseErrors } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { CliError, Exit, usageError } from './exit.js';
import { displayName, readText } from './files.js';
import { rewriteFile } from './rewriteFile.js';
import { captureMeter } from './spreadCapture.js';
import { trafficOptions, vportId, wholeNumber } from './trafficOptions.js';

interface BalanceOptions extends LoadOptions {
	readonly format: Format;
	readonly vport?: number;
	readonly numa?: number;
	readonly oneThreadPerCore?: true;
	/** Percent. */
	readonly tolerance: number;
	readonly write?: true;
}

/** `rssv2 balance FILE (--flows N | --flow-set NAME | --capture FILE) [--vport N] [--write]` */
export function balanceCommand(context: CliContext): Command {
	return command<BalanceOptions>(
		context,
		{
			name: 'balance',
			description: 'Even the load of processors by moving as few entries of the tables as possible.',
			configure: (self) =>
				trafficOptions(self.argument('<file>', 'configuration file, - for standard input'))
					.addOption(
						new Option('--by <measure>', 'what to even')
							.choices(['flows', 'packets', 'bytes'])
							.default('packets'),
					)
					.option('--vport <id>', 'this VPort only', vportId)
					.option('--numa <node>', 'processors of this NUMA node alone', (text) =>
						wholeNumber(text, 0, 0xffff),
					)
					.option('--one-thread-per-core', 'no two threads of one core')
					.option(
						'--tolerance <percent>',
						'how far the busiest may stay above the best found, to save moves',
						percentage,
						1,
					)
					.option('--write', 'edit the file; comments and style stay'),
		},
		async ([file = ''], options) => {
			checkLoadOptions(file, options);
			const { format, write } = options;
			if (write && file === '-') throw usageError('--write needs a file: standard input cannot be edited.');
			const text = await readText(context, file);
			const result = checkText(text, { fileName: displayName(file) });
			refuseErrors(context, file, result, 'balance it');
			const { balanced, edited } = await balanceAll(context, file, text, result, options);
			const changes = changedLines(text, edited);
			if (format === 'json') context.terminal.printJson({ entities: balanced, changes });
			else context.terminal.print(balanceText(balanced, changes, displayName(file), context.terminal));
			if (write && edited !== text) {
				await rewriteFile(file, text, edited);
				context.terminal.complain(`Wrote ${file}.`);
			}
			return Exit.clean;
		},
	);
}

/** Balances the entities that are asked for, one after another in the text. */
async function balanceAll(
	context: CliContext,
	file: string,
	text: string,
	{ documents, syntax }: CheckResult,
	options: BalanceOptions,
): Promise<{ readonly balanced: readonly EntityBalance[]; readonly edited: string }> {
	const asked = documents.flatMap(({ configuration }, document) =>
		(configuration?.entities ?? [])
			.filter(({ vportId: id }) => options.vport === undefined || id.value === options.vport)
			.map((entity) => ({ configuration, document, entity })),
	);
	if (asked.length === 0) {
		const what = options.vport === undefined ? 'no scaling entity' : `no VPort ${options.vport}`;
		throw usageError(`${displayName(file)}: has ${what}.`);
	}
	const meter = captureMeter(context, documents, options);
	const balanced: EntityBalance[] = [];
	let edited = text;
	for (const { configuration, document, entity } of asked) {
		if (!configuration) continue;
		const measured = await measureEntity(context, configuration, entity, options, meter);
		const found = tryBalance(context, configuration, entity, measured, options, asked.length === 1);
		if (!found) continue;
		balanced.push(balanceOutput(configuration, entity, measured, options.by, found));
		edited = applyEdits(edited, tableEdits(edited, syntax, entity.vportId.value, found.table, { document }));
	}
	if (balanced.length === 0) throw new CliError(`${displayName(file)}: has no table to balance.`);
	return { balanced, edited };
}

/** The balance of an entity. What cannot be balanced is passed over with a word, unless it is the only one. */
function tryBalance(
	{ terminal }: CliContext,
	configuration: Configuration,
	entity: ScalingEntity,
	load: MeasuredEntity,
	{ numa, oneThreadPerCore, tolerance }: BalanceOptions,
	only: boolean,
): Balance | undefined {
	const wishes = { numaNode: numa, oneThreadPerCore, tolerance: tolerance / 100 };
	try {
		return balanceEntity(configuration, entity, load, wishes);
	} catch (error) {
		if (!(error instanceof BalanceError)) throw error;
		// With RSS off both would say that.
		const why = [...(entity.rss.value ? load.notes : []), error.message];
		const message = `${titleOf(configuration, entity)}: ${why.join(' ')}`;
		if (only) throw new CliError(message);
		terminal.complain(message);
		return undefined;
	}
}

function percentage(text: string): number {
	const value = Number(text);
	if (!/^\d+(\.\d+)?$/.test(text) || value > 100)
		throw new InvalidArgumentError('It must be a number from 0 to 100.');
	return value;
}
