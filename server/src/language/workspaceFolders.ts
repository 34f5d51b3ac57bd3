import {
	type ClientCapabilities,
	type Connection,
	DidChangeWatchedFilesNotification,
	type InitializeParams,
} from 'vscode-languageserver';
import { CONFIGURATION_FILES } from '../files/names.js';
import { RULES_FILES } from '../projectRules/names.js';
import type { WorkspaceFiles } from './workspaceFiles.js';

/** The folders that a client opens with, as URIs. */
export function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
	if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
	return rootUri ? [rootUri] : [];
}

/** Asks the client to tell of changes of folders, configurations and rules files, as far as it can. */
export function followFolders(
	connection: Connection,
	files: WorkspaceFiles,
	{ workspace }: ClientCapabilities,
	changed: () => void,
): void {
	if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
		const watchers = [{ globPattern: CONFIGURATION_FILES }, { globPattern: `**/{${RULES_FILES.join(',')}}` }];
		void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
	}
	if (!workspace?.workspaceFolders) return;
	connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
		files.replace(
			removed.map(({ uri }) => uri),
			added.map(({ uri }) => uri),
		);
		changed();
	});
}
