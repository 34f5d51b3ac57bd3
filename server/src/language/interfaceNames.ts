import { parseDeviceUri } from '../devices/uri.js';
import type { FileDeviceItem } from '../protocol.js';
import type { Environment } from './environment.js';

/** How long a list of completions waits for a machine, in milliseconds; what comes later is in the next one. */
const LONGEST_WAIT = 2_000;

/** Names that a property can have: of interfaces of Linux, or of network adapters of Windows. */
export type InterfaceKind = 'linux' | 'windows';

/** The names of interfaces that are known from devices: of the machine that a file is for all of them, of others their own. */
export class InterfaceNames {
	#files: ReadonlyMap<string, string> = new Map();
	/** By device. A machine is asked once, until files are for other devices. */
	readonly #asked = new Map<string, Promise<readonly string[]>>();

	/** @param devices URIs of those in the settings */
	constructor(
		readonly environment: Pick<Environment, 'interfaceNames'>,
		readonly devices: () => Promise<readonly string[]>,
	) {}

	/** Which device each file is for, from now on. */
	aimAt(files: readonly FileDeviceItem[]): void {
		this.#files = new Map(files.map(({ uri, device }) => [uri, device]));
		this.#asked.clear();
	}

	/** Names for a document, each once: those of the machine that it is for come first. Never rejects. */
	async of(uri: string, kind: InterfaceKind): Promise<string[]> {
		const device = this.#files.get(uri);
		const others = await this.devices().catch(() => []);
		const there = kind === 'linux' && device !== undefined ? await this.#names(device) : [];
		const own = [...(device === undefined ? [] : [device]), ...others].flatMap((one) => nameIn(one, kind));
		return [...new Set([...there, ...own])];
	}

	async #names(device: string): Promise<readonly string[]> {
		const asked =
			this.#asked.get(device) ??
			this.environment.interfaceNames(device).catch(() => {
				this.#asked.delete(device); // it may be reached the next time
				return [];
			});
		this.#asked.set(device, asked);
		let timer: ReturnType<typeof setTimeout> | undefined;
		const limit = new Promise<readonly string[]>((resolve) => {
			timer = setTimeout(() => resolve([]), LONGEST_WAIT);
		});
		const names = await Promise.race([asked, limit]);
		clearTimeout(timer);
		return names;
	}
}

/** The name that a device URI has of its own kind. */
function nameIn(device: string, kind: InterfaceKind): string[] {
	try {
		const uri = parseDeviceUri(device);
		if (uri.kind === 'linux' && kind === 'linux') return [uri.interface];
		return uri.kind === 'windows' && kind === 'windows' ? [uri.adapter] : [];
	} catch {
		return []; // whoever uses it is told what is wrong with it
	}
}
