import type { Connection } from 'vscode-languageserver';
import { didYouMean } from '../config/nearest.js';
import { configurableIds } from '../rules/index.js';
import { readSeverities } from '../rules/severities.js';
import type { Severities } from './severities.js';

/** How long diagnostics wait for the client to tell its settings, in milliseconds. */
const LONGEST_WAIT = 500;

/** What the keeping of the setting needs. */
export interface RuleSettingsContext {
	readonly connection: Pick<Connection, 'console'>;
	readonly severities: Severities;
	readSetting(section: string): Promise<unknown>;
	/** Checks every open document anew. */
	checkAll(): void;
}

/** Keeps the store judging by the setting `rssv2.rules`. */
export class RuleSettings {
	#reading: Promise<void> = Promise.resolve();

	constructor(readonly context: RuleSettingsContext) {}

	/** Settles when what was last asked of the client is in force, or it takes too long to answer; never rejects. */
	async ready(): Promise<void> {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const limit = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, LONGEST_WAIT);
		});
		await Promise.race([this.#reading, limit]);
		clearTimeout(timer);
	}

	/** Reads the setting anew; what open documents are told changes with it. */
	read(): void {
		this.#reading = this.#reading.then(() => this.#read());
	}

	async #read(): Promise<void> {
		const { connection, severities: judged, readSetting, checkAll } = this.context;
		try {
			const value = await readSetting('rssv2.rules');
			const { severities, problems } = readSeverities(value, configurableIds, didYouMean);
			for (const problem of problems) connection.console.warn(`Setting rssv2.rules: ${problem}`);
			if (judged.judgeBy(severities)) checkAll();
		} catch (error) {
			connection.console.error(`Setting rssv2.rules cannot be read: ${String(error)}`);
		}
	}
}
