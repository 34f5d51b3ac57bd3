import { type Disposable, env, l10n, Uri, window, workspace } from 'vscode';
import { registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';

/** How long the status bar tells of what was copied, in milliseconds. */
const TOLD = 5_000;

/** Copy Schema URL: for editors that know JSON schemas but not this extension. */
export function activateSchema({ extensionUri, log }: Services): Disposable {
	const execute = async () => {
		const file = Uri.joinPath(extensionUri, 'schemas', 'rssv2.schema.json');
		const schema: unknown = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file)));
		const { $id } = schema as { readonly $id: string };
		await env.clipboard.writeText($id);
		window.setStatusBarMessage(`$(check) ${l10n.t('Copied {0}', $id)}`, TOLD);
	};
	return registerCommand({ id: 'rssv2.copySchemaUrl', execute }, log);
}
