import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baseline, PreviewModel } from '../../server/src/protocol.js';
import { PreviewHarness, type PreviewPage, reasonToSkip, textOf } from './harness.js';
import { large, sample } from './model.js';
import { sentTraffic, trafficOf } from './traffic.js';

/** The state of a model with some cells of its first entity elsewhere. */
function baselineOf({ entities }: PreviewModel, cells: Record<number, string>): Baseline {
	return {
		label: 'git HEAD',
		entities: entities.map(({ vportId, rss, queues, table, defaultProcessor, primaryProcessor }, i) => ({
			vportId,
			rss,
			numberOfQueues: queues.limit,
			primaryProcessor: primaryProcessor.processor,
			defaultProcessor: defaultProcessor.processor,
			table: table.map(({ processor }, entry) => (i === 0 ? (cells[entry] ?? processor) : processor)),
		})),
	};
}

describe.skipIf(reasonToSkip)(`views${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`, () => {
	let harness: PreviewHarness;
	let preview: PreviewPage;
	beforeAll(async () => {
		harness = await PreviewHarness.start();
	});
	afterAll(() => harness?.stop());
	afterEach(() => preview.close());
	const open = async (...args: Parameters<PreviewHarness['open']>) => {
		preview = await harness.open(...args);
	};
	const status = () => textOf(preview.page.getByRole('banner').getByRole('status'));
	const choose = async (menu: string, item: string) => {
		await preview.page.getByRole('button', { name: menu }).click();
		await preview.page.getByRole('menuitem', { name: item }).click();
	};

	describe('compare', () => {
		test('asks for what was chosen, marks cells that differ and tells the rest in words', async () => {
			await open(sample());
			await choose('Compare', 'With git HEAD');
			await choose('Compare', 'With a device…');
			expect(await preview.posted()).toEqual([
				{ type: 'compare', with: 'head' },
				{ type: 'compare', with: 'device' },
			]);
			const baseline = baselineOf(sample(), { 5: '0:8', 6: '0:2' });
			const second = baseline.entities[1];
			if (second) second.numberOfQueues = 7;
			baseline.entities.push({ ...baselineOf(sample(), {}).entities[0]!, vportId: 42 });
			await preview.send({ type: 'baseline', baseline });
			expect(await preview.page.locator('.differs').count()).toBe(2);
			expect(await preview.cell(5).getAttribute('aria-label')).toBe('entry 5: processor 0:4, git HEAD: 0:8');
			expect(await status()).toBe(
				'Compared with git HEAD: 2 cells differ in 1 VPort; 1 VPort differs in more than cells; VPort 42 only there, not in the file.',
			);
			expect(await textOf(preview.entity('Default'))).toContain('≠ 2');
			await preview.entity('sql01').click();
			expect(await textOf(preview.page.locator('.summary'))).toContain('git HEAD: 7 queues');
			await choose('Compare', 'With nothing');
			await preview.send({ type: 'baseline' });
			expect(await preview.page.locator('.differs').count()).toBe(0);
			expect(await status()).toBe('');
		});

		test('nothing to read again before there was a comparison', async () => {
			await open(sample());
			await preview.page.getByRole('button', { name: 'Compare' }).click();
			await preview.page.getByRole('menuitem', { name: 'Read again' }).click({ force: true });
			expect(await preview.posted()).toEqual([]);
			await preview.page.keyboard.press('Escape');
			expect(await preview.page.getByRole('menu').count()).toBe(0);
			expect(await preview.focused()).toContain('Compare');
		});
	});

	describe('all VPorts', () => {
		const matrix = () => preview.page.getByRole('grid', { name: 'All indirection tables' });
		const active = () => preview.page.getByRole('gridcell').getAttribute('aria-label');

		test('has a row an entity and a column an entry, in the colours of the cells', async () => {
			const model = large();
			await open(model);
			await preview.page.getByRole('button', { name: 'All VPorts' }).click();
			expect(await matrix().getAttribute('aria-rowcount')).toBe('64');
			expect(await matrix().getAttribute('aria-colcount')).toBe('128');
			const hues = await preview.page.evaluate(() => {
				const canvas = document.querySelector('canvas');
				const context = canvas?.getContext('2d');
				if (!canvas || !context) return [];
				const cell = canvas.width / 128;
				const row = canvas.height / 64;
				const at = (x: number, y: number) =>
					[
						...context.getImageData(Math.floor((x + 0.4) * cell), Math.floor((y + 0.3) * row), 1, 1).data,
					].join();
				return [at(0, 0), at(31, 0), at(1, 0), at(0, 1), at(0, 2)];
			});
			const [first, around, second, nextRow, third] = hues;
			expect(around).toBe(first);
			expect(nextRow).toBe(second);
			expect(second).not.toBe(first);
			expect(third).not.toBe(second);
		});

		test('keys move and tell the cell; Enter opens its entity on it', async () => {
			await open(large());
			await preview.page.getByRole('button', { name: 'All VPorts' }).click();
			await matrix().focus();
			for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await preview.page.keyboard.press(key);
			expect(await active()).toBe('vm-2, entry 1 of 128 entries: processor 0:8');
			await preview.page.keyboard.press('Control+End');
			expect(await active()).toContain('vm-63, entry 127');
			await preview.page.keyboard.press('Enter');
			expect(await preview.page.getByRole('heading', { name: 'vm-63' }).count()).toBe(1);
			expect(await preview.cell(127).getAttribute('tabindex')).toBe('0');
		});

		test('pointing tells the cell, a click opens it', async () => {
			await open(sample());
			await preview.page.getByRole('button', { name: 'All VPorts' }).click();
			const box = await preview.page.locator('canvas').boundingBox();
			if (!box) throw new Error('no canvas');
			await preview.page.mouse.move(box.x + (5.5 / 64) * box.width, box.y + 1.5 * 20);
			expect(await textOf(preview.page.locator('.told'))).toMatch(/^sql01, entry 5 of 16/);
			await preview.page.mouse.click(box.x + (5.5 / 64) * box.width, box.y + 1.5 * 20);
			expect(await preview.page.getByRole('heading', { name: 'sql01' }).count()).toBe(1);
			expect(await preview.cell(5).getAttribute('tabindex')).toBe('0');
		});

		test('drawing 64 tables of 128 entries anew takes less than laying out as many elements', async () => {
			await open(large());
			await preview.page.getByRole('button', { name: 'All VPorts' }).click();
			const ratio = await preview.page.evaluate(async (model) => {
				const spent = async (work: () => void) => {
					const start = performance.now();
					work();
					await Promise.resolve();
					return performance.now() - start;
				};
				// As many elements as there are cells, the way not taken.
				const layOut = () => {
					const box = document.createElement('div');
					for (let n = 0; n < 64 * 128; n++) {
						const cell = document.createElement('i');
						cell.className = 'cell';
						cell.textContent = '0:2';
						box.append(cell);
					}
					document.body.append(box);
					box.getBoundingClientRect();
					box.remove();
				};
				const shown = { type: 'show', model };
				const drawn: number[] = [];
				const laidOut: number[] = [];
				for (let i = 0; i < 5; i++) {
					drawn.push(await spent(() => dispatchEvent(new MessageEvent('message', { data: shown }))));
					laidOut.push(await spent(layOut));
				}
				const median = (all: number[]) => all.sort((a, b) => a - b)[2] ?? Number.NaN;
				return median(drawn) / median(laidOut);
			}, large());
			expect(ratio).toBeLessThan(1);
		});

		test('follows the theme', async () => {
			await open(large());
			await preview.page.getByRole('button', { name: 'All VPorts' }).click();
			await preview.page.evaluate(() => {
				const canvas = document.querySelector('canvas');
				canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
				document.body.className = 'vscode-high-contrast';
			});
			await preview.page.waitForFunction(() => {
				const context = document.querySelector('canvas')?.getContext('2d');
				return (context?.getImageData(4, 4, 1, 1).data[3] ?? 0) > 0;
			});
		});
	});

	describe('export', () => {
		const exported = async (item: string) => {
			await choose('Export', item);
			const message = (await preview.posted()).find(({ type }) => type === 'export');
			if (message?.type !== 'export') throw new Error('nothing was exported');
			return message;
		};

		test('CSV has a line an entry, quoted where it must be', async () => {
			const model = sample();
			if (model.entities[0]) model.entities[0].title = '=cmd, "x"';
			await open(model);
			const { fileName, data } = await exported('CSV table…');
			expect(fileName).toBe('slot3-port1-vport0.csv');
			const lines = data.trimEnd().split('\r\n');
			expect(lines[0]).toBe('vport,name,rss,entry,processor,numaNode');
			expect(lines[6]).toBe(`0,"'=cmd, ""x""",on,5,0:4,0`);
			expect(lines.length).toBe(65);
			await preview.page.getByRole('button', { name: 'All VPorts' }).click();
			expect((await exported('CSV table…')).data.trimEnd().split('\r\n').length).toBe(1 + 64 + 16 + 32 + 16);
		});

		test('SVG is well-formed and shows table and load; PNG has its size', async () => {
			await open(sample());
			const { fileName, data } = await exported('SVG picture…');
			expect(fileName).toBe('slot3-port1-vport0.svg');
			const seen = await preview.page.evaluate((svg) => {
				const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
				return {
					errors: parsed.querySelectorAll('parsererror').length,
					texts: [...parsed.querySelectorAll('text')].map((text) => text.textContent),
					width: Number(parsed.documentElement.getAttribute('width')),
				};
			}, data);
			expect(seen.errors).toBe(0);
			expect(seen.texts.filter((text) => text === '0:4').length).toBe(16 + 1);
			expect(seen.texts.join()).toContain('64 entries → 4 processors');
			const png = Buffer.from((await exported('PNG picture…')).data, 'base64');
			expect(png.subarray(1, 4).toString()).toBe('PNG');
			expect(png.readUInt32BE(16)).toBe(2 * seen.width);
		});
	});

	describe('traffic', () => {
		const send = () => preview.page.getByRole('button', { name: 'Send' }).click();

		test('is asked for as chosen, and anew when text or entity change', async () => {
			await open(sample());
			await preview.page.getByLabel('Source').selectOption('zipf');
			await preview.page.getByLabel('Flows', { exact: true }).fill('500');
			await send();
			const first = await sentTraffic(preview);
			const source = { kind: 'flows', flowSet: 'zipf', flows: 500, seed: 1 };
			expect(first).toMatchObject({ vportId: 0, source });
			await preview.show({ ...sample(), version: 2 });
			const second = await sentTraffic(preview);
			expect(second).toMatchObject({ vportId: 0, source });
			await preview.entity('sql01').click();
			const third = await sentTraffic(preview);
			expect(third).toMatchObject({ vportId: 1, source });
			expect(new Set([first.id, second.id, third.id]).size).toBe(3);
		});

		test('shows load, ribbons, judgement and what had no hash; another measure changes the bars', async () => {
			await open(sample());
			await send();
			const { id } = await sentTraffic(preview);
			await preview.send({ type: 'traffic', id, result: trafficOf({ '0:2': 500, '0:4': 300, '0:6': 200 }) });
			const bar = preview.page.getByRole('img', { name: 'Processor 0:2: 50 %' });
			expect(await bar.count()).toBe(1);
			expect(
				await preview.page
					.getByRole('img', { name: 'packets by processor: 0:2: 50 %; 0:4: 30 %; 0:6: 20 %' })
					.count(),
			).toBe(1);
			const pane = preview.page.getByRole('region', { name: /^Traffic/ });
			expect(await textOf(pane)).toMatch(/1,000 packets in 300 flows/);
			expect(await textOf(pane)).toMatch(/Without a hash: 7 packets \(0\.7 %\).*ARP/);
			expect(await textOf(pane)).toContain('Busiest of all.');
			const summary = preview.page.locator('.summary');
			expect(await textOf(summary)).toContain('busiest 50 % of packets (even: 25 %) Jain 0.877');
			expect(await textOf(pane.getByRole('row', { name: /^bytes/ }))).toBe('bytes 0:2 50 % 1.50 0.877');
			expect(await preview.cell(9).locator('.load').count()).toBe(1);
			// No name of a flow is cut off by the edge of the drawing.
			const lefts = await preview.page
				.locator('.ribbons text.before')
				.evaluateAll((all) => all.map((text) => (text as SVGTextElement).getBBox().x));
			expect(Math.min(...lefts)).toBeGreaterThanOrEqual(0);
			await preview.page.getByRole('radio', { name: 'entries' }).check();
			expect(await preview.page.getByRole('img', { name: 'Processor 0:2: 25 %' }).count()).toBe(1);
			expect(await textOf(summary)).toContain('busiest 25 % (even: 25 %)');
			expect(await preview.page.locator('.load').count()).toBe(0);
		});

		test('the largest flows are sorted by a click on a heading', async () => {
			await open(sample());
			await send();
			const { id } = await sentTraffic(preview);
			await preview.send({ type: 'traffic', id, result: trafficOf({ '0:2': 500, '0:4': 300 }) });
			const flows = () => preview.page.locator('.flows td.flow').allTextContents();
			const entries = () => preview.page.locator('.flows td.entry').allTextContents();
			const sorted = await flows();
			expect(sorted.length).toBeGreaterThan(2);
			const heading = preview.page.getByRole('columnheader', { name: 'Entry' });
			await heading.getByRole('button').click();
			expect(await heading.getAttribute('aria-sort')).toBe('descending');
			const down = (await entries()).map(Number);
			expect(down).toEqual([...down].sort((a, b) => b - a));
			await heading.getByRole('button').click();
			expect((await entries()).map(Number)).toEqual(down.reverse());
			await preview.page.getByRole('columnheader', { name: 'Packets' }).getByRole('button').click();
			expect(await flows()).toEqual(sorted);
		});

		test('tells how far it is, can be cancelled, and says what failed; an old answer is of no use', async () => {
			await open(sample());
			await send();
			const { id } = await sentTraffic(preview);
			await preview.send({ type: 'trafficProgress', id, message: 'Reading lan.pcap', percentage: 40 });
			const pane = preview.page.getByRole('region', { name: /^Traffic/ });
			expect(await pane.getByRole('progressbar').getAttribute('value')).toBe('40');
			await pane.getByRole('button', { name: 'Cancel' }).click();
			expect(await preview.posted()).toEqual([{ type: 'cancelTraffic' }]);
			await preview.send({ type: 'trafficFailed', id, message: 'Cancelled.', cancelled: true });
			expect(await textOf(pane.getByRole('status'))).toBe('Cancelled.');
			await send();
			const again = await sentTraffic(preview);
			await preview.send({ type: 'traffic', id, result: trafficOf({ '0:2': 1 }) });
			expect(await textOf(pane)).not.toContain('Busiest of all.');
			await preview.send({ type: 'traffic', id: again.id, result: trafficOf({}) });
			expect(await textOf(pane)).toContain('No packet arrived at Default');
		});

		test('Balance asks for a more even table and shows it as a what-if', async () => {
			await open(sample());
			expect(await preview.page.getByRole('button', { name: 'Balance' }).count()).toBe(0);
			await send();
			const { id, source } = await sentTraffic(preview);
			await preview.send({ type: 'traffic', id, result: trafficOf({ '0:2': 500, '0:4': 300 }) });
			await preview.page.getByRole('button', { name: 'Balance' }).click();
			expect(await preview.posted()).toEqual([{ type: 'balance', vportId: 0, source, by: 'packets' }]);
			const changes = [{ vportId: 0, entry: 4, processor: '0:4' }];
			await preview.send({ type: 'balanced', vportId: 0, changes, words: ['One entry moves.'] });
			expect(await preview.posted()).toContainEqual({ type: 'whatIf', changes });
			expect(await status()).toMatch(/^What if:.*One entry moves\.$/);
		});

		test('a capture is chosen by the host', async () => {
			await open(sample());
			await preview.page.getByLabel('Source').selectOption('capture');
			expect(await preview.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
			await preview.page.getByRole('button', { name: 'Choose a file…' }).click();
			expect(await preview.posted()).toEqual([{ type: 'chooseCapture' }]);
			await preview.send({ type: 'capture', path: '/var/lan.pcapng', name: 'lan.pcapng' });
			await preview.page.getByLabel('tunnels by their inner header').check();
			await send();
			expect((await sentTraffic(preview)).source).toEqual({
				kind: 'capture',
				path: '/var/lan.pcapng',
				inner: true,
			});
		});
	});

	test('hovering explains in words, Escape takes them away', async () => {
		await open(sample());
		const tip = preview.page.getByRole('tooltip');
		await preview.cell(17).hover();
		await tip.waitFor();
		expect(await textOf(tip)).toBe(
			'Packets whose hash AND 63 is 17 go to processor 0:4 of NUMA node 0, on one core with 0:5.',
		);
		await preview.page.keyboard.press('Escape');
		expect(await tip.count()).toBe(0);
		await preview.page.locator('.thread[data-processor="0:3"]').hover();
		await tip.waitFor();
		expect(await textOf(tip)).toContain('outside the RSS set');
		await preview.page.locator('[data-tip]', { hasText: 'dashed' }).hover();
		await expect.poll(() => textOf(tip)).toContain('25 %');
		await preview.page.getByRole('button', { name: 'Send' }).click();
		const { id } = await sentTraffic(preview);
		const result = trafficOf({ '0:2': 640 });
		result.entries[17] = { packets: 10, bytes: 1000, flows: 2, largest: [{ flow: 'a → b TCP', packets: 9 }] };
		await preview.send({ type: 'traffic', id, result });
		await preview.cell(17).hover();
		await expect
			.poll(() => textOf(tip))
			.toContain('10 packets in 2 flows: 1.6 % of the traffic. 9 packets: a → b TCP');
	});

	test('an entity is shown when the host asks for it, and following is told', async () => {
		await open(sample());
		await preview.send({ type: 'select', entity: 'vport:2' });
		expect(await preview.page.getByRole('heading', { name: 'web-frontend' }).count()).toBe(1);
		await preview.page.getByRole('button', { name: 'Follow editor' }).click();
		expect(await preview.posted()).toEqual([{ type: 'follow', follows: true }]);
		expect(await preview.page.evaluate(() => sessionStorage.getItem('state'))).toContain('"follows":true');
	});
});
