import type { Finding } from '../config/finding.js';
import type { Processor } from '../rss/processor.js';
import { lintHost } from '../rules/index.js';
import type { Neighbour } from '../rules/rule.js';
import { sharedProcessors } from '../rules/sharedProcessors.js';
import { usedProcessors } from '../rules/usedProcessors.js';
import type { CheckResult } from './check.js';
import { aboutUnused, letPass } from './suppressions.js';

/** A text of a workspace, checked by itself. */
export interface CheckedText {
	/** A path or URI, by which findings of others point to it. */
	readonly name: string;
	readonly check: CheckResult;
}

/**
 * What is to be said of a text because of the others: those that name the same host. Texts without a host name stand
 * alone; of one with errors of its own nothing is said, as with every lint.
 * @param all texts of the workspace; whether the text itself is among them does not matter
 */
export function hostFindings(text: CheckedText, all: Iterable<CheckedText>): Finding[] {
	const { check } = text;
	const { rules, suppressions } = check;
	const own = check.documents.filter(
		({ configuration, findings }) =>
			configuration?.hostName && findings.every(({ kind }) => kind === 'lint' || kind === 'refusal'),
	);
	if (own.length === 0) return [];
	const texts = [text, ...[...all].filter(({ name }) => name !== text.name)];
	let met = false;
	const findings = own.flatMap(({ configuration }) => {
		if (!configuration) return [];
		const neighbours = neighboursOf(configuration, texts);
		met ||= neighbours.length > 0;
		return lintHost(configuration, neighbours, rules);
	});
	const roots = check.documents.map(({ tree }) => tree.root);
	const { kept, used } = letPass(findings, suppressions, roots);
	const unused = suppressions.filter(({ id }) => id === sharedProcessors.id);
	const idle = met ? unused.filter((one) => !used.has(one)).flatMap((one) => aboutUnused(one, rules)) : [];
	return [...kept, ...idle].sort((a, b) => a.span.start - b.span.start);
}

/** Whether a text has to do with others at all. */
export function namesHost({ documents }: CheckResult): boolean {
	return documents.some(({ configuration }) => configuration?.hostName);
}

/** Processors that other adapters of the hosts of a text use. */
export function processorsBeside(text: CheckedText, all: readonly CheckedText[]): Set<Processor> {
	const others = all.filter(({ name }) => name !== text.name);
	const taken = text.check.documents.flatMap(({ configuration }) =>
		configuration?.hostName
			? neighboursOf(configuration, others).flatMap((neighbour) =>
					neighbour.configuration.entities.flatMap((entity) => [...usedProcessors(entity).keys()]),
				)
			: [],
	);
	return new Set(taken);
}

/** Whether what is said of other texts may depend on this one, and how: equal for two versions that say the same. */
export function hostSignature({ documents }: CheckResult): string {
	const parts = documents.flatMap(({ configuration }) => {
		if (!configuration?.hostName) return [];
		const { hostName, adapter, entities } = configuration;
		const uses = entities.map(({ rss, primaryProcessor, defaultProcessor, indirectionTable }) => [
			rss.value,
			primaryProcessor,
			defaultProcessor,
			indirectionTable.entries,
			indirectionTable.span,
		]);
		return [[hostName.value, adapter.name.value, uses]];
	});
	return parts.length === 0 ? '' : JSON.stringify(parts);
}

function neighboursOf(
	configuration: NonNullable<CheckResult['configuration']>,
	texts: readonly CheckedText[],
): Neighbour[] {
	const host = configuration.hostName?.value.toLowerCase();
	return texts.flatMap(({ name, check: { documents, lines } }) =>
		documents.flatMap(({ configuration: other }) =>
			other && other !== configuration && other.hostName?.value.toLowerCase() === host
				? [{ configuration: other, file: { name, lines }, label: labelOf(name) }]
				: [],
		),
	);
}

/** The last part of a path or URI. */
function labelOf(name: string): string {
	const last = name.split(/[\\/]/).at(-1) ?? name;
	try {
		return name.includes('://') ? decodeURIComponent(last) : last;
	} catch {
		return last;
	}
}
