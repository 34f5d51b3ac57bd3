import picomatch from 'picomatch';
import { didYouMean } from '../config/nearest.js';
import { parseTrees, syntaxOf } from '../config/parse.js';
import { childrenOf, type MapNode, type Span, type TreeNode } from '../config/tree.js';
import { configurableIds } from '../rules/index.js';
import { type RuleSeverities, type RuleSeverity, ruleSeverities } from '../rules/severities.js';

/** What a project asks of its lints: its `rssv2.config.yaml`. */
export interface RulesFile {
	/** For every file. */
	readonly rules: RuleSeverities;
	/** For some files, in order: a later one wins. */
	readonly overrides: readonly RulesOverride[];
}

interface RulesOverride {
	/** Whether a file is meant, by its path below the folder of the rules file, parts joined by `/`. */
	readonly matches: (path: string) => boolean;
	readonly rules: RuleSeverities;
}

/** A sentence about a rules file, at its place. */
export interface RulesProblem {
	readonly span: Span;
	readonly message: string;
}

/** Reads a rules file. Whatever is wrong is told; with a problem none of it should be used. */
export function parseRulesFile(
	text: string,
	fileName: string,
): { readonly file: RulesFile; readonly problems: readonly RulesProblem[] } {
	const reader = new Reader();
	const [tree, second] = parseTrees(text, syntaxOf(fileName));
	for (const { start, end, message } of tree?.problems ?? []) reader.complain({ start, end }, message);
	if (second?.root) reader.complain(second.root, 'A rules file is one document.');
	const file = tree?.root ? reader.file(tree.root) : { rules: {}, overrides: [] };
	return { file, problems: reader.problems };
}

/** The severities of one file: the project's over those given. */
export function severitiesFor(
	{ rules, overrides }: RulesFile,
	path: string,
	given: RuleSeverities,
): RuleSeverities {
	const fitting = overrides.filter(({ matches }) => matches(path)).map((override) => override.rules);
	return Object.assign({}, given, rules, ...fitting);
}

class Reader {
	readonly problems: RulesProblem[] = [];

	complain({ start, end }: Span, message: string): void {
		this.problems.push({ span: { start, end }, message });
	}

	file(root: TreeNode): RulesFile {
		let rules: RuleSeverities = {};
		let overrides: RulesOverride[] = [];
		for (const [name, value, key] of this.#members(root, ['rules', 'overrides', '$schema'])) {
			if (name === 'rules') rules = this.#rules(value);
			if (name === 'overrides') overrides = this.#list(value, key).flatMap((item) => this.#override(item));
		}
		return { rules, overrides };
	}

	#override(item: TreeNode): RulesOverride[] {
		let patterns: string[] | undefined;
		let rules: RuleSeverities = {};
		for (const [name, value, key] of this.#members(item, ['files', 'rules'])) {
			if (name === 'rules') rules = this.#rules(value);
			else patterns = this.#list(value, key).flatMap((pattern) => this.#pattern(pattern));
		}
		if (patterns === undefined || patterns.length === 0) {
			this.complain(item, 'An override says which `files` it is for: `files: ["lab/**"]`.');
			return [];
		}
		return [{ matches: picomatch(patterns, { dot: true }), rules }];
	}

	#pattern(node: TreeNode): string[] {
		if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '') return [node.value];
		this.complain(node, 'A pattern is a text: `"lab/**"`.');
		return [];
	}

	#rules(node: TreeNode | undefined): RuleSeverities {
		if (node === undefined) return {};
		const rules: Record<string, RuleSeverity> = {};
		for (const [id, value, key] of this.#members(node, configurableIds, 'lint')) {
			const given = value?.kind === 'scalar' ? value.value : undefined;
			const severity = ruleSeverities.find((one) => one === given);
			if (severity) rules[id] = severity;
			else
				this.complain(
					value ?? key,
					`It is one of ${ruleSeverities.join(', ')}.${typeof given === 'string' ? didYouMean(given, ruleSeverities) : ''}`,
				);
		}
		return rules;
	}

	#list(node: TreeNode | undefined, key: Span): readonly TreeNode[] {
		if (node?.kind === 'sequence') return childrenOf(node);
		this.complain(node ?? key, 'It is a list.');
		return [];
	}

	/** Names and values of a map; what is not known is told. */
	#members(
		node: TreeNode,
		known: readonly string[],
		what = 'property',
	): (readonly [string, TreeNode | undefined, TreeNode])[] {
		if (node.kind !== 'map') {
			this.complain(node, `It holds: ${known.slice(0, 4).join(', ')}${known.length > 4 ? ', …' : ''}.`);
			return [];
		}
		return entriesOf(node).flatMap(([name, value, key]) => {
			if (known.includes(name)) return [[name, value, key] as const];
			this.complain(key, `There is no ${what} \`${name}\` here.${didYouMean(name, known)}`);
			return [];
		});
	}
}

function entriesOf({ entries }: MapNode) {
	return entries.map(({ key, value }) => [String(key.value), value, key] as const);
}
