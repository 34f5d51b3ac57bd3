import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Vulnerabilities of every version, by package, as a registry answers them; undefined: it has no such service. */
let known: Record<string, 'low' | 'moderate' | 'high'> | undefined;
let asked: Record<string, string[]>;
let registry: Server;
let cache: string;

beforeEach(async () => {
	asked = {};
	cache = await mkdtemp(join(tmpdir(), 'rssv2-npm-'));
	const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { version: string }>;
	};
	registry = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const send = (status: number, value: unknown) =>
			response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
		if (request.method === 'POST' && request.url?.endsWith('/advisories/bulk') && known) {
			const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
			asked = JSON.parse(text.toString());
			const advisory = (name: string, i: number) => [
				{
					id: i,
					url: `https://advisories/${i}`,
					title: `hole in ${name}`,
					severity: known?.[name],
					vulnerable_versions: '*',
				},
			];
			send(200, Object.fromEntries(Object.keys(known).map((name, i) => [name, advisory(name, i + 1)])));
		} else if (request.method === 'GET') {
			const name = decodeURIComponent(request.url?.slice(1) ?? '');
			const version = lock.packages[`node_modules/${name}`]?.version ?? '0.0.0';
			send(200, { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version } } });
		} else send(405, {});
	});
	await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
	registry.closeAllConnections();
	await new Promise((resolve) => registry.close(resolve));
	await rm(cache, { recursive: true, force: true });
});

function audit(): Promise<{ code: number; output: string }> {
	const env = {
		...process.env,
		npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`,
		npm_config_cache: cache,
		npm_config_fetch_retries: '0',
		npm_execpath: '',
	};
	return new Promise((resolve) => {
		execFile(process.execPath, ['.build/audit.mjs'], { cwd: root, env }, (error, stdout, stderr) =>
			resolve({
				code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
				output: stdout + stderr,
			}),
		);
	});
}

it('a vulnerability of what is shipped counts however small, one of a tool from high on', async () => {
	known = { yaml: 'low', 'axe-core': 'moderate', esbuild: 'high' };
	const { code, output } = await audit();
	expect(output).toMatch(/counts: yaml .*\(shipped, low\): hole in yaml/);
	expect(output).toMatch(/noted: axe-core .*\(tool, moderate\)/);
	expect(output).toMatch(/counts: esbuild .*\(tool, high\)/);
	expect(code).toBe(1);
	expect(Object.keys(asked)).toEqual(
		expect.arrayContaining(['vscode-languageserver', 'vitest', 'commander']),
	);
});

it('is clean when nothing counts, and says so when it was not told', async () => {
	known = { 'axe-core': 'moderate' };
	expect(await audit()).toMatchObject({ code: 0, output: expect.stringContaining('0 of them count') });
	known = undefined;
	expect(await audit()).toMatchObject({ code: 3, output: expect.stringContaining('Not audited: ') });
});
