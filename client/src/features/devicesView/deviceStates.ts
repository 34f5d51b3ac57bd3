import { type Disposable, EventEmitter, Uri, workspace } from 'vscode';
import type { DeviceCounters, DeviceItem } from '../../../../server/src/protocol.js';
import { baseName, isConfiguration } from '../../infrastructure/documents.js';
import { messageOf } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { type Known, typedDevices } from './words.js';

/** What is known of the devices; looked up when a row wants it, and anew once something changed. */
export class DeviceStates implements Disposable {
	readonly #services: Pick<Services, 'server' | 'fileDevices'>;
	readonly #changed = new EventEmitter<string | undefined>();
	readonly #known = new Map<string, Known>();
	readonly #counted = new EventEmitter<string>();
	readonly #counters = new Map<string, DeviceCounters>();
	#devices: readonly DeviceItem[] = [];
	/** Called with the device that is otherwise than it was known; with undefined when all may be. */
	readonly onDidChange = this.#changed.event;
	/** Called with the device that counted packets. */
	readonly onDidCount = this.#counted.event;

	constructor(services: Pick<Services, 'server' | 'fileDevices'>) {
		this.#services = services;
	}

	/** Devices that differ from their files, of those that were looked at. */
	get drifted(): number {
		return [...this.#known.values()].filter(
			(known) => 'report' in known && (known.report.differences?.length ?? 0) > 0,
		).length;
	}

	/** The devices to show. Emulators are looked at without being asked, and watched; others only when they are opened. */
	async list(): Promise<readonly DeviceItem[]> {
		const { server, fileDevices } = this.#services;
		const listed = await server.request('rssv2/devices', {});
		this.#devices = [...listed, ...typedDevices(fileDevices.all(), listed)];
		const near = this.#devices.filter(({ kind }) => kind === 'emulator').map(({ uri }) => uri);
		await server.request('rssv2/device/watch', { devices: near });
		for (const device of near) if (!this.#known.has(device)) void this.#lookAnew(device);
		return this.#devices;
	}

	/** What is known of a device by now. */
	known(device: string): Known | undefined {
		return this.#known.get(device);
	}

	/** What a device has counted; undefined while it told nothing. */
	counters(device: string): DeviceCounters | undefined {
		return this.#counters.get(device);
	}

	/** A device told what it has counted. */
	count(counters: DeviceCounters): void {
		this.#counters.set(counters.device, counters);
		this.#counted.fire(counters.device);
	}

	/** How a device stands; read when it is not known. */
	async look(device: string): Promise<Known> {
		return this.#known.get(device) ?? this.#read(device);
	}

	/** Forgets what is known, of one device or of all, and tells so. */
	forget(device?: string): void {
		if (device === undefined) {
			this.#known.clear();
			this.#changed.fire(undefined);
		} else if (this.#devices.some(({ uri }) => uri === device)) void this.#lookAnew(device);
	}

	/** The text of a file changed: the devices that it is compared with are compared anew. */
	fileChanged(file: string): void {
		for (const { uri } of this.#devices) {
			if (this.#known.has(uri) && this.#fileOf(uri) === file) void this.#lookAnew(uri);
		}
	}

	/** Nobody looks: devices need not tell of changes. */
	async rest(): Promise<void> {
		this.#known.clear();
		this.#counters.clear();
		await this.#services.server.request('rssv2/device/watch', { devices: [] });
	}

	dispose(): void {
		this.#changed.dispose();
		this.#counted.dispose();
	}

	async #lookAnew(device: string): Promise<void> {
		await this.#read(device);
		this.#changed.fire(device);
	}

	async #read(device: string): Promise<Known> {
		const uri = this.#fileOf(device);
		const params = { device, ...(uri !== undefined && { uri }) };
		const known: Known = await this.#services.server.request('rssv2/device/inspect', params).then(
			(report) => ({ report, file: uri === undefined ? undefined : baseName(Uri.parse(uri).path) }),
			(error: unknown) => ({ error: messageOf(error) }),
		);
		this.#known.set(device, known);
		return known;
	}

	/** The open configuration that was last used with a device. */
	#fileOf(device: string): string | undefined {
		const open = new Set(workspace.textDocuments.filter(isConfiguration).map(({ uri }) => uri.toString()));
		return this.#services.fileDevices.filesOf(device).find((file) => open.has(file));
	}
}
