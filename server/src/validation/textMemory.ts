import { EntityMemory } from '../config/entityMemory.js';
import { ItemMemory } from '../config/itemMemory.js';
import { LineMemory } from '../config/lineMemory.js';
import type { LineIndex, PositionEncoding } from '../config/lines.js';
import { SchemaMemory } from '../config/schemaMemory.js';
import { LintMemory } from '../rules/lintMemory.js';
import { RefusalMemory } from './refusalMemory.js';

/** What is remembered of earlier versions of one text, stage by stage, so that an edit costs what it changes. */
export class TextMemory {
	readonly items = new ItemMemory();
	readonly entities = new EntityMemory(this.items);
	readonly schema = new SchemaMemory(this.items);
	readonly lints = new LintMemory(this.entities);
	readonly refusals = new RefusalMemory();
	readonly #lines = new LineMemory();

	/** The lines of a version. */
	lines(text: string, encoding: PositionEncoding | undefined): LineIndex {
		return this.#lines.of(text, encoding);
	}
}
