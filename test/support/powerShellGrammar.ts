import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

/** A parser that knows the grammar of PowerShell. */
export async function powerShellGrammar(): Promise<Parser> {
	await Parser.init();
	const grammar = createRequire(import.meta.url).resolve(
		'tree-sitter-powershell/tree-sitter-powershell.wasm',
	);
	return new Parser().setLanguage(await Language.load(readFileSync(grammar)));
}
