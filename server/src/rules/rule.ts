import type { Severity } from '../config/finding.js';
import type { Configuration, ScalingEntity } from '../config/model.js';
import type { Span } from '../config/tree.js';

/** One thing a lint has to say, at its place. */
export interface LintFinding {
	readonly message: string;
	readonly span: Span;
	/** Where the rule's own severity would be too strong or too weak for this case. */
	readonly severity?: Severity;
	readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

/** A lint: an observation about a configuration that an adapter would take, but its author may not want. */
export interface Rule {
	/** Stable: the diagnostic's code and the name in the documentation. */
	readonly id: string;
	readonly severity: Severity;
	/** What it says, in one line. */
	readonly summary: string;
	/** Why it matters and what to do, in Markdown. */
	readonly documentation: string;
	/** Whole configurations in YAML: of one the rule alone has something to say, of the other no rule has. */
	readonly examples: { readonly bad: string; readonly good: string };
	/** Findings about one scaling entity. */
	check(entity: ScalingEntity, configuration: Configuration): Iterable<LintFinding>;
}
