import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { DEFAULT_BATCHES, parsePercentage, parseSerial } from '../fleet/batches.js';
import { FleetFilesError, fleetFiles } from '../fleet/files.js';
import { FleetError } from '../fleet/fleetError.js';
import { isGood, isOpen } from '../fleet/hostResult.js';
import type { FleetHost } from '../protocol.js';
import type { Environment } from './environment.js';
import type { ConfigurationOf } from './openConfigurations.js';
import { reporter } from './progress.js';
import { notify, onCustomRequest, signalOf } from './requests.js';
import { failure } from './runner.js';

/** How often the client is told where the hosts stand at most, in milliseconds. */
const TELL_EVERY = 200;
/** How much of what Ansible said is told when it came to no host, in characters. */
const COMPLAINT = 2_000;

/** What the requests about fleets take from the others. */
export interface FleetSurroundings {
	readonly readSetting: (section: string) => Promise<unknown>;
	/** The configuration of an open document, when it has no errors. @throws when it is not open */
	readonly configurationOf: ConfigurationOf;
}

/** The requests about fleets: a run of Ansible with the playbook of `rssv2 export ansible`, one at a time. */
export function registerFleet(
	connection: Connection,
	environment: Pick<Environment, 'runFleet'>,
	{ readSetting, configurationOf }: FleetSurroundings,
): void {
	let running = false;
	onCustomRequest(
		connection,
		'rssv2/fleet/run',
		async ({ action, uri, inventory, only, workDoneToken }, token) => {
			if (running) throw failure('A fleet is being gone through already: wait for it, or cancel it.');
			const { scheme, fsPath } = URI.parse(uri);
			if (scheme !== 'file') throw failure('Ansible reads the file from the disk: save it first.');
			const { configuration, errors } = configurationOf(uri);
			if (!configuration)
				throw failure(
					`The file has ${errors} ${errors === 1 ? 'error' : 'errors'}: it would be pushed nowhere.`,
				);
			const settings = readFleetSettings(await readSetting('rssv2.fleet'));
			const progress = reporter(connection, workDoneToken, 'Ansible');
			const teller = new Teller((hosts) => {
				notify(connection, 'rssv2/fleetChanged', { hosts: [...hosts] });
				const done = hosts.filter((host) => !isOpen(host));
				const bad = done.filter((host) => !isGood(host)).length;
				progress.report(
					`${done.length}/${hosts.length}${bad > 0 ? `, ${bad} not as wanted` : ''}`,
					done.length,
					hosts.length,
				);
			});
			let said = '';
			running = true;
			try {
				const { hosts, cancelled, status } = await environment.runFleet(
					{
						action,
						inventories: [inventory],
						files: fleetFiles([fsPath]),
						directory: URI.file(inventory).with({ path: parentOf(URI.file(inventory).path) }).fsPath,
						hosts: 'all',
						...settings,
						...(only && { only }),
					},
					{
						signal: signalOf(token),
						onChange: (all) => teller.tell(all),
						onOutput: (text) => {
							said = (said + text).slice(-COMPLAINT);
						},
					},
				);
				if (hosts.length === 0 && !cancelled)
					throw failure(`Ansible came to no host. ${said.trim() || `It ended with ${status}.`}`);
				return { hosts: [...hosts], cancelled };
			} catch (error) {
				throw error instanceof FleetError || error instanceof FleetFilesError
					? failure(error.message)
					: error;
			} finally {
				running = false;
				teller.end();
				progress.done();
			}
		},
		{ keepResult: true },
	);
}

/** The setting `rssv2.fleet`, checked; what is not said is as on the command line. @throws when a value is no good */
function readFleetSettings(value: unknown) {
	const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
	const { device, limit, serial, maxFailPercentage, forks = 5 } = given;
	const batches = serial === undefined ? DEFAULT_BATCHES.serial : parseSerial(String(serial));
	if (!batches)
		throw failure('Setting rssv2.fleet: `serial` is a number of hosts or a percentage, or several: 1,25%.');
	const percentage =
		maxFailPercentage === undefined
			? DEFAULT_BATCHES.maxFailPercentage
			: parsePercentage(String(maxFailPercentage));
	if (percentage === undefined)
		throw failure('Setting rssv2.fleet: `maxFailPercentage` is a number from 0 to 100.');
	if (typeof forks !== 'number' || !Number.isInteger(forks) || forks < 1 || forks > 9999)
		throw failure('Setting rssv2.fleet: `forks` is a number from 1 to 9999.');
	return {
		serial: batches,
		maxFailPercentage: percentage,
		forks,
		...(typeof device === 'string' && device !== '' && { device }),
		...(typeof limit === 'string' && limit !== '' && { limit }),
	};
}

function parentOf(path: string): string {
	return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** Tells the latest, not more often than a person can see. */
class Teller {
	#latest: readonly FleetHost[] | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly say: (hosts: readonly FleetHost[]) => void) {}

	tell(hosts: readonly FleetHost[]): void {
		this.#latest = hosts;
		this.#timer ??= setTimeout(() => this.#now(), TELL_EVERY);
	}

	/** Tells what was not told yet. */
	end(): void {
		clearTimeout(this.#timer);
		this.#now();
	}

	#now(): void {
		this.#timer = undefined;
		if (this.#latest) this.say(this.#latest);
		this.#latest = undefined;
	}
}
