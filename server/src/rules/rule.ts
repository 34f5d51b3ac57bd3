import type { EntitySurroundings } from '../config/entityMemory.js';
import type { OtherFile, RelatedPlace, Severity } from '../config/finding.js';
import type { Configuration, ScalingEntity } from '../config/model.js';
import type { Span } from '../config/tree.js';

/** One thing a lint has to say, at its place. */
export interface LintFinding {
	readonly message: string;
	readonly span: Span;
	/** Where the rule's own severity would be too strong or too weak for this case. */
	readonly severity?: Severity;
	readonly related?: readonly RelatedPlace[];
}

/** What there is to know of a lint, whoever finds what it has to say. */
export interface LintDescriptor {
	/** Stable: the diagnostic's code and the name in the documentation. */
	readonly id: string;
	readonly severity: Severity;
	/** What it says, in one line. */
	readonly summary: string;
	/** Why it matters and what to do, in Markdown. */
	readonly documentation: string;
	/** Whole configurations in YAML: of one the rule alone has something to say, of the other no rule has. */
	readonly examples: LintExamples;
}

export interface LintExamples {
	readonly bad: string;
	readonly good: string;
	/** Another configuration of the workspace that they stand in. */
	readonly beside?: string;
	/** The device that they are for, as a URI. */
	readonly device?: string;
}

/** A lint: an observation about a configuration that an adapter would take, but its author may not want. */
export type Rule = EntityRule | OverallRule;

/** A lint that looks at one scaling entity alone, and at the adapter and host that it is of. */
export interface EntityRule extends LintDescriptor {
	readonly looksAtAll?: never;
	/** Findings about one scaling entity. */
	check(entity: ScalingEntity, surroundings: EntitySurroundings): Iterable<LintFinding>;
}

/** A lint for which it matters what other entities there are. */
export interface OverallRule extends LintDescriptor {
	readonly looksAtAll: true;
	/** Findings about one scaling entity. */
	check(entity: ScalingEntity, configuration: Configuration): Iterable<LintFinding>;
}

/** A lint about what the adapters of one host have to do with each other. */
export interface HostRule extends LintDescriptor {
	/** Findings about a configuration, with the index of the entity that each is about. */
	checkHost(
		configuration: Configuration,
		neighbours: readonly Neighbour[],
	): Iterable<LintFinding & { readonly entity: number }>;
}

/** Another adapter of the same host, and the file that describes it. */
export interface Neighbour {
	readonly configuration: Configuration;
	readonly file: OtherFile;
	/** The file as people call it: its name without folders. */
	readonly label: string;
}
