import type { PositionEncoding } from '../config/lines.js';
import type { Device } from '../devices/device.js';
import type { DeviceJournal } from '../devices/journal/deviceJournal.js';
import type { JournalEntry } from '../devices/journal/entry.js';
import type { DeviceUri } from '../devices/uri.js';
import type { AdapterDescription } from '../emulator/description.js';
import type { FleetOutcome, FleetRun, FleetSurroundings } from '../fleet/run.js';
import type { FoundRules } from '../projectRules/findRulesFile.js';
import type { RuleSeverities } from '../rules/severities.js';
import type { CaptureSource } from '../traffic/capture/captureSource.js';

/** Gives the journal of the last push to a device. */
export type JournalOf = (uri: DeviceUri) => DeviceJournal;

/** What the server needs of the platform it runs on, injected so that nothing else asks for it. */
export interface Environment {
	/** Connects to the device that a URI names; the caller closes it. @throws DeviceError */
	openDevice(uri: string, signal: AbortSignal): Promise<Device>;
	/** Starts an emulator of an adapter that only this user can reach. */
	startEmulator(description: AdapterDescription): Promise<RunningEmulator>;
	/**
	 * A capture file, not yet read, and a stamp that changes whenever the file does.
	 * @throws the error of the file system
	 */
	openCapture(path: string): Promise<{ readonly source: CaptureSource; readonly stamp: string }>;
	/** The journal of the last push to a device. */
	readonly journalOf: JournalOf;
	/** Pushes that no process brings to an end any more, to devices that may still be there. */
	interruptedPushes(): readonly JournalEntry[];
	/** Names of the network interfaces of the machine that a device is in, where they can be had. @throws DeviceError */
	interfaceNames(device: string): Promise<readonly string[]>;
	/** The configuration files in and below a folder, all as URIs; none where it cannot be looked into. */
	findConfigurations(folder: string): Promise<readonly string[]>;
	/** The text of a file. @throws the error of the file system, or for one that is too large */
	readText(uri: string): Promise<string>;
	/** A file that came with the server, by its path in the package, as a URI; undefined where it is not there. */
	shippedFile(path: string): string | undefined;
	/** The rules files of projects, as they are on the disk from now on: each is read once. */
	projectRules(encoding: PositionEncoding): ProjectRules;
	/** Runs Ansible over a fleet, with the command line beside this server. @throws FleetError */
	runFleet(
		run: Omit<FleetRun, 'program'>,
		surroundings: Omit<FleetSurroundings, 'environment'>,
	): Promise<FleetOutcome>;
	/** Ends what was started and removes what it left behind. */
	dispose(): Promise<void>;
}

/** The rules files of projects, by the URI of a configuration. */
export interface ProjectRules {
	/** The nearest one; undefined where there is none, and for a document that is no file. */
	of(uri: string):
		| {
				/** Of the rules file. */
				readonly uri: string;
				readonly rules: FoundRules;
				/** The severities of the configuration, over those given. */
				readonly severities: (given: RuleSeverities) => RuleSeverities;
		  }
		| undefined;
}

/** An emulator that runs within the server. */
export interface RunningEmulator {
	/** Its device URI. */
	readonly uri: string;
	stop(): Promise<void>;
}
