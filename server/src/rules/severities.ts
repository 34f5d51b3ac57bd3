import type { Severity } from '../config/finding.js';

/** What a user can make of a rule: a severity, or silence. */
export type RuleSeverity = Severity | 'off';

export const ruleSeverities: readonly RuleSeverity[] = ['off', 'hint', 'information', 'warning', 'error'];

/** The severities that a user gives to rules, by rule id; what is not in it stays as it is. */
export type RuleSeverities = Readonly<Record<string, RuleSeverity>>;

const weakestFirst: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/**
 * The severity of one finding of a rule; undefined for none at all. Where the rule itself takes a case lightly (uneven
 * weights are meant), a user's choice does not make more of it than that.
 * @param own of the rule
 * @param ofCase of this finding, where the rule gives it another
 */
export function severityOf(
	id: string,
	own: Severity,
	ofCase: Severity | undefined,
	chosen: RuleSeverities,
): Severity | undefined {
	const wanted = Object.hasOwn(chosen, id) ? chosen[id] : undefined;
	if (wanted === 'off') return undefined;
	if (wanted === undefined) return ofCase ?? own;
	if (ofCase === undefined || weakestFirst.indexOf(ofCase) >= weakestFirst.indexOf(own)) return wanted;
	return weakestFirst[Math.min(weakestFirst.indexOf(ofCase), weakestFirst.indexOf(wanted))];
}

/** What was read of a user's choice, and a sentence for each part that means nothing. */
export interface ReadSeverities {
	readonly severities: RuleSeverities;
	readonly problems: readonly string[];
}

/**
 * Reads `{ "idle-queues": "off" }` as a setting gives it.
 * @param ids of the rules there are
 * @param suggest ` Did you mean …?` for a name that is none of those known; empty when nothing is near
 */
export function readSeverities(
	value: unknown,
	ids: readonly string[],
	suggest: (given: string, known: readonly string[]) => string,
): ReadSeverities {
	if (value === undefined || value === null) return { severities: {}, problems: [] };
	if (typeof value !== 'object' || Array.isArray(value)) {
		return { severities: {}, problems: ['It must be an object of rules and their severities.'] };
	}
	const severities: Record<string, RuleSeverity> = {};
	const problems: string[] = [];
	for (const [id, severity] of Object.entries(value)) {
		const known = ruleSeverities.find((one) => one === severity);
		if (!ids.includes(id)) problems.push(`There is no rule \`${id}\`.${suggest(id, ids)}`);
		else if (!known) {
			const given = String(severity);
			problems.push(
				`\`${given}\` is no severity for \`${id}\`: it is one of ${ruleSeverities.join(', ')}.${suggest(given, ruleSeverities)}`,
			);
		} else severities[id] = known;
	}
	return { severities, problems };
}
