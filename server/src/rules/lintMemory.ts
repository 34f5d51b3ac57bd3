import type { EntityMemory, EntitySurroundings } from '../config/entityMemory.js';
import type { ScalingEntity } from '../config/model.js';
import type { RuleSeverities } from './severities.js';

/** The entities that no lint had anything to say of which looks at one entity alone: it need not look again. */
export class LintMemory {
	#surroundings: EntitySurroundings | undefined;
	#severities: RuleSeverities | undefined;
	#quiet = new WeakSet<ScalingEntity>();

	constructor(readonly entities: EntityMemory) {}

	/** What the entities that are asked for next are judged by. */
	within({ host, adapter }: EntitySurroundings, severities: RuleSeverities): void {
		const last = this.#surroundings;
		if (last?.host === host && last?.adapter === adapter && this.#severities === severities) return;
		this.#surroundings = { host, adapter };
		this.#severities = severities;
		this.#quiet = new WeakSet();
	}

	isQuiet(entity: ScalingEntity): boolean {
		return this.#quiet.has(this.entities.originOf(entity));
	}

	add(entity: ScalingEntity): void {
		this.#quiet.add(this.entities.originOf(entity));
	}
}
