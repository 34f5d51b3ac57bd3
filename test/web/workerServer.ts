import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import {
	AbstractMessageReader,
	AbstractMessageWriter,
	createMessageConnection,
	type DataCallback,
	type Disposable,
	type Message,
	type MessageConnection,
} from 'vscode-jsonrpc/node';
import { standIns } from '../../.build/build.mjs';
import { chromiumArguments, findChromium } from '../../.build/chromium.mjs';

/** The language server as it ships for the web, in a worker of a page of a real browser. */
export class WorkerServer {
	private constructor(
		readonly browser: Browser,
		readonly pages: Server,
		readonly connection: MessageConnection,
		/** What went wrong in the page or the worker without being answered. */
		readonly problems: readonly string[],
	) {}

	static async start(): Promise<WorkerServer> {
		const executablePath = await findChromium();
		if (executablePath === undefined) throw new Error('No Chromium on the PATH, nor in RSSV2_CHROMIUM.');
		const program = await bundleWorker();
		const pages = createServer(({ url }, response) => {
			const isProgram = url === '/server.js';
			response.writeHead(200, { 'Content-Type': isProgram ? 'text/javascript' : 'text/html' });
			response.end(isProgram ? program : '<!doctype html><title>worker</title>');
		});
		await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
		const browser = await chromium.launch({ executablePath, args: [...chromiumArguments, '--disable-gpu'] });
		const page = await browser.newPage();
		const problems: string[] = [];
		page.on('pageerror', (error) => problems.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') problems.push(message.text());
		});
		await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
		const reader = new PageReader();
		await page.exposeFunction('told', (message: Message) => reader.receive(message));
		await page.evaluate(() => {
			const shared = globalThis as unknown as { worker: Worker; told: (message: unknown) => void };
			shared.worker = new Worker('/server.js');
			shared.worker.onmessage = ({ data }) => shared.told(data);
			shared.worker.onerror = ({ message }) => console.error(message);
		});
		const connection = createMessageConnection(reader, new PageWriter(page));
		connection.onRequest('workspace/configuration', ({ items }: { items: object[] }) =>
			items.map(() => null),
		);
		connection.onRequest('client/registerCapability', () => undefined);
		connection.listen();
		return new WorkerServer(browser, pages, connection, problems);
	}

	async stop(): Promise<void> {
		this.connection.dispose();
		await this.browser.close();
		this.pages.close();
	}
}

class PageReader extends AbstractMessageReader {
	#callback: DataCallback | undefined;

	listen(callback: DataCallback): Disposable {
		this.#callback = callback;
		return { dispose: () => {} };
	}

	receive(message: Message): void {
		this.#callback?.(message);
	}
}

class PageWriter extends AbstractMessageWriter {
	constructor(readonly page: Page) {
		super();
	}

	async write(message: Message): Promise<void> {
		await this.page.evaluate(
			(data) => (globalThis as unknown as { worker: Worker }).worker.postMessage(data),
			// What JSON leaves out a page would be sent as undefined.
			JSON.parse(JSON.stringify(message)),
		);
	}

	end(): void {}
}

async function bundleWorker(): Promise<string> {
	const { outputFiles } = await build({
		absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
		entryPoints: ['server/src/web/main.ts'],
		bundle: true,
		write: false,
		format: 'iife',
		platform: 'browser',
		target: 'es2022',
		mainFields: ['browser', 'module', 'main'],
		conditions: ['browser'],
		alias: standIns,
		logLevel: 'error',
	});
	return outputFiles[0]?.text ?? '';
}
