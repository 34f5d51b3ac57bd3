import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliUnderTest } from '../support/cli.js';

// A real client that is not ours: the configuration of the page on other editors, in Neovim.
const page = fileURLToPath(new URL('../../server/docs/other-editors.md', import.meta.url));
const reason = whyNoNeovim();

let cli: CliUnderTest;
let folder: string;
beforeAll(async () => {
	cli = await CliUnderTest.build();
	folder = await mkdtemp(join(tmpdir(), 'rssv2-nvim-'));
	await mkdir(join(folder, 'bin'));
	const rssv2 = join(folder, 'bin/rssv2');
	await writeFile(rssv2, `#!/bin/sh\nexec '${process.execPath}' '${cli.bundle.path}' "$@"\n`);
	await chmod(rssv2, 0o755);
});
afterAll(async () => {
	await cli.dispose();
	await rm(folder, { recursive: true, force: true });
});

const head = 'version: 1\nadapter:\n  name: Test\n  mode: native\n  capabilities: { preset: native-rss }\n';
const idle = `${head}  rssProcessors: { base: "0:0", max: "0:15" }\nscaling:\n  numberOfQueues: 3\n  indirectionTable: ["0:2", "0:4"]\n`;

describe.skipIf(reason !== undefined)(`Neovim${reason === undefined ? '' : ` (${reason})`}`, () => {
	it('shows diagnostics, which follow an edit', async () => {
		const seen = await ask('a.rssv2.yaml', idle, [
			'until_true(function() return #vim.diagnostic.get(0) == 1 end)',
			'tell("first", vim.diagnostic.get(0)[1])',
			'vim.api.nvim_buf_set_lines(0, 7, 8, true, { "  numberOfQueues: 2" })',
			'until_true(function() return #vim.diagnostic.get(0) == 0 end)',
			'tell("then", #vim.diagnostic.get(0))',
			'vim.cmd("write! " .. vim.fn.expand("%:p:h") .. "/second.rssv2.yaml")',
			'vim.cmd("edit! " .. vim.fn.expand("%:p:h") .. "/second.rssv2.yaml")',
			'until_true(function() return #vim.lsp.buf_get_clients(0) > 0 end)',
			'tell("servers", #vim.lsp.get_active_clients())',
		]);
		expect(seen['first']).toMatchObject({ code: 'idle-queues', lnum: 7, source: 'rssv2' });
		expect(seen['then']).toBe(0);
		expect(seen['servers']).toBe(1);
	});

	it('gets hover, completion, quick fixes and formatting, in YAML', async () => {
		const seen = await ask('b.rssv2.yaml', idle, [
			'until_true(function() return #vim.diagnostic.get(0) == 1 end)',
			'local here = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = 7, character = 5 } }',
			'tell("hover", request("textDocument/hover", here))',
			'tell("completion", request("textDocument/completion", { textDocument = here.textDocument, position = { line = 3, character = 8 } }))',
			'local one = vim.diagnostic.get(0)[1].user_data.lsp',
			'one.range = { start = { line = 7, character = 18 }, ["end"] = { line = 7, character = 19 } }',
			'one.message = vim.diagnostic.get(0)[1].message; one.severity = 2; one.source = "rssv2"',
			'local fixes = request("textDocument/codeAction", { textDocument = here.textDocument, range = one.range, context = { diagnostics = { one } } })',
			'tell("fixes", vim.tbl_map(function(fix) return fix.title end, fixes))',
			'vim.api.nvim_buf_set_lines(0, 7, 8, true, { "  numberOfQueues:    2" })',
			'vim.lsp.buf.formatting_sync({ tabSize = 2, insertSpaces = true }, 10000)',
			'tell("formatted", vim.api.nvim_buf_get_lines(0, 7, 8, true)[1])',
		]);
		expect(JSON.stringify(seen['hover'])).toContain('numberOfQueues');
		expect(JSON.stringify(seen['completion'])).toContain('native');
		expect((seen['fixes'] as string[]).join()).toMatch(/2/);
		expect(seen['formatted']).toBe('  numberOfQueues: 2');
	});

	it('runs commands, which change the text and tell', async () => {
		const seen = await ask('commands.rssv2.yaml', idle, [
			'until_true(function() return #vim.diagnostic.get(0) == 1 end)',
			'local document = { uri = vim.uri_from_bufnr(0) }',
			'tell("spread", request("workspace/executeCommand", { command = "rssv2.server.spread", arguments = { document } }))',
			'vim.lsp.buf.execute_command({ command = "rssv2.server.newKey", arguments = { document } })',
			'local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\\n") end',
			'until_true(function() return text():find("secretKey") ~= nil end)',
			'tell("text", text())',
		]);
		expect(seen['spread']).toMatch(/0:2 +1 +50 %/);
		expect(seen['text']).toMatch(/hash: \{ secretKey: "([0-9a-f]{2}:){39}[0-9a-f]{2}" \}/);
	});

	it('takes JSON with comments for what it is', async () => {
		const seen = await ask('c.rssv2.jsonc', '{ // one adapter\n  "version": 7 }\n', [
			'until_true(function() return #vim.diagnostic.get(0) > 0 end)',
			'tell("codes", vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(0)))',
		]);
		expect(seen['codes']).toContain('unknown-version');
	});
});

/** Opens a text in Neovim, runs Lua there, and answers what that told. */
async function ask(name: string, text: string, script: readonly string[]): Promise<Record<string, unknown>> {
	const [, config = ''] = /```lua\n([\s\S]*?)```/.exec(await readFile(page, 'utf8')) ?? [];
	expect(config).toContain('lsp');
	const file = join(folder, name);
	const told = join(folder, `${name}.told`);
	await writeFile(file, text);
	const lua = `${config}
local told = {}
function tell(what, value) told[what] = value == nil and vim.NIL or value end
function until_true(test)
  if not vim.wait(30000, test, 50) then error('it did not come') end
end
function request(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000)
  for _, answer in pairs(answers or {}) do return answer.result end
end
local ok, problem = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape([[${file}]]))
  until_true(function() return #vim.lsp.buf_get_clients(0) > 0 end)
  ${script.join('\n  ')}
end)
told.problem = not ok and tostring(problem) or nil
vim.fn.writefile({ vim.json.encode(told) }, [[${told}]])
vim.cmd('qall!')
`;
	const setup = join(folder, `${name}.lua`);
	await writeFile(setup, lua);
	const env = {
		...process.env,
		HOME: folder,
		XDG_STATE_HOME: folder,
		PATH: `${folder}/bin:${process.env['PATH']}`,
	};
	await promisify(execFile)('nvim', ['--headless', '--clean', '-c', `luafile ${setup}`], {
		env,
		timeout: 120_000,
	});
	const seen = JSON.parse(await readFile(told, 'utf8')) as Record<string, unknown>;
	expect(seen['problem']).toBeUndefined();
	return seen;
}

function whyNoNeovim(): string | undefined {
	try {
		execFileSync('nvim', ['--version'], { stdio: 'ignore' });
		return undefined;
	} catch {
		return 'nvim is not installed: apt-get install neovim';
	}
}
