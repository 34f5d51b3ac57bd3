import { LineIndex } from '../config/lines.js';
import { parseTrees, syntaxOf } from '../config/parse.js';
import { nodeAt, toPlain } from '../config/plain.js';
import type { Span, TreeNode } from '../config/tree.js';
import { type Fault, FaultError, readFaults } from '../daemon/faultSpec.js';
import type { CliContext } from './context.js';
import { type CliError, usageError } from './exit.js';
import { displayName, readText } from './files.js';

/**
 * The faults of a script file, YAML or JSON, in the shape of the parameters of `fault/set`.
 * @throws CliError (usage) with file, line and column of the first thing that is wrong
 */
export async function readFaultScript(context: CliContext, file: string): Promise<Fault[]> {
	const text = await readText(context, file);
	const lines = new LineIndex(text);
	const wrong = (span: Span, message: string): CliError => {
		const { line, character } = lines.positionAt(span.start);
		return usageError(`${displayName(file)}:${line + 1}:${character + 1}: ${message}`);
	};
	const [tree, second] = parseTrees(text, syntaxOf(file));
	const [problem] = tree?.problems ?? [];
	if (problem) throw wrong(problem, problem.message);
	if (!tree?.root) throw usageError(`${displayName(file)}: is empty; it starts with faults:.`);
	if (second?.root) throw wrong(second.root, 'A fault script is one document.');
	try {
		return readFaults(toPlain(tree.root));
	} catch (error) {
		if (error instanceof FaultError) throw wrong(spanAt(tree.root, error.path), error.message);
		throw error;
	}
}

/** The value at a path; where it is missing, what should hold it. */
function spanAt(root: TreeNode, path: FaultError['path']): Span {
	for (let length = path.length; length > 0; length--) {
		const pointer = path
			.slice(0, length)
			.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
			.join('');
		const { node, entry } = nodeAt(root, pointer);
		const found = node ?? entry;
		if (found) return found;
	}
	return root;
}
