import { rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FleetError } from '../fleet/fleetError.js';
import { isGood, isOpen } from '../fleet/hostResult.js';
import { type FleetReport, type FleetRequest, fleetReport } from '../fleet/report.js';
import { type FleetOutcome, runFleet } from '../fleet/run.js';
import { fleetTally, STATE_WORDS } from '../fleet/words.js';
import type { FleetHost } from '../protocol.js';
import type { CliContext, Format } from './context.js';
import { CliError, Exit, type ExitCode, usageError } from './exit.js';
import { checkedFleetFiles } from './exportAnsible.js';
import { fileError } from './files.js';
import type { Style } from './terminal.js';

/** How a run is told of. */
interface Telling {
	readonly format: Format;
	/** Where the report is kept. */
	readonly result?: string;
	readonly verbose?: boolean;
}

/** A run that this one goes on with. */
interface Resumed {
	readonly before: readonly FleetHost[];
	/** The hosts to go on with. */
	readonly only: readonly string[];
}

const CANCELLING =
	'Cancelling: what is being pushed is put back, nothing more is begun. Ctrl+C again leaves it as it is.';

/** How much of what Ansible said is shown when it came to no host, in characters. */
const COMPLAINT = 4_000;

/**
 * Goes through a fleet: a line for each host as it ends, the tally at the end, the report where it is wanted.
 * @throws CliError when Ansible cannot be run or knows no host
 */
export async function goThrough(
	context: CliContext,
	{ format, result, verbose = false }: Telling,
	request: FleetRequest,
	resumed?: Resumed,
): Promise<ExitCode> {
	const { terminal, process } = context;
	const { journal, ...rest } = request;
	const files = await checkedFleetFiles(context, request.files);
	const script = process.argv[1];
	if (script === undefined) throw new CliError('Where this program lies is not known.', Exit.internal);
	const signal = context.interruption();
	signal.addEventListener('abort', () => terminal.complain(CANCELLING), { once: true });
	const told = new Set<string>();
	let said = '';
	const outcome = await orUsage(() =>
		runFleet(
			{
				...rest,
				files,
				directory: process.cwd(),
				program: [process.execPath, script],
				...(journal !== undefined && { options: [`--journal=${resolve(journal)}`] }),
				...(resumed && { only: resumed.only }),
			},
			{
				environment: process.env,
				signal,
				impatience: context.impatience(),
				onOutput: (text) => {
					said = (said + text).slice(-COMPLAINT);
					if (verbose) process.stderr.write(text);
				},
				onChange: (hosts) => {
					if (format === 'json') return;
					for (const host of hosts) {
						if (isOpen(host) || told.has(host.host)) continue;
						told.add(host.host);
						for (const line of hostLines(host, context)) terminal.print(line);
					}
				},
			},
		),
	);
	if (outcome.hosts.length === 0 && !outcome.cancelled) {
		throw usageError(`Ansible came to no host.${verbose ? '' : `\n${said.trim()}`}`);
	}
	const report = fleetReport(request, outcome, resumed?.before);
	if (result !== undefined) await keep(result, report);
	if (format === 'json') terminal.printJson(report);
	else terminal.print(fleetTally(report.hosts));
	return exitCode(outcome, report);
}

function exitCode({ cancelled, status }: FleetOutcome, { hosts }: FleetReport): ExitCode {
	if (cancelled) return Exit.cancelled;
	return status === 0 && hosts.every(isGood) ? Exit.clean : Exit.findings;
}

const STYLES: Partial<Record<FleetHost['state'], Style>> = {
	applied: 'green',
	planned: 'blue',
	rolledBack: 'yellow',
	refused: 'yellow',
	cancelled: 'yellow',
	broken: 'red',
	unknown: 'red',
};

/** `web01: applied: Pushed in 12 steps …`, then what changes and what differs. */
function hostLines(
	{ host, state, message, changes = [], differences = [] }: FleetHost,
	{ terminal }: CliContext,
): string[] {
	const style = STYLES[state];
	const word = style ? terminal.styled(style, STATE_WORDS[state]) : STATE_WORDS[state];
	// A host is called what an inventory calls it: no line break of it may begin a line of ours.
	const name = /[\p{Cc}\p{Zl}\p{Zp}]/u.test(host) ? JSON.stringify(host) : host;
	return [
		`${terminal.styled('bold', name)}: ${word}${message ? `: ${message}` : ''}`,
		...(state === 'planned' ? changes.map((line) => `  ${line}`) : []),
		...differences.map((line) => `  ${line}`),
	];
}

/** Writes a file that is there whole or not at all. */
async function keep(file: string, report: FleetReport): Promise<void> {
	const aside = `${file}.new`;
	try {
		await writeFile(aside, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 });
		await rename(aside, file);
	} catch (error) {
		throw fileError(file, 'write', error);
	}
}

async function orUsage<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof FleetError) throw usageError(error.message);
		throw error;
	}
}
