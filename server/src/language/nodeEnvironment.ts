import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { URI } from 'vscode-uri';
import type { PositionEncoding } from '../config/lines.js';
import { MAX_TEXT_LENGTH } from '../config/parse.js';
import type { EmulatorServer } from '../daemon/emulatorServer.js';
import type { Device } from '../devices/device.js';
import type { DeviceJournal } from '../devices/journal/deviceJournal.js';
import { stateDirectory } from '../devices/journal/directory.js';
import type { JournalEntry } from '../devices/journal/entry.js';
import { Journals } from '../devices/journal/journals.js';
import { type DeviceUri, formatDeviceUri } from '../devices/uri.js';
import type { AdapterDescription } from '../emulator/description.js';
import { RulesFiles, severitiesUnder } from '../projectRules/findRulesFile.js';
import type { RuleSeverities } from '../rules/severities.js';
import type { Environment, ProjectRules, RunningEmulator } from './environment.js';

/**
 * The platform as Node gives it. What reaches devices, emulators and captures is loaded when it is first asked for: an
 * editor that opens a file waits for none of it.
 */
export class NodeEnvironment implements Environment {
	readonly #servers = new Set<EmulatorServer>();
	#folder: Promise<string> | undefined;
	#started = 0;

	readonly #journals: Journals;
	/** Of the emulators that run here: they end with them, and so does what is known of pushes to them. */
	#ownJournals: Journals | undefined;

	/** @param process whose environment variables hold the tokens of devices, and with which all ends */
	constructor(readonly process: NodeJS.Process) {
		const { platform, env: environment } = process;
		this.#journals = new Journals(stateDirectory({ platform, environment, home: homedir() }));
	}

	readonly journalOf = (uri: DeviceUri): DeviceJournal => {
		const own = this.#ownJournals;
		const isOwn =
			own && uri.kind === 'emulator' && uri.transport === 'unix' && dirname(uri.path) === own.directory;
		return (isOwn ? own : this.#journals).of(uri);
	};

	interruptedPushes(): JournalEntry[] {
		return this.#journals.interrupted();
	}

	async openDevice(uri: string, signal: AbortSignal): Promise<Device> {
		const { openDevice } = await import('../devices/open.js');
		return openDevice(uri, { signal, environment: this.process.env });
	}

	async openCapture(path: string): ReturnType<Environment['openCapture']> {
		const { fileSource } = await import('../traffic/capture/captureSource.js');
		const { size, mtimeMs, ino } = await stat(path);
		return { source: await fileSource(path), stamp: `${size} ${mtimeMs} ${ino}` };
	}

	async interfaceNames(device: string): Promise<readonly string[]> {
		const { interfaceNames } = await import('../devices/interfaces.js');
		return interfaceNames(device, this.process.env);
	}

	async findConfigurations(folder: string): Promise<readonly string[]> {
		const uri = URI.parse(folder);
		if (uri.scheme !== 'file') return [];
		const { configurationFiles } = await import('../files/configurationFiles.js');
		const names = await configurationFiles(uri.fsPath);
		return names.map((name) => URI.file(join(uri.fsPath, name)).toString());
	}

	async readText(uri: string): Promise<string> {
		const path = URI.parse(uri).fsPath;
		const { size } = await stat(path);
		// No character takes more than three bytes for each of its UTF-16 code units.
		if (size > 3 * MAX_TEXT_LENGTH) throw new Error(`${path} is too large to be a configuration.`);
		return readFile(path, 'utf8');
	}

	readonly shippedFile = (path: string): string | undefined => {
		// The server is bundled into dist/, beside which the rest of the package lies.
		const file = join(dirname(this.process.argv[1] ?? ''), '..', path);
		return existsSync(file) ? pathToFileURL(file).href : undefined;
	};

	projectRules(encoding: PositionEncoding): ProjectRules {
		const files = new RulesFiles(encoding);
		return {
			of: (uri) => {
				const { scheme, fsPath } = URI.parse(uri);
				const rules = scheme === 'file' ? files.of(fsPath) : undefined;
				if (!rules) return undefined;
				const severities = (given: RuleSeverities) => severitiesUnder(rules, fsPath, given);
				return { uri: URI.file(rules.path).toString(), rules, severities };
			},
		};
	}

	async runFleet(
		...[run, surroundings]: Parameters<Environment['runFleet']>
	): ReturnType<Environment['runFleet']> {
		const { runFleet } = await import('../fleet/run.js');
		const { argv, env: environment, execPath } = this.process;
		const program = [execPath, join(dirname(argv[1] ?? ''), 'cli.js')];
		return runFleet({ ...run, program }, { ...surroundings, environment });
	}

	async startEmulator(description: AdapterDescription): Promise<RunningEmulator> {
		this.#folder ??= this.#makePrivateFolder();
		this.#ownJournals ??= new Journals(await this.#folder);
		const path = join(await this.#folder, `emulator-${++this.#started}.sock`);
		const [{ EmulatorServer }, { MiniportAdapter }] = await Promise.all([
			import('../daemon/emulatorServer.js'),
			import('../emulator/miniport.js'),
		]);
		const server = new EmulatorServer(new MiniportAdapter(description));
		await server.listen({ kind: 'unix', path });
		this.#servers.add(server);
		const stop = async () => {
			this.#servers.delete(server);
			await server.close();
		};
		return { uri: formatDeviceUri({ kind: 'emulator', transport: 'unix', path }), stop };
	}

	async dispose(): Promise<void> {
		await Promise.allSettled([...this.#servers].map((server) => server.close()));
		this.#servers.clear();
		if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
		this.#folder = undefined;
	}

	async #makePrivateFolder(): Promise<string> {
		// mkdtemp makes the folder with mode 0700.
		const folder = await mkdtemp(join(tmpdir(), 'rssv2-'));
		// A client that goes without a shutdown request leaves no time for anything asynchronous.
		this.process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
		return folder;
	}
}
