import type { DeviceReport } from '../../../../server/src/protocol.js';

/** Differences named in the message; the log has them all. */
const SHOWN = 3;

/** What a comparison of a device with a file came to: a message for the user, and all of it for the log. */
export function verifyWords(
	{ device, differences = [], entities, interrupted }: DeviceReport,
	file: string,
): { summary: string; detail: string } {
	const { length } = differences;
	const checked = entities.length === 1 ? '1 entity' : `${entities.length} entities`;
	const left = length - SHOWN;
	const more = left > 0 ? `; and ${left} more` : '';
	const found =
		length === 0
			? `${device.label} is as ${file} says: ${checked} compared, entry by entry.`
			: `${device.label} differs from ${file} in ${length === 1 ? '1 place' : `${length} places`}: ${differences.slice(0, SHOWN).join('; ')}${more}.`;
	const summary = interrupted === undefined ? found : `${found} ${interrupted}`;
	return { summary, detail: [summary, ...differences.map((line) => `  ${line}`)].join('\n') };
}
