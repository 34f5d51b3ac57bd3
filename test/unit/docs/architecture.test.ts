import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from '../../../server/src/devices/device.js';
import { applyPush, preparePush } from '../../../server/src/devices/push.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { Rule } from '../../../server/src/rules/rule.js';
import { checkText } from '../../../server/src/validation/check.js';
import { adapterWith, p } from '../../support/adapter.js';

// The worked examples on the page of the architecture are what they say: they compile where they stand, and do their work.
const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;
let examples: Map<string, string>;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-architecture-'));
	const page = await readFile(join(root, 'server/docs/architecture.md'), 'utf8');
	examples = new Map(
		[...page.matchAll(/^```tsx? (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', code = '']) => [path, code]),
	);
	for (const [path, code] of examples) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), code);
	}
	await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What an example exports, its imports taken from where it would stand. */
async function load(path: string): Promise<Record<string, unknown>> {
	const outfile = join(folder, `${path.replaceAll('/', '-')}.mjs`);
	await build({
		entryPoints: [join(folder, path)],
		plugins: [
			{
				name: 'in its place',
				setup({ onResolve }) {
					onResolve({ filter: /^\.\.?\// }, ({ path: to, importer }) =>
						importer.startsWith(folder)
							? { path: join(root, dirname(path), to).replace(/\.js$/, '.ts') }
							: undefined,
					);
				},
			},
		],
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile,
		logLevel: 'error',
	});
	return import(outfile);
}

it('each compiles in its place', async () => {
	expect([...examples.keys()]).toEqual([
		'server/src/rules/coarseTable.ts',
		'server/src/devices/memory/memoryDevice.ts',
		'client/webview/preview/NodeShares.tsx',
	]);
	const config = {
		extends: join(root, 'client/webview/tsconfig.json'),
		// As if both trees were one.
		compilerOptions: {
			rootDirs: [folder, root],
			types: ['node'],
			typeRoots: [join(root, 'node_modules/@types')],
		},
		include: [],
		files: [...examples.keys()],
	};
	await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
	const tsc = join(root, 'node_modules/typescript/bin/tsc');
	const said = await new Promise((resolve) =>
		execFile(process.execPath, [tsc, '-p', folder], (error, stdout) =>
			resolve(error ? stdout || error.message : ''),
		),
	);
	expect(said).toBe('');
});

it('the lint speaks up at its one example, and not at the other', async () => {
	const { coarseTable } = await load('server/src/rules/coarseTable.ts');
	const rule = coarseTable as Rule;
	const told = (text: string) => {
		const { configuration, findings } = checkText(text, { syntax: 'yaml' });
		if (!configuration) throw new Error('no configuration');
		expect(findings.filter(({ kind }) => kind !== 'lint')).toEqual([]);
		return configuration.entities.flatMap((entity) =>
			[...rule.check(entity, configuration)].map(({ message, span }) => [
				message,
				text.slice(span.start, span.end),
			]),
		);
	};
	expect(told(rule.examples.bad)).toEqual([
		['2 entries for 2 processors: moving one moves 50 % of the flows.', '["0:2", "0:4"]'],
	]);
	expect(told(rule.examples.good)).toEqual([]);
});

it('the device is pushed to, and put back when a step is cancelled', async () => {
	const { MemoryDevice } = await load('server/src/devices/memory/memoryDevice.ts');
	const device = new (MemoryDevice as new (...args: unknown[]) => Device)(
		{ kind: 'emulator', transport: 'unix', path: '/memory' },
		adapterWith(),
	);
	const before = await device.read();
	const wanted = new MiniportAdapter(adapterWith()).state();
	const [entity] = wanted.entities;
	if (!entity) throw new Error('no entity');
	const table = [p('0:2'), p('0:3'), p('0:4'), p('0:5')];
	const to = {
		...wanted,
		entities: [
			{ ...entity, rssEnabled: true, numberOfQueues: 4, hashInformation: 0x1701, indirectionTable: table },
		],
	};
	const cancelled = new AbortController();
	let steps = 0;
	const cancelledPush = await applyPush(device, await preparePush(device, to), {
		signal: cancelled.signal,
		onProgress: ({ phase }) => {
			if (phase === 'apply' && ++steps === 2) cancelled.abort();
		},
	});
	expect(cancelledPush).toMatchObject({ outcome: 'cancelled', stepsDone: 1 });
	expect(await device.read()).toEqual(before);
	expect(await applyPush(device, await preparePush(device, to))).toMatchObject({ outcome: 'applied' });
	expect((await device.read()).entities[0]?.indirectionTable).toEqual(table);
});
