import type { Configuration, ScalingEntity } from '../../config/model.js';
import type { Span } from '../../config/tree.js';
import type { NotOnTarget } from '../notOnTarget.js';

/**
 * What of a configuration no public cmdlet of Windows can set, each at its place: it has an effect on an emulator, and is
 * left out on Windows. What the file does not spell out is not missed.
 */
export function notOnWindows({ adapter, entities }: Configuration): NotOnTarget[] {
	const native = adapter.mode.value === 'native';
	const hashes = [adapter.hash, ...entities.map(({ hash }) => hash)];
	const keys = spelledOut(hashes.map(({ secretKey }) => secretKey));
	const types = spelledOut(hashes.map((hash) => hash.types));
	return [
		...keys.map((span) => ({
			span,
			message: 'Windows has no public way to set the secret key: the driver keeps its own.',
		})),
		...types.map((span) => ({
			span,
			message: 'Windows has no public way to choose the hash types: the driver keeps its own.',
		})),
		...entities.flatMap((entity) => notOfEntity(entity, native)),
	];
}

function notOfEntity(entity: ScalingEntity, native: boolean): NotOnTarget[] {
	const { indirectionTable, primaryProcessor, defaultProcessor, windows, vportId, active } = entity;
	const missed: NotOnTarget[] = [];
	const miss = (span: Span, message: string) => missed.push({ span, message });
	if (!native && windows === undefined) {
		const message =
			vportId.value === 0
				? 'VPort 0 is the default VPort: its queues are a matter of the virtual switch (Set-VMSwitch), which is not in the file.'
				: `VPort ${vportId.value} names no Windows network adapter (windows.vm, windows.networkAdapter): nothing of it is set.`;
		miss(vportId.span, message);
		return missed;
	}
	if (indirectionTable.entries.length > 1) {
		const message =
			'Windows has no public way to set the entries of an indirection table: it spreads over the RSS processors by itself.';
		miss(indirectionTable.span, message);
	}
	for (const [what, { assumed, span }] of [
		['primary', primaryProcessor],
		['default', defaultProcessor],
	] as const) {
		if (assumed !== true) miss(span, `Windows chooses the ${what} processor by itself.`);
	}
	if (!active.value) miss(active.span, 'Windows activates a VPort by itself.');
	return missed;
}

/** The places of values that the text spells out, each once: entities share the adapter's hash. */
function spelledOut(values: readonly { readonly span: Span; readonly assumed?: boolean }[]): Span[] {
	const seen = new Set<string>();
	return values.flatMap(({ span, assumed }) => {
		const key = `${span.start}-${span.end}`;
		if (assumed === true || seen.has(key)) return [];
		seen.add(key);
		return [span];
	});
}
