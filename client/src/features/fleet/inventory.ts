import { l10n, type QuickPickItem, type Uri, window, workspace } from 'vscode';
import { Cancelled } from '../../infrastructure/cancelled.js';

/** What inventories of Ansible are usually called. */
const NAMES = '**/{hosts,inventory}*{,.yaml,.yml,.ini,.json,.cfg}';
const NEVER = '**/{node_modules,.git}/**';
const MOST = 50;

interface InventoryItem extends QuickPickItem {
	readonly uri?: Uri;
}

/**
 * The inventory of a fleet, as a path: from the setting `rssv2.fleet`, or asked for.
 * @throws Cancelled
 */
export async function chooseInventory(): Promise<string> {
	const named = workspace.getConfiguration('rssv2').get<{ inventory?: unknown }>('fleet')?.inventory;
	if (typeof named === 'string' && named !== '') return absolute(named);
	const found = await workspace.findFiles(NAMES, NEVER, MOST);
	const browse: InventoryItem = { label: l10n.t('Browse…') };
	const items = found.map((uri): InventoryItem => ({ label: workspace.asRelativePath(uri), uri }));
	const title = l10n.t('Which inventory of Ansible?');
	const picked = found.length === 0 ? browse : await window.showQuickPick([...items, browse], { title });
	if (!picked) throw new Cancelled();
	if (picked.uri) return picked.uri.fsPath;
	const [file] = (await window.showOpenDialog({ title, canSelectMany: false })) ?? [];
	if (!file) throw new Cancelled();
	return file.fsPath;
}

/** A name in the settings begins at the first folder of the workspace. */
function absolute(name: string): string {
	const [folder] = workspace.workspaceFolders ?? [];
	if (!folder || name.startsWith('/')) return name;
	return `${folder.uri.fsPath}/${name}`;
}
