import type { AdapterView, EntityView, TrafficResult } from '../../../server/src/protocol.js';
import { placedProcessors } from './model.js';

/**
 * The tables of entities as CSV (RFC 4180), an entry a line; with what each entry got of the traffic, where that is known
 * for the one entity.
 */
export function toCsv(
	entities: readonly EntityView[],
	adapter: AdapterView,
	traffic?: TrafficResult,
): string {
	const placed = placedProcessors(adapter);
	const loads = entities.length === 1 && traffic && traffic.entries.length > 0 ? traffic.entries : undefined;
	const head = [
		'vport',
		'name',
		'rss',
		'entry',
		'processor',
		'numaNode',
		...(loads ? ['packets', 'bytes', 'flows'] : []),
	];
	const rows = entities.flatMap(({ vportId, title, rss, table }) =>
		table.map(({ processor }, entry) => {
			const load = loads?.[entry];
			const node = placed.get(processor)?.node;
			return [
				vportId,
				title,
				rss ? 'on' : 'off',
				entry,
				processor,
				node ?? '',
				...(loads ? [load?.packets ?? 0, load?.bytes ?? 0, load?.flows ?? 0] : []),
			];
		}),
	);
	return `${[head, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

/** Quoted where it must be; what a spreadsheet would take for a formula is led by an apostrophe. */
function field(value: string | number): string {
	const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
