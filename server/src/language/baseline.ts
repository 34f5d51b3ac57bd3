import type { Configuration } from '../config/model.js';
import type { EntityState } from '../emulator/state.js';
import type { Baseline, BaselineEntity } from '../protocol.js';
import { formatProcessor } from '../rss/processor.js';
import { checkText } from '../validation/check.js';
import type { Analysis } from './documents.js';
import { failure } from './runner.js';

/** A device's state to compare a file with. */
export function baselineOfState(label: string, entities: readonly EntityState[]): Baseline {
	return {
		label,
		entities: entities.map(
			(entity): BaselineEntity => ({
				vportId: entity.vportId,
				rss: entity.rssEnabled,
				numberOfQueues: entity.numberOfQueues,
				primaryProcessor: formatProcessor(entity.primaryProcessor),
				defaultProcessor: formatProcessor(entity.defaultProcessor),
				table: entity.indirectionTable.map(formatProcessor),
			}),
		),
	};
}

/**
 * Another text of a document, an older one, to compare it with.
 * @throws ResponseError when that text describes no adapter
 */
export function baselineOfText(label: string, text: string, { check }: Analysis): Baseline {
	const { configuration } = checkText(text, { syntax: check.syntax });
	if (!configuration) throw failure(`The file in ${label} cannot be read as a configuration.`);
	return { label, entities: configuration.entities.map(baselineEntity) };
}

function baselineEntity(entity: Configuration['entities'][number]): BaselineEntity {
	return {
		vportId: entity.vportId.value,
		rss: entity.rss.value,
		numberOfQueues: entity.numberOfQueues.value,
		primaryProcessor: formatProcessor(entity.primaryProcessor.value),
		defaultProcessor: formatProcessor(entity.defaultProcessor.value),
		table: entity.indirectionTable.entries.map(formatProcessor),
	};
}
