import type { Device, StepResult } from '../../server/src/devices/device.js';
import { DeviceError, throwIfCancelled } from '../../server/src/devices/deviceError.js';
import type { DeviceUri } from '../../server/src/devices/uri.js';
import type { AdapterDescription } from '../../server/src/emulator/description.js';
import type { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import { refusalOf } from '../../server/src/plan/answer.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import type { PlannedRequest } from '../../server/src/plan/step.js';

/** What goes wrong with one call. `lost…`: the connection is gone, before or after the adapter did its part. */
export type Fault = 'refuse' | 'lostBefore' | 'lostAfter' | 'timeoutAfter';

/** The emulator as a device in this process, without a wire, with faults at chosen calls of `apply`. */
export class LocalDevice implements Device {
	readonly uri: DeviceUri = { kind: 'emulator', transport: 'unix', path: '/local' };
	readonly adapter: MiniportAdapter;
	/** Calls of `apply` so far. */
	applied = 0;
	/** Called before each `apply`, with its number from 0. */
	onApply: (call: number) => Fault | undefined = () => undefined;
	/** Whether the connection can be opened anew. */
	reachable = true;
	#connected = true;

	constructor(adapter: MiniportAdapter) {
		this.adapter = adapter;
	}

	async describe(): Promise<AdapterDescription> {
		this.#needConnection();
		return this.adapter.description;
	}

	async read(signal?: AbortSignal): Promise<AdapterState> {
		throwIfCancelled(signal);
		this.#needConnection();
		return this.adapter.state();
	}

	async apply(request: PlannedRequest, signal?: AbortSignal): Promise<StepResult> {
		throwIfCancelled(signal);
		this.#needConnection();
		const fault = this.onApply(this.applied++);
		if (fault === 'refuse') return { accepted: false, message: 'NDIS_STATUS_RESOURCES' };
		if (fault === 'lostBefore') this.#lose('connection-lost');
		const result = this.adapter.request(encodeRequest(request, this.adapter.description.mode));
		if (fault === 'lostAfter') this.#lose('connection-lost');
		if (fault === 'timeoutAfter') this.#lose('timeout');
		const refusal = refusalOf(request, result);
		return refusal === undefined ? { accepted: true } : { accepted: false, message: refusal };
	}

	async reconnect(): Promise<void> {
		if (!this.reachable) throw new DeviceError('connect-failed', 'Nobody listens there.');
		this.#connected = true;
	}

	async close(): Promise<void> {
		this.#connected = false;
	}

	#needConnection(): void {
		if (!this.#connected) throw new DeviceError('connection-lost', 'The connection was lost.');
	}

	#lose(code: 'connection-lost' | 'timeout'): never {
		this.#connected = false;
		throw new DeviceError(code, code === 'timeout' ? 'No answer.' : 'The connection was lost.');
	}
}
