import { type Disposable, EventEmitter, type Memento, type Uri } from 'vscode';

const KEY = 'rssv2.fileDevices';
/** Files remembered at a time; the one named longest ago goes first. */
const MOST = 200;

/** A device as it was named when it was chosen. */
export interface FileDevice {
	readonly uri: string;
	readonly label: string;
	/** An emulator of a window: gone with it. */
	readonly embedded: boolean;
}

/** Which device each file was last pushed to or compared with; kept with the workspace. */
export class FileDevices implements Disposable {
	readonly #changed = new EventEmitter<void>();
	readonly #memory: Memento;
	/** Called after another device was remembered or forgotten. */
	readonly onDidChange = this.#changed.event;

	/** @param memory of the workspace */
	constructor(memory: Memento) {
		this.#memory = memory;
	}

	/** The device of a file; undefined when none was chosen for it yet. */
	of(file: Uri): FileDevice | undefined {
		return this.#all().find(([uri]) => uri === file.toString())?.[1];
	}

	/** The files of a device, the one named last first. */
	filesOf(device: string): readonly string[] {
		return this.#all()
			.filter(([, { uri }]) => uri === device)
			.map(([file]) => file)
			.reverse();
	}

	/** Every file and its device's URI, the one named last at the end. */
	pairs(): { uri: string; device: string }[] {
		return this.#all().map(([uri, device]) => ({ uri, device: device.uri }));
	}

	/** Every device that a file was used with and that may still be there, once each. */
	all(): readonly FileDevice[] {
		const lasting = this.#all().flatMap(([, device]) => (device.embedded ? [] : [device]));
		return [...new Map(lasting.map((device) => [device.uri, device])).values()];
	}

	/** Remembers the device of a file. */
	async set(file: Uri, { uri, label, embedded }: FileDevice): Promise<void> {
		const others = this.#all().filter(([known]) => known !== file.toString());
		await this.#memory.update(KEY, [...others, [file.toString(), { uri, label, embedded }]].slice(-MOST));
		this.#changed.fire();
	}

	dispose(): void {
		this.#changed.dispose();
	}

	#all(): readonly (readonly [string, FileDevice])[] {
		return this.#memory.get(KEY, []);
	}
}
