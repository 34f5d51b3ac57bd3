import type { AdapterState, EntityState } from '../emulator/state.js';
import { formatProcessor } from '../rss/processor.js';
import { formatProcessors } from './members.js';
import type { FinalEntity } from './script.js';

/** The first VPort or member in which a state is not as a script says; undefined when there is none. */
export function compareFinal(
	final: ReadonlyMap<number, FinalEntity>,
	{ entities }: AdapterState,
): { what: string; expected: string; got: string } | undefined {
	if (final.size === 0) return undefined;
	const listOf = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b).join(', ') || 'none';
	const expected = listOf(final.keys());
	const got = listOf(entities.map(({ vportId }) => vportId));
	if (expected !== got) return { what: 'final VPorts', expected, got };
	for (const entity of entities) {
		const wanted = wordsOf(final.get(entity.vportId) ?? {});
		const found = wordsOf(entity);
		for (const [member, text] of Object.entries(wanted)) {
			const now = found[member] ?? 'nothing';
			if (text !== undefined && text !== now) {
				return { what: `final VPort ${entity.vportId} ${member}`, expected: text, got: now };
			}
		}
	}
	return undefined;
}

/** The members in words, by name; undefined for those that are not said. */
function wordsOf(entity: FinalEntity | EntityState): Record<string, string | undefined> {
	const { primaryProcessor, defaultProcessor, indirectionTable } = entity;
	return {
		rssEnabled: entity.rssEnabled?.toString(),
		numberOfQueues: entity.numberOfQueues?.toString(),
		hashInformation: entity.hashInformation?.toString(),
		primaryProcessor: primaryProcessor === undefined ? undefined : formatProcessor(primaryProcessor),
		defaultProcessor: defaultProcessor === undefined ? undefined : formatProcessor(defaultProcessor),
		indirectionTable: indirectionTable && formatProcessors(indirectionTable),
	};
}
