import type { Configuration } from '../../server/src/config/model.js';
import { parseTree } from '../../server/src/config/parse.js';
import { readModel } from '../../server/src/config/readModel.js';

/** A configuration around some VPorts (YAML, indented by two), on a host with two nodes of 16 threads. */
export function vmqText(vports: string, capabilities = 'preset: vmmq-64'): string {
	return `version: 1
host:
  numaNodes:
    - { node: 0, processors: "0:0-0:15", threadsPerCore: 2 }
    - { node: 1, processors: "1:0-1:15", threadsPerCore: 2 }
adapter:
  name: Test
  mode: vmq
  capabilities: { ${capabilities} }
  rssProcessors: { base: "0:2", max: "0:15" }
vports:
${vports}`;
}

/** The model of a text that must be readable. */
export function model(text: string): Configuration {
	const { root, problems } = parseTree(text, 'yaml');
	if (!root || problems.length > 0) throw new Error(`unreadable: ${JSON.stringify(problems)}`);
	const { configuration } = readModel(root);
	if (!configuration) throw new Error('no configuration');
	return configuration;
}
