import type { Configuration } from '../../config/model.js';
import type { AdapterDescription } from '../../emulator/description.js';
import type { Device, DeviceRequest, DeviceState, DeviceTimeouts, StepResult } from '../device.js';
import { DeviceError, throwIfCancelled } from '../deviceError.js';
import type { Runner } from '../programs/runner.js';
import { runnerOf } from '../programs/ssh.js';
import type { DeviceUri } from '../uri.js';
import type { WindowsHost } from './host.js';
import { notOnWindows } from './notOnTarget.js';
import { WINDOWS_PLANNER } from './planner.js';
import { type PowerShellResult, runPowerShell } from './powerShell.js';
import { hostState, readScript } from './readHost.js';
import { isWindowsRequest, setScript } from './request.js';
import { windowsSettings } from './settings.js';

export type WindowsUri = DeviceUri & { readonly kind: 'windows' };

/** PowerShell starts slowly, and the Hyper-V cmdlets load a module of their own. */
const SLOWNESS = 3;

/** A network adapter of a Windows host, this one or one that ssh reaches. Every call runs PowerShell: no connection stays. */
export class WindowsDevice implements Device {
	readonly uri: WindowsUri;
	readonly planner = WINDOWS_PLANNER;
	readonly #run: Runner;
	readonly #program: string;
	readonly #limit: number;
	/** Of the last look: PowerShell takes seconds to start. */
	#description: AdapterDescription | undefined;

	/**
	 * @param environment of the programs that are run: PATH, SSH_AUTH_SOCK …
	 * @param windows whether this process runs on Windows: elsewhere only PowerShell 7 can be there
	 */
	constructor(
		uri: WindowsUri,
		timeouts: DeviceTimeouts,
		environment: Readonly<Record<string, string | undefined>>,
		windows: boolean,
	) {
		this.uri = uri;
		this.#limit = timeouts.request * SLOWNESS;
		this.#program = uri.ssh || windows ? 'powershell' : 'pwsh';
		this.#run = runnerOf(uri.ssh, environment, timeouts.connect);
	}

	async describe(signal?: AbortSignal): Promise<AdapterDescription> {
		return this.#description ?? (await this.#look(signal)).description;
	}

	async read(signal?: AbortSignal): Promise<DeviceState> {
		return (await this.#look(signal)).state;
	}

	/** What the cmdlets of Windows can set of a configuration, whatever its mode. */
	wanted(configuration: Configuration, state: DeviceState): DeviceState {
		const adapter = this.uri.adapter;
		const host: WindowsHost = {
			kind: 'windows',
			objects: windowsSettings(configuration, adapter).map(({ title, set, identity, values }) => ({
				title,
				set,
				identity,
				values: Object.fromEntries(values.map(({ parameter, value }) => [parameter, value])),
			})),
			notOnTarget: [...new Set(notOnWindows(configuration).map(({ message }) => message))],
		};
		return { ...state, native: host };
	}

	async apply(request: DeviceRequest, signal?: AbortSignal): Promise<StepResult> {
		if (!isWindowsRequest(request))
			throw new DeviceError('protocol', 'A Windows adapter is changed by its cmdlets alone.');
		throwIfCancelled(signal);
		// Not cancellable once begun: without its answer nobody knows what became of it.
		const answer = await this.#ask(setScript(request));
		return answer.ok ? { accepted: true } : { accepted: false, message: `${request.set}: ${answer.error}` };
	}

	async reconnect(signal?: AbortSignal): Promise<void> {
		this.#description = undefined;
		await this.#ask('$PSVersionTable.PSVersion.Major', signal);
	}

	async close(): Promise<void> {}

	async #look(signal: AbortSignal | undefined) {
		const answer = await this.#ask(readScript(this.uri.adapter), signal);
		if (answer.ok) {
			const seen = hostState(this.uri.adapter, answer.result);
			this.#description = seen.description;
			return seen;
		}
		throw new DeviceError('not-available', `Windows cannot tell of "${this.uri.adapter}": ${answer.error}`);
	}

	#ask(script: string, signal?: AbortSignal): Promise<PowerShellResult> {
		return runPowerShell(this.#run, this.#program, script, { limit: this.#limit, signal });
	}
}
