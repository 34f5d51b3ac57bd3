import { type Event, extensions, l10n, type Uri } from 'vscode';
import { baseName } from '../../infrastructure/documents.js';
import { Refused } from '../../infrastructure/refused.js';

/** What is used of the API that VS Code's Git extension exports, version 1. */
interface GitExtension {
	readonly enabled: boolean;
	getAPI(version: 1): GitApi;
}

interface GitApi {
	readonly state: 'uninitialized' | 'initialized';
	readonly onDidChangeState: Event<GitApi['state']>;
	getRepository(uri: Uri): GitRepository | null;
	openRepository?(root: Uri): Promise<GitRepository | null>;
}

interface GitRepository {
	readonly state: { readonly HEAD: { readonly commit?: string } | undefined };
	show(ref: string, path: string): Promise<string>;
}

/** How long Git may take to find the repositories of a window that just opened, in milliseconds. */
const START_LIMIT = 10_000;

/**
 * The text of a file in the last commit of its Git repository.
 * @throws Refused with what is missing: Git itself, a repository, a commit, or the file in it
 */
export async function textAtHead(uri: Uri): Promise<string> {
	const name = baseName(uri.path);
	if (uri.scheme === 'untitled')
		throw new Refused(l10n.t('{0} was not saved yet: Git does not know it.', name));
	const repository = await repositoryOf(uri, await gitApi());
	if (!repository) throw new Refused(l10n.t('{0} is in no Git repository.', name));
	if (repository.state.HEAD?.commit === undefined)
		throw new Refused(l10n.t('The Git repository of {0} has no commit yet.', name));
	try {
		return await repository.show('HEAD', uri.fsPath);
	} catch {
		throw new Refused(l10n.t('{0} is not in the last commit (HEAD).', name));
	}
}

async function gitApi(): Promise<GitApi> {
	const extension = extensions.getExtension<GitExtension>('vscode.git');
	if (!extension)
		throw new Refused(l10n.t('There is no Git here: VS Code’s Git extension is missing or disabled.'));
	const git = await extension.activate();
	if (!git.enabled) throw new Refused(l10n.t('Git is turned off: see the setting git.enabled.'));
	let api: GitApi;
	try {
		api = git.getAPI(1);
	} catch {
		throw new Refused(l10n.t('There is no Git here: VS Code found no git program.'));
	}
	await initialized(api);
	return api;
}

function initialized(api: GitApi): Promise<void> {
	if (api.state === 'initialized') return Promise.resolve();
	return new Promise((resolve, reject) => {
		const settle = (outcome: () => void) => {
			clearTimeout(timer);
			listener.dispose();
			outcome();
		};
		const timer = setTimeout(
			() =>
				settle(() =>
					reject(new Refused(l10n.t('Git did not start within {0} seconds: try again.', START_LIMIT / 1000))),
				),
			START_LIMIT,
		);
		const listener = api.onDidChangeState((state) => {
			if (state === 'initialized') settle(resolve);
		});
	});
}

/** Git may not have looked at a file's folder yet. */
async function repositoryOf(uri: Uri, api: GitApi): Promise<GitRepository | null> {
	return (
		api.getRepository(uri) ?? (await api.openRepository?.(uri.with({ path: folderOf(uri.path) }))) ?? null
	);
}

function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}
