import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { type CompletionTask, orderOf } from './completionItems.js';
import type { InterfaceKind } from './interfaceNames.js';

/** What kind of interface the value at the cursor names; undefined where it names none. */
export function interfaceKindAt({ context }: CompletionTask): InterfaceKind | undefined {
	const path = context.value?.path ?? [];
	if (path.at(-1) === 'interface' && path.at(-2) === 'linux') return 'linux';
	if (path.at(-1) === 'name' && path.length === 2 && path[0] === 'adapter') return 'windows';
	return path.at(-1) === 'networkAdapter' && path.at(-2) === 'windows' ? 'windows' : undefined;
}

/** Names of interfaces; in quotes where the text has them, or a plain scalar would be read otherwise. */
export function interfaceItems(task: CompletionTask, names: readonly string[]): CompletionItem[] {
	const { context, analysis } = task;
	const place = context.value;
	if (!place) return [];
	return names.map((label, i) => {
		const plain = analysis.check.syntax === 'yaml' && /^[A-Za-z][\w.-]*$/.test(label);
		const quote = context.quote || (plain ? '' : '"');
		const text = `${quote}${label.replaceAll('$', '\\$')}${quote}`;
		const proposal = { label, kind: CompletionItemKind.Reference, text, order: orderOf(0, i) };
		return task.item({ ...proposal, typed: `${context.quote}${label}` }, place);
	});
}
