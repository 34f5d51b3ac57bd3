import { l10n } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';

/** What the status bar shows of running emulators; undefined when none runs. */
export function statusWords(
	emulators: readonly DeviceItem[],
): { readonly text: string; readonly tooltip: string } | undefined {
	const [first] = emulators;
	if (!first) return undefined;
	return {
		text: `$(beaker) ${emulators.length === 1 ? first.label : l10n.t('{0} emulators', emulators.length)}`,
		tooltip: [...emulators.map(({ label, uri }) => `${label}: ${uri}`), l10n.t('Click to stop…')].join('\n'),
	};
}
