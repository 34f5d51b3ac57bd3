import { entryOf } from '../config/tree.js';
import { within } from '../edit/listText.js';
import { replacedScalar, setProperty } from '../edit/property.js';
import { tableEdits } from '../edit/tableEdit.js';
import type { TextEdit } from '../edit/textEdit.js';
import { count } from '../plan/words.js';
import { sharesOf } from '../rss/spread.js';
import { BalanceError, balanceEntity } from '../traffic/balanceEntity.js';
import {
	entityOf,
	type Fix,
	type FixContext,
	type Fixer,
	type FoundEntity,
	orNone,
	sharesTable,
} from './codeActionFix.js';

/** An uneven table, or one on a single processor: entries spread evenly, with the fewest of them moved. */
export const fixSpread: Fixer = (finding, context) => {
	if (finding.code !== 'uneven-spread' && finding.code !== 'single-processor') return [];
	const found = entityOf(finding, context);
	if (!found) return [];
	const evened = spreadEvenly(context, found);
	if (finding.code === 'uneven-spread') return evened;
	return [...evened, ...turnedOff(context, found, evened.length === 0)];
};

function spreadEvenly(context: FixContext, found: FoundEntity): Fix[] {
	const { entity, configuration } = found;
	const { entries } = entity.indirectionTable;
	try {
		const load = { entries: entries.map(() => 1), unhashed: 0 };
		const { table } = balanceEntity(configuration, entity, load);
		const [busiest, ...others] = sharesOf(table);
		const idlest = others.at(-1);
		if (!busiest || !idlest || busiest.entries - idlest.entries > 1) return [];
		const used = others.length + 1;
		const same = sharesOf(entries).length === used;
		const edits =
			(same ? equalWeights(context, found) : undefined) ?? orNone(() => tableOf(context, found, table));
		const title = `Spread the entries evenly over ${count(used, 'processor')}`;
		return edits.length === 0 ? [] : [{ title, edits, preferred: true }];
	} catch (error) {
		if (error instanceof BalanceError) return [];
		throw error;
	}
}

function tableOf(
	{ text, syntax, entities, documentIndex }: FixContext,
	{ entity }: FoundEntity,
	table: Parameters<typeof tableEdits>[3],
): TextEdit[] {
	return tableEdits(text, syntax, entity.vportId.value, table, { document: documentIndex, entities });
}

/** A table from weights stays one: each weight becomes 1. Only where its size is written, for it would follow them. */
function equalWeights({ text }: FixContext, found: FoundEntity): TextEdit[] | undefined {
	const { map } = found;
	const generator = entryOf(map, 'indirectionTable')?.value;
	const weights = entryOf(generator, 'weights')?.value;
	if (!generator || weights?.kind !== 'map' || !within(weights, map)) return undefined;
	if (sharesTable(found)) return undefined;
	if (!entryOf(generator, 'numberOfEntries')) return undefined;
	return weights.entries.flatMap(({ value }) =>
		value?.kind === 'scalar' && value.value !== 1 && value.value !== 0
			? [replacedScalar(text, value, '1')]
			: [],
	);
}

/** One processor may be what is wanted: then RSS is no use. */
function turnedOff({ text, syntax }: FixContext, { map }: FoundEntity, preferred: boolean): Fix[] {
	return [{ title: 'Turn RSS off', edits: [setProperty(text, syntax, map, 'rss', 'false')], preferred }];
}
