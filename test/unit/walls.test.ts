import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');

/** Files that break a wall, and the rule that has to say so; those without a rule must pass. */
const pure = ['rss', 'ndis', 'emulator', 'rules', 'plan', 'oid', 'packet'].flatMap((folder) =>
	(
		[
			[
				'a module of Node',
				"import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
				'noNodejsModules',
			],
			['a clock', 'export const now = () => Date.now();\n', 'noRestrictedGlobals'],
			['a timer', 'export const later = (f: () => void) => setTimeout(f, 1);\n', 'noRestrictedGlobals'],
			['the environment', 'export const home = () => process.env;\n', 'noRestrictedGlobals'],
			[
				'a protocol',
				"import { x } from 'vscode-languageserver/node';\nexport const y = x;\n",
				'noRestrictedImports',
			],
			['a device', "import { x } from '../devices/open.js';\nexport const y = x;\n", 'noRestrictedImports'],
		] as const
	).map(
		([what, text, rule]) => [`server/src/${folder}: ${what}`, `server/src/${folder}`, text, rule] as const,
	),
);
const probes = [
	...pure,
	['devices may do I/O', 'server/src/devices', 'export const now = () => Date.now();\n', undefined],
	[
		'a feature and its sibling',
		'client/src/features/preview',
		"import { x } from '../push/index.js';\nexport const y = x;\n",
		'noRestrictedImports',
	],
	[
		'infrastructure and a feature',
		'client/src/infrastructure',
		"import { x } from '../features/push/index.js';\nexport const y = x;\n",
		'noRestrictedImports',
	],
	[
		'a feature and infrastructure',
		'client/src/features/preview',
		"import { x } from '../../infrastructure/commands.js';\nexport const y = x;\n",
		undefined,
	],
] as const;

let folder: string;
const found = new Map<string, string>();

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'walls-'));
	const config = JSON.parse(readFileSync(join(root, '.biome.json'), 'utf8'));
	writeFileSync(join(folder, '.biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
	cpSync(
		join(root, 'node_modules/@biomejs/biome/configuration_schema.json'),
		join(folder, 'configuration_schema.json'),
	);
	probes.forEach(([, where, text], i) => {
		const file = join(folder, where, `probe${i}.ts`);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	});
	const args = [biome, 'lint', '--max-diagnostics=none', '--reporter=github', folder];
	let output = '';
	try {
		output = execFileSync(process.execPath, args, {
			cwd: folder,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
		});
	} catch (error) {
		output = (error as { stdout: string }).stdout;
	}
	for (const line of output.split('\n')) {
		const probe = /probe\d+/.exec(line)?.[0];
		if (probe) found.set(probe, `${found.get(probe) ?? ''} ${line}`);
	}
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lint holds the walls of the house', () => {
	test.each(probes.map((probe, i) => [probe[0], probe[3], `probe${i}`] as const))(
		'%s',
		(_name, rule, probe) => {
			if (rule) expect(found.get(probe)).toContain(rule);
			else expect(found.get(probe)).toBeUndefined();
		},
	);
});

test('the client imports types of the server, never code', () => {
	const sources = readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' }).filter((name) =>
		/\.tsx?$/.test(name),
	);
	expect(sources.length).toBeGreaterThan(20);
	for (const file of sources) {
		const imports =
			readFileSync(join(root, 'client', file), 'utf8').match(/^import .*server\/src.*$/gm) ?? [];
		for (const line of imports) expect(line, file).toMatch(/^import type /);
	}
});
