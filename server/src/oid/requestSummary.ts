import type { DecodedOid, OidField } from './decode.js';

/** Fields shown in one line; the rest is counted. */
const MOST = 8;
const SILENT = /^Header\.|Offset$|(Entry|Element)Size$|EntrySize$|HashSecretKey$|Reserved/;

/** What a buffer says, in one line: its fields that are not 0, without header, offsets and key; moves as moves. */
export function requestSummary({ fields, problems }: DecodedOid): string {
	const wrong = problems.length === 0 ? [] : [`(${problems.join(' ')})`];
	const moves = movesOf(fields);
	if (moves.length > 0) return [shortened(moves, ', '), ...wrong].join(' ');
	const said = fields
		.filter(({ name, value }) => !SILENT.test(name) && value !== 0 && value !== '' && value !== '0x0')
		.map(({ name, value, meaning }) => `${name} ${meaning ?? value}`);
	return [shortened(said, ', '), ...wrong].filter((part) => part !== '').join(' ');
}

/** `VPort 1 entry 3 to 0:4 NDIS_STATUS_SUCCESS` of each entry of a move batch. */
function movesOf(fields: readonly OidField[]): string[] {
	const entries = new Map<string, Map<string, OidField>>();
	for (const field of fields) {
		const [, index, member] = /^RssEntries\[(\d+)\]\.(\w+)$/.exec(field.name) ?? [];
		if (index === undefined || member === undefined) continue;
		const entry = entries.get(index) ?? new Map<string, OidField>();
		entries.set(index, entry.set(member, field));
	}
	return [...entries.values()].map((entry) => {
		const text = (member: string) => {
			const field = entry.get(member);
			return field?.meaning ?? String(field?.value ?? '?');
		};
		const flags = entry.get('Flags')?.value === 0 ? `entry ${text('IndirectionTableIndex')}` : text('Flags');
		return `VPort ${text('VPortId')} ${flags} to ${text('TargetProcessor')} ${text('EntryStatus')}`;
	});
}

function shortened(parts: readonly string[], separator: string): string {
	const more = parts.length - MOST;
	return [...parts.slice(0, MOST), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}
