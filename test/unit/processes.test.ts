import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastGlob from 'fast-glob';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = fastGlob
	.sync(['server/src/**/*.ts', 'client/src/**/*.ts', 'client/webview/**/*.{ts,tsx}'], { cwd: root })
	.map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));

/** Ways to hand a line to a shell: Node's, and those of VS Code's tasks and terminals. */
const shells = [
	/\b(?:exec|execSync)\s*\(\s*[`'"]/,
	/import\s*\{[^}]*\b(?:exec|execSync)\b[^}]*\}\s*from 'node:child_process'/,
	/\bshell\s*:\s*(?!false)/,
	/new (?:\w+\.)?ShellExecution\(\s*[^,)]*\)/,
	/\.sendText\(/,
];

it('programs are started with lists of arguments, never by a line for a shell', () => {
	expect(sources.length).toBeGreaterThan(300);
	const found = sources.flatMap(({ path, text }) =>
		shells.filter((shell) => shell.test(text)).map((shell) => `${path}: ${shell.exec(text)?.[0]}`),
	);
	expect(found).toEqual([]);
});

it('nothing of a page or a script is made of text: no eval, no Function, no markup', () => {
	const evaluations = [
		/\beval\(/,
		/\bnew Function\(/,
		/\.(?:inner|outer)HTML\s*=/,
		/dangerouslySetInnerHTML/,
	];
	const found = sources.flatMap(({ path, text }) =>
		evaluations.filter((one) => one.test(text)).map((one) => `${path}: ${one.exec(text)?.[0]}`),
	);
	expect(found).toEqual([]);
});

it('nothing is connected to but sockets of emulators: no telemetry, no updates, nothing from the net', () => {
	const network = /from 'node:(?:net|http|https|http2|tls|dgram|dns)'|\bfetch\(|XMLHttpRequest|\bWebSocket\b/;
	const found = sources.filter(({ text }) => network.test(text)).map(({ path }) => path);
	const emulators = /^server\/src\/(?:daemon|devices\/emulator)\//;
	expect(found.filter((path) => !emulators.test(path))).toEqual([]);
	expect(found.length).toBeGreaterThan(0);
});
