import {
	Disposable,
	l10n,
	ProcessExecution,
	Task,
	type TaskDefinition,
	TaskGroup,
	type TaskProvider,
	TaskScope,
	tasks,
	Uri,
	type WorkspaceFolder,
	workspace,
} from 'vscode';
import type { Services } from '../../infrastructure/services.js';

/** The type of these tasks, as `tasks.json` names it. */
const TYPE = 'rssv2';
/** What tells the problems of their output (package.json). */
const MATCHER = '$rssv2';

/** A task as `tasks.json` has it. */
interface CheckDefinition extends TaskDefinition {
	/** `file` for the one in the editor, `workspace` for all; or files, directories and patterns. */
	readonly check: string | readonly string[];
	/** More options of `rssv2 check`. */
	readonly arguments?: readonly string[];
}

/** Tasks that run `rssv2 check`, for all that is not open. */
export function activateTasks({ extensionUri }: Services): Disposable {
	// In a browser there is no command line to run.
	if (extensionUri.scheme !== 'file') return new Disposable(() => {});
	return tasks.registerTaskProvider(TYPE, new CheckTasks(Uri.joinPath(extensionUri, 'dist', 'cli.js')));
}

class CheckTasks implements TaskProvider {
	constructor(readonly program: Uri) {}

	provideTasks(): Task[] {
		const [folder] = workspace.workspaceFolders ?? [];
		const offered = (check: 'file' | 'workspace', name: string) =>
			this.#task({ type: TYPE, check }, folder ?? TaskScope.Workspace, name);
		return [
			offered('file', l10n.t('check this file')),
			...(folder ? [offered('workspace', l10n.t('check the workspace'))] : []),
		];
	}

	resolveTask({ definition, scope, name }: Task): Task | undefined {
		const { check } = definition as Partial<CheckDefinition>;
		if (typeof check !== 'string' && !Array.isArray(check)) return undefined;
		return this.#task(definition as CheckDefinition, folderOr(scope), name);
	}

	#task(definition: CheckDefinition, scope: WorkspaceFolder | TaskScope.Workspace, name: string): Task {
		const { check, arguments: more = [] } = definition;
		const files = check === 'file' ? [FILE] : check === 'workspace' ? ['.'] : [check].flat();
		// A program with its arguments, no line for a shell.
		const run = new ProcessExecution(
			process.execPath,
			[this.program.fsPath, 'check', ...more, '--', ...files],
			{
				env: { ELECTRON_RUN_AS_NODE: '1' },
			},
		);
		// What the server tells of files that are not open is not told twice.
		const told = workspace.getConfiguration('rssv2').get('workspaceDiagnostics') !== false;
		const task = new Task(definition, scope, name, TYPE, run, told ? [] : [MATCHER]);
		task.group = TaskGroup.Test;
		return task;
	}
}

/** What VS Code puts the path of the file in the editor for. */
const FILE = `\${file}`;

function folderOr(scope: Task['scope']): WorkspaceFolder | TaskScope.Workspace {
	return typeof scope === 'object' ? scope : TaskScope.Workspace;
}
