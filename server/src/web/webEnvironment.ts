import { DeviceError } from '../devices/deviceError.js';
import type { Environment, ProjectRules } from '../language/environment.js';
import { failure } from '../language/runner.js';

const ELSEWHERE = 'Open the file in VS Code on a computer, or on a remote one.';

/** A browser: no devices, no files and no programs. What needs them is refused in a sentence. */
export class WebEnvironment implements Environment {
	async openDevice(): Promise<never> {
		throw new DeviceError('not-available', `A browser reaches no devices. ${ELSEWHERE}`);
	}

	async startEmulator(): Promise<never> {
		throw failure(`No emulator can be reached in a browser. ${ELSEWHERE}`);
	}

	async openCapture(): Promise<never> {
		throw failure(`A browser reads no capture files. ${ELSEWHERE}`);
	}

	readonly journalOf = (): never => {
		throw new DeviceError('not-available', `A browser keeps no journal of pushes. ${ELSEWHERE}`);
	};

	interruptedPushes(): readonly [] {
		return [];
	}

	/** Names come from devices, and none is reached. */
	async interfaceNames(): Promise<readonly string[]> {
		return [];
	}

	/** A rules file lies on a disk. */
	projectRules(): ProjectRules {
		return { of: () => undefined };
	}

	/** What is not open in the editor is not known here. */
	async findConfigurations(): Promise<readonly string[]> {
		return [];
	}

	async readText(uri: string): Promise<never> {
		throw new Error(`${uri} cannot be read in a browser.`);
	}

	/** Presets and schema are within the server; as files they are not at hand. */
	shippedFile(): undefined {
		return undefined;
	}

	async runFleet(): Promise<never> {
		throw failure(`A browser runs no Ansible. ${ELSEWHERE}`);
	}

	async dispose(): Promise<void> {}
}
