import type { Configuration } from '../config/model.js';
import type { RuleSeverities } from '../rules/severities.js';
import type { AnalysisStore } from './documents.js';
import { failure } from './runner.js';

/** The configuration of an open document as it is now. */
export interface OpenConfiguration {
	readonly version: number;
	readonly rules: RuleSeverities;
	/** Undefined when the text has errors. */
	readonly configuration: Configuration | undefined;
	readonly errors: number;
	/** As far as the text allows, whatever errors it has. */
	readonly any: Configuration | undefined;
}

/** Finds the configuration of an open document. Throws when it is not open, or has several YAML documents. */
export type ConfigurationOf = (uri: string) => OpenConfiguration;

/** The configurations of the documents that are open. */
export function openConfigurations(store: Pick<AnalysisStore, 'get'>): ConfigurationOf {
	return (uri) => {
		const analysis = store.get(uri);
		if (!analysis) throw failure('The file is not open.');
		const { version, check } = analysis;
		const errors = check.findings.filter(({ severity }) => severity === 'error').length;
		const many = check.documents.length > 1;
		if (many) throw failure('The file has several YAML documents: push them one by one, from a file each.');
		const { configuration: any, rules } = check;
		return { version, rules, configuration: errors === 0 ? any : undefined, errors, any };
	};
}
