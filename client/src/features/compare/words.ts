import { l10n } from 'vscode';
import type { DeviceReport } from '../../../../server/src/protocol.js';

/** Differences named in the message; the log has them all. */
const SHOWN = 3;

/** What a comparison of a device with a file came to: a message for the user, and all of it for the log. */
export function verifyWords(
	{ device, differences = [], entities, interrupted }: DeviceReport,
	file: string,
): { summary: string; detail: string } {
	const { length } = differences;
	const checked = entities.length === 1 ? l10n.t('1 entity') : l10n.t('{0} entities', entities.length);
	const left = length - SHOWN;
	const more = left > 0 ? `; ${l10n.t('and {0} more', left)}` : '';
	const found =
		length === 0
			? l10n.t('{0} is as {1} says: {2} compared, entry by entry.', device.label, file, checked)
			: l10n.t(
					'{0} differs from {1} in {2}: {3}.',
					device.label,
					file,
					length === 1 ? l10n.t('1 place') : l10n.t('{0} places', length),
					`${differences.slice(0, SHOWN).join('; ')}${more}`,
				);
	const summary = interrupted === undefined ? found : `${found} ${interrupted}`;
	return { summary, detail: [summary, ...differences.map((line) => `  ${line}`)].join('\n') };
}
