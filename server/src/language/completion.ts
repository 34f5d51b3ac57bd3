import type { CompletionItem, Position } from 'vscode-languageserver';
import { CompletionTask } from './completionItems.js';
import { propertyItems } from './completionProperties.js';
import { valueItems } from './completionValues.js';
import type { Analysis } from './documents.js';

/**
 * Property names that are missing at the cursor, and the values that can stand there, in either syntax.
 * @param snippets the client expands snippets; without, texts are plain
 */
export function completionsAt(analysis: Analysis, position: Position, snippets: boolean): CompletionItem[] {
	const task = new CompletionTask(analysis, analysis.check.lines.offsetAt(position), snippets);
	return [...propertyItems(task), ...valueItems(task)];
}
