import type { DeviceItem } from '../../../../server/src/protocol.js';

/** What the status bar shows of running emulators; undefined when none runs. */
export function statusWords(
	emulators: readonly DeviceItem[],
): { readonly text: string; readonly tooltip: string } | undefined {
	const [first] = emulators;
	if (!first) return undefined;
	return {
		text: `$(beaker) ${emulators.length === 1 ? first.label : `${emulators.length} emulators`}`,
		tooltip: [...emulators.map(({ label, uri }) => `${label}: ${uri}`), 'Click to stop…'].join('\n'),
	};
}
