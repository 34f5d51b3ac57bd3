import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { TextDocument, type TextEdit } from 'vscode-languageserver-textdocument';
import type { CodeLens, WorkspaceEdit } from 'vscode-languageserver-types';
import type { PreviewModel, TableChange, TrafficResult, TrafficSource } from '../../server/src/protocol.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { pcapParts } from '../support/captureWriter.js';
import { vmqText } from '../support/configuration.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';
import { ethernet, ipv4, tcp } from '../support/packets.js';

const vports = `  - id: 0 # the default
    numberOfQueues: 2
    indirectionTable: ["0:2", '0:4', "0:2", "0:4"] # spelled out
  - id: 1
    name: sql01
    numberOfQueues: 4
    indirectionTable: # generated
      numberOfEntries: 8
      processors: ["0:6", "0:8"]
  - { id: 2, rss: false, primaryProcessor: "0:14" }
`;
const text = vmqText(vports);
const json = `{
	// kept
	"version": 1,
	"adapter": { "name": "A", "mode": "native", "capabilities": { "preset": "native-rss" },
		"rssProcessors": { "base": "0:0", "max": "0:15" } },
	"scaling": { "numberOfQueues": 2, "indirectionTable": ["0:2", /* here */ "0:4"] }
}`;

let program: Bundle;
let server: LanguageServerUnderTest;
let folder: string;
let names = 0;
const open = (body: string, extension = 'yaml') => server.open(`p${++names}.rssv2.${extension}`, body);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-preview-'));
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path);
});
afterAll(async () => {
	expect(await server.stop()).toBe(0);
	await program.dispose();
	await rm(folder, { recursive: true, force: true });
});

/** The text after an edit, applied as an editor does it. */
function applied(body: string, { documentChanges = [] }: WorkspaceEdit): string {
	const edits = documentChanges.flatMap((change) => ('edits' in change ? change.edits : [])) as TextEdit[];
	return TextDocument.applyEdits(TextDocument.create('file:///x', 'x', 1, body), edits);
}

async function previewOf(uri: string, whatIf?: TableChange[]): Promise<PreviewModel> {
	const model = await server.request('rssv2/preview', { uri, ...(whatIf && { whatIf }) });
	if (!model) throw new Error(`no preview of ${uri}`);
	return model;
}

const tableOf = ({ entities }: PreviewModel, vportId: number) =>
	entities.find((entity) => entity.vportId === vportId)?.table.map(({ processor }) => processor);

describe('changing cells', () => {
	test('replaces the cells alone, keeps quotes and comments, and holds for this version of the text', async () => {
		const uri = await open(text);
		const changes = [
			{ vportId: 0, entry: 1, processor: '0:6' },
			{ vportId: 0, entry: 3, processor: '0:6' },
		];
		const edit = await server.request('rssv2/editTable', { uri, version: 1, changes });
		expect(edit.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 } }]);
		const edited = applied(text, edit);
		expect(edited).toBe(text.replace(`"0:2", '0:4', "0:2", "0:4"`, `"0:2", '0:6', "0:2", "0:6"`));
		await server.change(uri, edited);
		expect(tableOf(await previewOf(uri), 0)).toEqual(['0:2', '0:6', '0:2', '0:6']);
		await expect(server.request('rssv2/editTable', { uri, version: 1, changes })).rejects.toThrow(/changed/);
	});

	test('writes a generated table out, in several VPorts at once', async () => {
		const uri = await open(text);
		const changes = [
			{ vportId: 1, entry: 7, processor: '0:10' },
			{ vportId: 0, entry: 0, processor: '0:4' },
		];
		const edited = applied(text, await server.request('rssv2/editTable', { uri, version: 1, changes }));
		await server.change(uri, edited);
		const model = await previewOf(uri);
		expect(tableOf(model, 1)).toEqual(['0:6', '0:8', '0:6', '0:8', '0:6', '0:8', '0:6', '0:10']);
		expect(tableOf(model, 0)).toEqual(['0:4', '0:4', '0:2', '0:4']);
		for (const comment of ['# the default', '# spelled out', '# generated'])
			expect(edited).toContain(comment);
	});

	test('works in JSON with comments', async () => {
		const uri = await open(json, 'jsonc');
		const changes = [{ vportId: 0, entry: 1, processor: '0:6' }];
		const edit = await server.request('rssv2/editTable', { uri, version: 1, changes });
		expect(applied(json, edit)).toBe(json.replace('"0:4"]', '"0:6"]'));
	});

	test('says in a sentence what cannot be', async () => {
		const uri = await open(text);
		const ask = (change: Partial<TableChange>) =>
			server.request('rssv2/editTable', {
				uri,
				version: 1,
				changes: [{ vportId: 0, entry: 0, processor: '0:6', ...change }],
			});
		await expect(ask({ vportId: 9 })).rejects.toThrow(/no VPort 9/);
		await expect(ask({ entry: 4 })).rejects.toThrow(/no entry 4/);
		await expect(ask({ processor: 'cpu6' })).rejects.toThrow(/“cpu6” is no processor/);
	});
});

describe('what if', () => {
	test('the picture and its findings are those of the changed cells, their places those of the text', async () => {
		const uri = await open(text);
		const before = await previewOf(uri);
		const model = await previewOf(uri, [{ vportId: 0, entry: 1, processor: '0:6' }]);
		expect(tableOf(model, 0)).toEqual(['0:2', '0:6', '0:2', '0:4']);
		expect(model.whatIf).toBe(1);
		expect(model.entities[0]?.table.map(({ was }) => was)).toEqual([undefined, '0:4', undefined, undefined]);
		expect(model.entities[0]?.table.map(({ range }) => range)).toEqual(
			before.entities[0]?.table.map(({ range }) => range),
		);
		expect(before.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(model.findings.map(({ code }) => code)).toContain('NDIS_STATUS_NO_QUEUES');
		expect(model.entities[0]?.shares[0]).toEqual({ processor: '0:2', entries: 2, share: 0.5 });
		expect(await previewOf(uri)).toEqual(before);
	});

	test('changes that are not there, or change nothing, are left out', async () => {
		const uri = await open(text);
		const model = await previewOf(uri, [
			{ vportId: 0, entry: 0, processor: '0:2' },
			{ vportId: 0, entry: 99, processor: '0:4' },
			{ vportId: 7, entry: 0, processor: '0:4' },
			{ vportId: 0, entry: 0, processor: '99999:1' },
		]);
		expect(model).toEqual(await previewOf(uri));
	});

	test('a processor keeps its colour when cells move, in the text too', async () => {
		const uri = await open(text);
		const colours = ({ adapter }: PreviewModel) =>
			new Map(adapter?.topology.flatMap(({ cores }) => cores.flat()).map(({ id, colour }) => [id, colour]));
		const before = colours(await previewOf(uri));
		await server.change(uri, text.replace(`"0:2", '0:4'`, `"0:3", '0:4'`));
		const now = colours(await previewOf(uri));
		for (const id of ['0:2', '0:4', '0:6', '0:8']) expect(now.get(id), id).toBe(before.get(id));
		const all = [...now.values()].filter((colour) => colour !== undefined);
		expect(new Set(all).size).toBe(all.length);
		expect(now.get('0:3')).toBeDefined();
	});
});

describe('comparing', () => {
	test('with another text', async () => {
		const uri = await open(text);
		const older = text.replace(`'0:4'`, '"0:12"').replace('numberOfQueues: 2', 'numberOfQueues: 3');
		const baseline = await server.request('rssv2/baseline', { uri, text: older, label: 'git HEAD' });
		expect(baseline.label).toBe('git HEAD');
		expect(baseline.entities[0]).toEqual({
			vportId: 0,
			rss: true,
			numberOfQueues: 3,
			primaryProcessor: '0:2',
			defaultProcessor: '0:2',
			table: ['0:2', '0:12', '0:2', '0:4'],
		});
		await expect(
			server.request('rssv2/baseline', { uri, text: 'nothing', label: 'git HEAD' }),
		).rejects.toThrow(/git HEAD cannot be read/);
	});

	test('with a device', async () => {
		const uri = await open(text);
		const { uri: device } = await server.request('rssv2/emulator/start', { uri });
		const fresh = await server.request('rssv2/baseline', { uri, device });
		expect(fresh.entities.map(({ vportId }) => vportId)).toEqual([0]);
		const { planId = '' } = await server.request('rssv2/push/plan', { uri, device });
		await server.request('rssv2/push/apply', { planId });
		const pushed = await server.request('rssv2/baseline', { uri, device });
		const model = await previewOf(uri);
		expect(pushed.entities.map(({ vportId, table }) => [vportId, table])).toEqual(
			model.entities.map(({ vportId }) => [vportId, tableOf(model, vportId)]),
		);
	});
});

describe('the hash key', () => {
	const withKey = (secretKey: string, types = 'tcpIpv4') =>
		text.replace('adapter:', `adapter:\n  hash: { types: [${types}], secretKey: "${secretKey}" }`);
	const keyOf = async (body: string) => (await previewOf(await open(body))).entities.map((e) => e.hashKey);

	test('has a rank under the table, and none while RSS is off', async () => {
		const [four, eight, off] = await keyOf(withKey('6d5a'.repeat(20)));
		expect(four).toMatchObject({ rank: 2, of: 2 });
		expect(eight).toMatchObject({ rank: 3, of: 3 });
		expect(eight?.words).toContain('Both directions of a flow have one hash.');
		expect(off).toBeUndefined();
	});

	test('that is weak says how many entries it reaches; the ports alone may reach fewer', async () => {
		const [, zeros] = await keyOf(withKey('00'.repeat(40)));
		expect(zeros).toMatchObject({ rank: 0, of: 3 });
		expect(zeros?.words[0]).toBe('This key reaches 1 of 8 entries, whatever the traffic.');
		// Ones in front alone: the windows of the addresses have rank, those of the ports are 0.
		const [, ports] = await keyOf(withKey(`${'4fa17c0e93d85b26'.repeat(2).slice(0, 16)}${'00'.repeat(32)}`));
		expect(ports).toMatchObject({ rank: 3, of: 3 });
		expect(ports?.words.join(' ')).toMatch(/differ in their ports alone, reach 1 of 8/);
	});
});

describe('traffic', () => {
	const flows = (more: Partial<Extract<TrafficSource, { kind: 'flows' }>> = {}): TrafficSource => ({
		kind: 'flows',
		flowSet: 'uniform',
		flows: 5000,
		seed: 1,
		...more,
	});
	const sum = (loads: { packets: number }[]) => loads.reduce((total, { packets }) => total + packets, 0);
	const consistent = (result: TrafficResult, table: string[] | undefined) => {
		expect(sum(result.processors)).toBe(result.total.packets);
		for (const { processor, packets } of result.processors) {
			const own = result.entries.filter((_, entry) => table?.[entry] === processor);
			expect(sum(own)).toBe(packets);
		}
	};

	test('every flow set of the offer arrives, entry by entry', async () => {
		const uri = await open(text);
		const model = await previewOf(uri);
		expect(model.traffic.flowSets.length).toBeGreaterThan(3);
		for (const { id } of model.traffic.flowSets) {
			const result = await server.request('rssv2/traffic', {
				uri,
				vportId: 1,
				source: flows({ flowSet: id }),
			});
			expect(result.total.flows).toBe(5000);
			expect(result.entries.length).toBe(8);
			consistent(result, tableOf(model, 1));
			const most = Math.max(...result.processors.map(({ packets }) => packets));
			const packets = result.evenness.find(({ measure }) => measure === 'packets');
			expect(packets?.share).toBe(most / result.total.packets);
			expect(result.processors.find(({ processor }) => processor === packets?.busiest)?.packets).toBe(most);
		}
	});

	test('a what-if moves the traffic of its cells', async () => {
		const uri = await open(text);
		const ask = (whatIf: TableChange[]) =>
			server.request('rssv2/traffic', { uri, vportId: 1, source: flows(), whatIf });
		const before = await ask([]);
		const moved = await ask([{ vportId: 1, entry: 0, processor: '0:10' }]);
		expect(moved.processors.find(({ processor }) => processor === '0:10')?.packets).toBe(
			before.entries[0]?.packets,
		);
	});

	test('RSS off, no flows and what cannot be sent are said plainly', async () => {
		const uri = await open(text);
		const ask = (vportId: number, source: TrafficSource) =>
			server.request('rssv2/traffic', { uri, vportId, source });
		const off = await ask(2, flows());
		expect(off.processors).toMatchObject([{ processor: '0:14', packets: 5000 }]);
		expect(off.notes.join()).toMatch(/RSS is off.*0:14/);
		expect(off).toMatchObject({ hashed: '', evenness: [] });
		expect(off.judgement).toContain('Everything goes to one processor, 0:14: nothing is spread.');
		const none = await ask(0, flows({ flows: 0 }));
		expect(none.total.packets).toBe(0);
		expect(none.notes.join()).toMatch(/no flows/);
		await expect(ask(0, flows({ flows: 1e9 }))).rejects.toThrow(/10,000,000/);
		await expect(ask(0, flows({ flowSet: 'none' }))).rejects.toThrow(/no flow set “none”/);
		await expect(ask(5, flows())).rejects.toThrow(/no VPort 5/);
		await expect(ask(0, { kind: 'capture', path: join(folder, 'no.pcap'), inner: false })).rejects.toThrow(
			/no\.pcap cannot be read: it is not there/,
		);
		const noCapture = join(folder, 'text.pcap');
		await writeFile(noCapture, 'this is no capture, whatever its name says');
		await expect(ask(0, { kind: 'capture', path: noCapture, inner: false })).rejects.toThrow(
			/text\.pcap is no capture/,
		);
	});

	test('a capture arrives, with its largest flow first, and another table is no other reading', async () => {
		const uri = await open(text);
		const path = join(folder, 'some.pcap');
		const packet = (port: number) => ({
			data: Uint8Array.from(
				ethernet(0x0800, ipv4('192.0.2.1', '198.51.100.1', 6, tcp(port, 443, Array(port % 50).fill(0)))),
			),
		});
		const ports = Array.from({ length: 200 }, (_, i) => 1000 + (i % 40));
		const elephant = Array.from({ length: 100 }, () => 50_049);
		await writeFile(path, Buffer.concat(pcapParts([...ports, ...elephant].map(packet))));
		const source = { kind: 'capture', path, inner: false } as const;
		const result = await server.request('rssv2/traffic', { uri, vportId: 0, source });
		expect(result.total).toMatchObject({ packets: 300, flows: 41 });
		consistent(result, tableOf(await previewOf(uri), 0));
		expect(result.topFlows[0]).toMatchObject({
			flow: '192.0.2.1:50049 → 198.51.100.1:443 TCP',
			packets: 100,
		});
		const { entry = -1 } = result.topFlows[0] ?? {};
		expect(result.entries[entry]?.largest?.[0]).toEqual({ flow: result.topFlows[0]?.flow, packets: 100 });
		const whatIf = [{ vportId: 0, entry, processor: '0:12' }];
		const moved = await server.request('rssv2/traffic', { uri, vportId: 0, source, whatIf });
		expect(moved.topFlows[0]).toMatchObject({ entry, processor: '0:12' });
		expect(moved.entries).toEqual(result.entries);
	});

	test('reports how far it is, and can be cancelled', async () => {
		const uri = await open(text);
		const params = { uri, vportId: 1, source: flows({ flows: 10_000_000 }), workDoneToken: 'traffic' };
		const cancel = new CancellationTokenSource();
		const answer = server.connection.sendRequest('rssv2/traffic', params, cancel.token);
		answer.catch(() => {});
		await eventually('a report', () => (server.progress('traffic').length > 1 ? true : undefined));
		cancel.cancel();
		await expect(answer).rejects.toMatchObject({ code: -32800 });
		await eventually('the end of the reports', () =>
			server.progress('traffic').some((report) => 'kind' in report && report.kind === 'end')
				? true
				: undefined,
		);
	});
});

describe('code lenses', () => {
	const lensesOf = (on: LanguageServerUnderTest, uri: string) =>
		on.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });

	test('stand above every entity, say how it spreads, and open the preview on it', async () => {
		const uri = await open(text);
		const lenses = await lensesOf(server, uri);
		const lines = text.split('\n');
		expect(lenses.map(({ range, command }) => [lines[range.start.line]?.trim(), command?.title])).toEqual([
			['- id: 0 # the default', '4 entries → 2 processors, busiest 50 %'],
			['- id: 1', '8 entries → 2 processors, busiest 50 %'],
			['- { id: 2, rss: false, primaryProcessor: "0:14" }', 'RSS off: all packets → 0:14'],
		]);
		const { entities } = await previewOf(uri);
		expect(lenses.map(({ command }) => [command?.command, ...(command?.arguments ?? [])])).toEqual(
			entities.map(({ key }) => ['rssv2.openPreviewToSide', uri, key]),
		);
	});

	test('can be turned off', async () => {
		const quiet = await LanguageServerUnderTest.start(program.path, {
			settings: { 'rssv2.codeLens': false },
		});
		const uri = await quiet.open('quiet.rssv2.yaml', text);
		expect(await lensesOf(quiet, uri)).toEqual([]);
		await quiet.stop();
	});
});
