import { describe, expect, it, test } from 'vitest';
import type { Configuration } from '../../../server/src/config/model.js';
import { parseTree } from '../../../server/src/config/parse.js';
import { readModel } from '../../../server/src/config/readModel.js';
import { checkSchema } from '../../../server/src/config/schemaCheck.js';
import { chooseFlowSets, flowSetChoices } from '../../../server/src/traffic/chooseFlowSets.js';
import { flowSetIds } from '../../../server/src/traffic/flowSets/index.js';
import { vmqText } from '../../support/configuration.js';

function read(traffic: string) {
	const text = `${vmqText('  - { id: 0 }\n')}${traffic}`;
	const { root } = parseTree(text, 'yaml');
	if (!root) throw new Error('not YAML');
	const { configuration, findings } = readModel(root);
	return {
		traffic: (configuration as Configuration).traffic,
		findings: [...checkSchema(root), ...findings].map(
			({ code, span, message }) => [code, text.slice(span.start, span.end), message] as const,
		),
	};
}

const mix = `traffic:
  flows: 1000
  seed: 7
  flowSets:
    - { kind: manyClients, name: web, share: 3, sources: 50, server: 192.0.2.80, serverPort: 80 }
    - { kind: zipf, family: ipv6, protocol: udp, exponent: 1.5 }
    - { kind: nat, server: "2001:db8::1" }
`;

describe('traffic of a file', () => {
	it('is none without the block, uniform with an empty one', () => {
		expect(read('')).toEqual({ traffic: undefined, findings: [] });
		const { traffic, findings } = read('traffic: {}\n');
		expect(findings).toEqual([]);
		expect(traffic).toMatchObject({ flows: { value: 10_000, assumed: true }, seed: { value: 1 } });
		expect(traffic?.flowSets.map(({ kind }) => kind.value)).toEqual(['uniform']);
	});

	it('is read as written', () => {
		const { traffic, findings } = read(mix);
		expect(findings).toEqual([]);
		expect(traffic?.flows.value).toBe(1000);
		expect(
			traffic?.flowSets.map(({ kind, share, family, protocol, parameters }) => ({
				kind: kind.value,
				share: share.value,
				family: family?.value,
				protocol: protocol?.value,
				...parameters,
			})),
		).toEqual([
			{
				kind: 'manyClients',
				share: 3,
				family: 'ipv4',
				protocol: undefined,
				sources: 50,
				serverPort: 80,
				server: Uint8Array.of(192, 0, 2, 80),
			},
			{ kind: 'zipf', share: 1, family: 'ipv6', protocol: 'udp', exponent: 1.5 },
			expect.objectContaining({ kind: 'nat', family: 'ipv6' }),
		]);
	});

	test.each([
		['flows: 0', 'out-of-range', '0'],
		['flows: many', 'wrong-type', 'many'],
		['flowSets: [{ kind: elephants }]', 'unknown-value', 'elephants'],
		['flowSets: [{ kind: nat, server: 192.0.2 }]', 'invalid-address', '192.0.2'],
		['flowSets: [{ kind: nat, family: ipv6, server: 192.0.2.1 }]', 'invalid-address', '192.0.2.1'],
		['flowSets: [{ kind: nat, share: 0 }]', 'no-traffic', '[{ kind: nat, share: 0 }]'],
		['flowSets: [{ kind: nat, name: a }, { kind: zipf, name: a }]', 'duplicate-name', 'a'],
	])('complains of `%s` at its place', (text, code, place) => {
		expect(read(`traffic:\n  ${text}\n`).findings.map(([found, at]) => [found, at])).toEqual([[code, place]]);
	});
});

describe('a choice of flow sets', () => {
	const { traffic } = read(mix);

	it('is the mix of the file unless somebody says otherwise, else uniform', () => {
		for (const name of [undefined, 'traffic']) {
			const chosen = chooseFlowSets(name, traffic);
			expect(chosen).toMatchObject({ name: 'traffic', flows: 1000, seed: 7 });
			expect(chosen?.flowSets).toHaveLength(3);
		}
		expect(chooseFlowSets(undefined, undefined)).toMatchObject({ name: 'uniform', flows: 10_000, seed: 1 });
		expect(chooseFlowSets('traffic', undefined)).toBeUndefined();
	});

	it('is a set of the file by its name, or any kind', () => {
		const [set] = chooseFlowSets('web', traffic)?.flowSets ?? [];
		expect(set).toMatchObject({ kind: 'manyClients', name: 'web', parameters: { sources: 50 } });
		expect(chooseFlowSets('nat', traffic)?.flowSets).toEqual([{ kind: 'nat', share: 1, parameters: {} }]);
		expect(chooseFlowSets('bogus', traffic)).toBeUndefined();
	});

	it('offers what can be chosen, and all of it can be', () => {
		expect(flowSetChoices(undefined).map(({ id }) => id)).toEqual(flowSetIds);
		const ids = flowSetChoices(traffic).map(({ id }) => id);
		expect(ids).toEqual(['traffic', 'web', ...flowSetIds]);
		for (const id of ids) expect(chooseFlowSets(id, traffic)?.name).toBe(id);
	});
});
