import { l10n } from 'vscode';
import type { DeviceCounters, DeviceItem, DeviceReport } from '../../../../server/src/protocol.js';

/** What is known of a device: how it stands, or why that is not known; undefined while nobody looked. */
export type Known =
	| { readonly report: DeviceReport; readonly file: string | undefined }
	| { readonly error: string };

/** How a device's row reads. */
export interface DeviceWords {
	readonly description: string;
	readonly tooltip: string;
	readonly state: 'unknown' | 'unreachable' | 'interrupted' | 'drift' | 'same' | 'alone';
}

/** The row of a device. */
export function deviceWords(uri: string, known: Known | undefined): DeviceWords {
	if (!known) return { description: '', tooltip: uri, state: 'unknown' };
	if ('error' in known) {
		return { description: l10n.t('not reachable'), tooltip: `${uri}\n${known.error}`, state: 'unreachable' };
	}
	const { report, file } = known;
	const { differences, incomparable, interrupted } = report;
	if (interrupted !== undefined) {
		return {
			description: l10n.t('push interrupted'),
			tooltip: `${uri}\n${interrupted}`,
			state: 'interrupted',
		};
	}
	if (file === undefined || !differences) {
		const why = incomparable === undefined ? '' : `\n${incomparable}`;
		return { description: '', tooltip: `${uri}${why}`, state: 'alone' };
	}
	if (differences.length === 0) {
		return { description: l10n.t('as {0} says', file), tooltip: uri, state: 'same' };
	}
	const { length } = differences;
	return {
		description:
			length === 1
				? l10n.t('differs from {0} in 1 place', file)
				: l10n.t('differs from {0} in {1} places', file, length),
		tooltip: [uri, ...differences.slice(0, 10), ...(differences.length > 10 ? ['…'] : [])].join('\n'),
		state: 'drift',
	};
}

/** Devices that a URI was typed for, and that are not in the list of the server. */
export function typedDevices(
	typed: readonly { readonly uri: string; readonly label: string }[],
	listed: readonly DeviceItem[],
): DeviceItem[] {
	const known = new Set(listed.map(({ uri }) => uri));
	return typed.flatMap(({ uri, label }): DeviceItem[] => {
		const [kind] = /^(?:emulator|linux|windows)/.exec(uri) ?? [];
		if (known.has(uri) || !kind) return [];
		return [{ uri, label, kind: kind as DeviceItem['kind'], origin: 'settings' }];
	});
}

/** What the row of an entity says of its packets. */
export interface CounterWords {
	/** `1,234 packets`: nothing where the device does not count. */
	readonly short: readonly string[];
	/** `packets: 1,234; 0:2 60 %, 0:4 40 %`, and what was dropped. */
	readonly lines: readonly string[];
}

/** Processors named with their share; the rest is counted. */
const SHOWN_PROCESSORS = 8;

/** Packets of an entity of a device that counts. */
export function counterWords(counters: DeviceCounters | undefined, vportId: number): CounterWords {
	if (!counters) return { short: [], lines: [] };
	const found = counters.entities.find((entity) => entity.vportId === vportId);
	const { packets, dropped, processors } = found ?? { packets: 0, dropped: 0, processors: [] };
	const short = packets === 1 ? l10n.t('1 packet') : l10n.t('{0} packets', grouped(packets));
	const shares = [...processors]
		.sort((a, b) => b.packets - a.packets)
		.map((one) => `${one.processor} ${Math.round((100 * one.packets) / packets)} %`);
	const more = shares.length - SHOWN_PROCESSORS;
	const named = [...shares.slice(0, SHOWN_PROCESSORS), ...(more > 0 ? [l10n.t('{0} more', more)] : [])].join(
		', ',
	);
	const lost = dropped > 0 ? [l10n.t('dropped: {0}', grouped(dropped))] : [];
	return {
		short: [short, ...lost],
		lines: [`${l10n.t('packets: {0}', grouped(packets))}${named === '' ? '' : `; ${named}`}`, ...lost],
	};
}

function grouped(n: number): string {
	return n.toLocaleString('en-US');
}
