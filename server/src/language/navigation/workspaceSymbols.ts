import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import type { CheckedText } from '../../validation/hosts.js';

/** More than anybody reads; the client asks again with every letter typed. */
const MOST = 500;

/**
 * Adapters and VPorts of texts that a query names: its letters in their order, whatever lies between, as
 * editors search. An empty query names all.
 */
export function workspaceSymbols(texts: Iterable<CheckedText>, query: string): WorkspaceSymbol[] {
	const found: WorkspaceSymbol[] = [];
	for (const { name: uri, check } of texts) {
		const { documents, lines } = check;
		const add = (name: string, kind: SymbolKind, span: { start: number; end: number }, container: string) => {
			if (found.length < MOST && matches(name, query)) {
				found.push({ name, kind, location: { uri, range: lines.rangeOf(span) }, containerName: container });
			}
		};
		for (const { configuration } of documents) {
			if (!configuration) continue;
			const { adapter, entities } = configuration;
			add(adapter.name.value, SymbolKind.Module, adapter.span, '');
			if (adapter.mode.value === 'native') continue;
			for (const { vportId, name, span } of entities) {
				const label = name ? `VPort ${vportId.value} (${name.value})` : `VPort ${vportId.value}`;
				add(label, SymbolKind.Interface, span, adapter.name.value);
			}
		}
	}
	return found;
}

function matches(name: string, query: string): boolean {
	const letters = name.toLowerCase();
	let at = 0;
	for (const letter of query.toLowerCase().replace(/\s+/g, '')) {
		at = letters.indexOf(letter, at) + 1;
		if (at === 0) return false;
	}
	return true;
}
