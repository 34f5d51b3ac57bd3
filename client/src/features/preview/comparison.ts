import { l10n, type Uri } from 'vscode';
import type { Baseline, PreviewToHost } from '../../../../server/src/protocol.js';
import { pickDevice } from '../../infrastructure/devices/pickDevice.js';
import type { Server } from '../../infrastructure/server.js';
import { textAtHead } from './gitHead.js';

/** What a preview is compared with: the last commit, a device by its URI, or nothing. */
type Other = { kind: 'head' } | { kind: 'device'; uri: string };

/** Remembers what a preview is compared with, so that it can be read anew. */
export class Comparison {
	#other: Other | undefined;

	constructor(readonly server: Server) {}

	/**
	 * Reads what the user wants to compare with.
	 * @returns undefined for nothing
	 * @throws Refused, Cancelled when no device was chosen; the comparison before stays then
	 */
	async ask(
		uri: Uri,
		wanted: Extract<PreviewToHost, { type: 'compare' }>['with'],
	): Promise<Baseline | undefined> {
		if (wanted === 'nothing') this.#other = undefined;
		const other = wanted === 'again' || wanted === 'nothing' ? this.#other : await this.#choose(wanted);
		if (!other) return undefined;
		const baseline = await this.#read(uri.toString(), uri, other);
		this.#other = other;
		return baseline;
	}

	/** Whether there is something to read anew. */
	get active(): boolean {
		return this.#other !== undefined;
	}

	async #choose(wanted: 'head' | 'device'): Promise<Other> {
		if (wanted === 'head') return { kind: 'head' };
		return { kind: 'device', uri: await pickDevice(this.server, l10n.t('Compare with which device?')) };
	}

	async #read(key: string, uri: Uri, other: Other): Promise<Baseline> {
		if (other.kind === 'device')
			return this.server.request('rssv2/baseline', { uri: key, device: other.uri });
		return this.server.request('rssv2/baseline', {
			uri: key,
			text: await textAtHead(uri),
			label: 'git HEAD',
		});
	}
}
