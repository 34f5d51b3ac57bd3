// `npm run docs`: writes the pages of server/docs that are made from the code. A test fails when one is not what this gives.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { editorPage } from './docs-editor.mjs';
import { formatPage } from './docs-format.mjs';
import { manifestIn } from './manifest-texts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const PAGES = {
	DOC: 'https://learn.microsoft.com/windows-hardware/drivers/network/',
	DDI: 'https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddndis/',
};

/**
 * The page of the miniport's rules.
 * @param {Readonly<Record<string, { refuses: string, status: number, source: string }>>} ruleTable
 * @param {(status: number) => string} statusName
 */
export function rulesPage(ruleTable, statusName) {
	const rows = Object.entries(ruleTable).map(
		([id, { refuses, status, source }]) =>
			`| <a id="${id}"></a>\`${id}\` | ${cell(refuses)} | \`${statusName(status)}\` | ${cell(linked(source))} |`,
	);
	return `# The rules of the emulated miniport

Made from [ruleTable.ts](../src/emulator/ruleTable.ts) by \`npm run docs\`. Each rule stands there once, with the status that
it answers and the page that it comes from; each is tripped by a script of
[test/fixtures/conformance](../../test/fixtures/conformance) or a case of the unit tests, or the tests fail.

Where the sources disagree a policy decides:

- **P1** Inactive parameters are tracked, and validated only by the transition that activates them.
- **P2** A group of moves ends with one status: the first failing command's, else the queue check's. Nothing of a failed
  group is kept.
- **P3** The queue check counts default processor and entries with RSS on, the primary processor alone with RSS off.
- **P4** Flags decide what a command moves, default over primary; with Flags 0 the indices 0xFFFF and 0xFFFE mean default and
  primary.
- **P5** A batch has at most 130 commands: 128 entries, default and primary.
- **P6** A VPort that does not exist is INVALID_PORT for a set, INVALID_PARAMETER for a move.
- **P7** On an adapter with restricted tables a PF VPort has as many entries as queues, rounded up to a power of two.
- **P8** An allocation of a virtual function that names none (NDIS_INVALID_VF_FUNCTION_ID) gets the lowest that is free; one
  that names one gets that.

| Rule | Refuses | Status | Source |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/**
 * The page of the lints.
 * @param {readonly { id: string, severity: string, summary: string, documentation: string, examples: { bad: string, good: string, beside?: string, device?: string } }[]} lints
 */
export function lintsPage(lints) {
	const sections = lints.map(
		({ id, severity, summary, documentation, examples }) => `## ${id}

${summary} Severity: ${severity}.

${documentation}
${
	examples.beside === undefined
		? ''
		: `
Beside this file of the same host

\`\`\`yaml
${examples.beside.trimEnd()}
\`\`\`
`
}
It speaks up here${examples.device === undefined ? '' : `, for the device \`${examples.device}\``}:

\`\`\`yaml
${examples.bad.trimEnd()}
\`\`\`

and is content with this:

\`\`\`yaml
${examples.good.trimEnd()}
\`\`\`
`,
	);
	return `# The lints

Made from the files in [server/src/rules](../src/rules) by \`npm run docs\`; the tests run every example. A severity can be given
to each in \`rssv2.rules\` or with \`rssv2 check --rule ID=SEVERITY\` (\`off\`, \`hint\`, \`information\`, \`warning\`, \`error\`); one
place is let pass by a comment, \`# rssv2-ignore ID: reason\`.

${sections.join('\n')}`;
}

/** Names of documentation pages as links to them: DOC is the network driver documentation, DDI its reference. */
function linked(source) {
	return source
		.split('; ')
		.map((part) => {
			const [, kind, page, rest] = /^(DOC|DDI) ([a-z0-9_-]+)(.*)$/.exec(part) ?? [];
			return kind === undefined ? part : `[${page}](${PAGES[kind]}${page})${rest}`;
		})
		.join('; ');
}

function cell(text) {
	return text.replaceAll('|', '\\|').replaceAll('*', '\\*');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-docs-'));
	try {
		await build({
			absWorkingDir: root,
			entryPoints: [
				'server/src/emulator/ruleTable.ts',
				'server/src/ndis/status.ts',
				'server/src/rules/index.ts',
			],
			outdir: folder,
			outExtension: { '.js': '.mjs' },
			bundle: true,
			format: 'esm',
			logLevel: 'error',
		});
		const module = (path) => import(pathToFileURL(join(folder, path)).href);
		const [{ ruleTable }, { statusName }, { lints }] = await Promise.all([
			module('emulator/ruleTable.mjs'),
			module('ndis/status.mjs'),
			module('rules/index.mjs'),
		]);
		const schema = JSON.parse(await readFile(join(root, 'schemas/rssv2.schema.json'), 'utf8'));
		const pages = {
			'miniport-rules.md': rulesPage(ruleTable, statusName),
			'lints.md': lintsPage(lints),
			'format.md': formatPage(schema),
			'editor.md': editorPage(await manifestIn('en')),
		};
		for (const [name, text] of Object.entries(pages)) await writeFile(join(root, 'server/docs', name), text);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
