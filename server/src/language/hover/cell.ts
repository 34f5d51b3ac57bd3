import type { ScalingEntity } from '../../config/model.js';
import type { HoverPlace } from './place.js';

/** Of a cell that is spelled out: which entry it is, and which hashes come to it; undefined elsewhere. */
export function describeCell({ entity, offset }: HoverPlace): string | undefined {
	const at = entity && cellAt(entity, offset);
	if (at === undefined || !entity) return undefined;
	const { length } = entity.indirectionTable.entries;
	const percent = Math.round(100_000 / length) / 1000;
	const mask = `0x${(length - 1).toString(16)}`;
	const which = (length & (length - 1)) === 0 ? `: hashes with \`hash & ${mask}\` = ${at}` : '';
	return `**Entry ${at}** of ${length}, ${percent} % of all hashes${which}`;
}

function cellAt({ indirectionTable }: ScalingEntity, offset: number): number | undefined {
	if (indirectionTable.generated || indirectionTable.entries.length < 2) return undefined;
	const at = indirectionTable.cells.findIndex(({ start, end }) => start <= offset && offset <= end);
	return at < 0 ? undefined : at;
}
