import type { CompletionItem, Position } from 'vscode-languageserver';
import { interfaceItems, interfaceKindAt } from './completionInterfaces.js';
import { CompletionTask } from './completionItems.js';
import { propertyItems } from './completionProperties.js';
import { valueItems } from './completionValues.js';
import type { Analysis } from './documents.js';
import type { InterfaceNames } from './interfaceNames.js';

/**
 * Property names that are missing at the cursor, and the values that can stand there, in either syntax.
 * @param snippets the client expands snippets; without, texts are plain
 * @param interfaces gives the names of interfaces, which have to be asked for
 */
export async function completionsAt(
	analysis: Analysis,
	position: Position,
	snippets: boolean,
	interfaces?: Pick<InterfaceNames, 'of'>,
): Promise<CompletionItem[]> {
	const task = new CompletionTask(analysis, analysis.check.lines.offsetAt(position), snippets);
	const kind = interfaceKindAt(task);
	const names = kind && interfaces ? await interfaces.of(analysis.uri, kind) : [];
	return [...propertyItems(task), ...interfaceItems(task, names), ...valueItems(task)];
}
