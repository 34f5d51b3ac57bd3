/** What an example of a rule says that the others do not. */
export interface ExampleParts {
	/** Properties of VPort 0 beside its id, as a flow map's inside. */
	readonly vport: string;
	/** The inside of `rssProcessors`. */
	readonly rssProcessors?: string;
	/** The inside of `hash` of the adapter. */
	readonly hash?: string;
	/** The inside of `capabilities`. */
	readonly capabilities?: string;
	/** The name of the adapter. */
	readonly name?: string;
	/** The name of the host. */
	readonly host?: string;
}

/** A whole configuration (YAML) for an example: two NUMA nodes of eight cores with two threads each, and one VPort. */
export function exampleText({
	vport,
	rssProcessors = 'base: "0:2", max: "0:15"',
	hash,
	capabilities = 'preset: vmmq-64',
	name = 'Example',
	host,
}: ExampleParts): string {
	return [
		'version: 1',
		'host:',
		...(host === undefined ? [] : [`  name: ${host}`]),
		'  numaNodes:',
		'    - { node: 0, processors: "0:0-0:15", threadsPerCore: 2 }',
		'    - { node: 1, processors: "1:0-1:15", threadsPerCore: 2 }',
		'adapter:',
		`  name: ${name}`,
		'  mode: vmq',
		`  capabilities: { ${capabilities} }`,
		`  rssProcessors: { ${rssProcessors} }`,
		...(hash === undefined ? [] : [`  hash: { ${hash} }`]),
		'vports:',
		`  - { id: 0, ${vport} }`,
		'',
	].join('\n');
}
