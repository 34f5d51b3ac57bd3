import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FleetHost } from '../protocol.js';
import { FleetBoard } from './board.js';
import { CALLBACK_FILE, CALLBACK_PLUGIN, CANCEL_FILE, EVENTS_FD } from './callbackPlugin.js';
import { parseEvent } from './events.js';
import { FleetError } from './fleetError.js';
import { limitText } from './limit.js';
import { fleetPlaybook, type PlaybookOptions } from './playbook.js';
import { endGently } from './stop.js';

/** What is done to every host. */
export type FleetAction = 'plan' | 'push' | 'rollback';

/** One run of Ansible over a fleet. */
export interface FleetRun extends PlaybookOptions {
	readonly action: FleetAction;
	/** Inventory files, directories or host lists, as `ansible-playbook -i` takes them. */
	readonly inventories: readonly string[];
	/** Where names begin: of inventories, and of configurations. */
	readonly directory: string;
	/** Hosts at the same time. */
	readonly forks: number;
	/** A pattern that hosts must match too. */
	readonly limit?: string;
	/** These hosts and no others, by name. */
	readonly only?: readonly string[];
	/** More arguments for `ansible-playbook`. */
	readonly ansibleArguments?: readonly string[];
}

/** What surrounds a run. */
export interface FleetSurroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Aborting it ends the run: what is being pushed is rolled back, nothing more is begun. */
	readonly signal?: AbortSignal;
	/** Aborted when even that takes too long for the user. */
	readonly impatience?: AbortSignal;
	/** Called with all hosts whenever one of them stands otherwise. */
	readonly onChange?: (hosts: readonly FleetHost[]) => void;
	/** What Ansible prints, as it comes. */
	readonly onOutput?: (text: string) => void;
}

/** What a run came to. */
export interface FleetOutcome {
	/** In the order of the inventory; empty when Ansible did not come that far. */
	readonly hosts: readonly FleetHost[];
	/** How Ansible ended; null when a signal ended it. */
	readonly status: number | null;
	readonly cancelled: boolean;
}

/**
 * Runs `ansible-playbook` with the playbook of a fleet in a folder of its own, and follows what becomes of each host. When
 * it returns, Ansible has ended and the folder is gone.
 * @throws FleetError when Ansible cannot be run
 */
export async function runFleet(run: FleetRun, surroundings: FleetSurroundings): Promise<FleetOutcome> {
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-fleet-'));
	try {
		return await runIn(folder, run, surroundings);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function runIn(folder: string, run: FleetRun, surroundings: FleetSurroundings): Promise<FleetOutcome> {
	const { signal, impatience, environment, onChange, onOutput } = surroundings;
	const playbook = join(folder, 'playbook.yaml');
	const cancelFile = join(folder, 'cancel');
	const options = [...(run.options ?? []), `--cancel-file=${cancelFile}`];
	await mkdir(dirname(join(folder, CALLBACK_FILE)));
	await writeFile(join(folder, CALLBACK_FILE), CALLBACK_PLUGIN);
	await writeFile(playbook, fleetPlaybook({ ...run, options }));
	if (run.only) await writeFile(join(folder, 'only'), limitText(run.only));
	signal?.throwIfAborted();

	const board = new FleetBoard();
	const ansible = spawn('ansible-playbook', argumentsOf(run, folder, playbook), {
		cwd: run.directory,
		env: { ...environment, [EVENTS_FD]: '3', [CANCEL_FILE]: cancelFile },
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		// In a group of its own Ctrl+C at our terminal does not reach it: we cancel in the right order.
		detached: true,
	});
	const ended = new Promise<number | null>((resolve, reject) => {
		ansible.once('error', (error) => reject(notRun(error)));
		ansible.once('exit', resolve);
	});
	// Workers that outlive Ansible may hold its pipes open: they are not waited for for long.
	const closed = new Promise<void>((resolve) => ansible.once('close', () => resolve()));
	for (const stream of [ansible.stdout, ansible.stderr])
		stream?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
	const [, , , events] = ansible.stdio;
	if (events && 'read' in events) {
		createInterface({ input: events, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
			const event = parseEvent(line);
			if (!event) return;
			board.take(event);
			onChange?.(board.hosts());
		});
	}
	const stop = new AbortController();
	const stopping = endGently({ ansible, board, cancelFile, signal, impatience, over: stop.signal });
	try {
		const status = await ended;
		await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LAST_WORDS).unref())]);
		board.close();
		onChange?.(board.hosts());
		return { hosts: board.hosts(), status, cancelled: signal?.aborted ?? false };
	} finally {
		stop.abort();
		await stopping;
		for (const stream of ansible.stdio) stream?.destroy();
	}
}

/** How long the rest of Ansible's output is waited for, in milliseconds. */
const LAST_WORDS = 5_000;

function argumentsOf(run: FleetRun, folder: string, playbook: string): string[] {
	const { action, inventories, forks, limit, only, ansibleArguments = [] } = run;
	return [
		...inventories.map((inventory) => `--inventory=${inventory}`),
		`--forks=${forks}`,
		...(action === 'plan' ? ['--check', '--diff'] : []),
		...(action === 'rollback' ? ['--tags=rollback'] : []),
		// Two limits are one with both: hosts of the list that match the pattern.
		...(limit !== undefined && only === undefined ? [`--limit=${limit}`] : []),
		...(only ? [`--limit=@${join(folder, 'only')}`] : []),
		...ansibleArguments,
		playbook,
	];
}

function notRun(error: NodeJS.ErrnoException): FleetError {
	if (error.code !== 'ENOENT') return new FleetError(`ansible-playbook cannot be run: ${error.message}.`);
	return new FleetError(
		'ansible-playbook is not installed on this machine. Install it: apt-get install ansible-core, or pipx install ansible-core.',
	);
}
