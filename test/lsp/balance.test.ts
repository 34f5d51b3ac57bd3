import { describe, expect, test } from 'vitest';
import { LineIndex } from '../../server/src/config/lines.js';
import { applyEdits } from '../../server/src/edit/textEdit.js';
import { vmqText } from '../support/configuration.js';
import { serverOfFile } from '../support/languageServer.js';

const text = vmqText(
	'  - id: 0\n    numberOfQueues: 4\n    indirectionTable: ["0:2", "0:2", "0:2", "0:2", "0:4", "0:4", "0:4", "0:4"] # all\n  - { id: 1, name: off, rss: false }\n',
);
const source = { kind: 'flows', flowSet: 'uniform', flows: 20_000, seed: 3 } as const;

const server = await serverOfFile();

describe('rssv2/balance', () => {
	test('gives changes that, put into the text, even the load', async () => {
		const uri = await server.open('a.rssv2.yaml', text);
		const { changes, version, words, processors } = await server.request('rssv2/balance', {
			uri,
			source,
			vportId: 0,
			by: 'packets',
		});
		expect(changes).toHaveLength(4);
		expect(words[0]).toContain('4 entries of 8 move');
		const sum = (of: 'before' | 'after') => processors.reduce((total, one) => total + one[of], 0);
		expect([sum('before'), sum('after')]).toEqual([20_000, 20_000]);

		const { documentChanges = [] } = await server.request('rssv2/editTable', { uri, version, changes });
		const lines = new LineIndex(text);
		const edited = applyEdits(
			text,
			documentChanges.flatMap((change) =>
				'edits' in change
					? change.edits.flatMap((edit) =>
							'newText' in edit
								? [
										{
											span: {
												start: lines.offsetAt(edit.range.start),
												end: lines.offsetAt(edit.range.end),
											},
											newText: edit.newText,
										},
									]
								: [],
						)
					: [],
			),
		);
		expect(edited).toContain('# all');
		const now = await server.open('b.rssv2.yaml', edited);
		const traffic = await server.request('rssv2/traffic', { uri: now, vportId: 0, source });
		expect(Math.max(...traffic.processors.map(({ packets }) => packets))).toBe(
			Math.max(...processors.map(({ after }) => after)),
		);
		expect(traffic.processors).toHaveLength(4);
		expect(traffic.evenness.find(({ measure }) => measure === 'packets')?.jain).toBeGreaterThan(0.99);
		const again = await server.request('rssv2/balance', { uri: now, source, vportId: 0, by: 'packets' });
		expect(again.changes).toEqual([]);
	});
	test('keeps to a node and to one thread a core', async () => {
		const uri = await server.open('c.rssv2.yaml', text);
		const ask = { uri, source, vportId: 0, by: 'flows', oneThreadPerCore: true } as const;
		const { changes } = await server.request('rssv2/balance', ask);
		for (const { processor } of changes) expect(Number(processor.slice(2)) % 2).toBe(0);
		await expect(server.request('rssv2/balance', { ...ask, numaNode: 1 })).rejects.toThrow(
			'None of the RSS processors is in NUMA node 1',
		);
	});
	test('says in a sentence what cannot be', async () => {
		const uri = await server.open('d.rssv2.yaml', text);
		const ask = { uri, source, vportId: 0, by: 'packets' } as const;
		await expect(server.request('rssv2/balance', { ...ask, vportId: 1 })).rejects.toThrow('RSS is off');
		await expect(server.request('rssv2/balance', { ...ask, vportId: 9 })).rejects.toThrow('no VPort 9');
		await expect(server.request('rssv2/balance', { ...ask, by: 'bytes' })).rejects.toThrow('Nothing arrives');
		const broken = await server.open('e.rssv2.yaml', text.replace('numberOfQueues: 4', 'numberOfQueues: 1'));
		await expect(server.request('rssv2/balance', { ...ask, uri: broken })).rejects.toThrow('has errors');
	});
});
