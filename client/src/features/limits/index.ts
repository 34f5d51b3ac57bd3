import { Disposable, LanguageStatusSeverity, l10n, languages, window } from 'vscode';
import { isConfiguration, selector } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';

/** Says in the language status what limits keep from being done for the file in the editor; else it is not there. */
export function activateLimits({ server }: Services): Disposable {
	let status: Disposable | undefined;
	const clear = () => {
		status?.dispose();
		status = undefined;
	};
	const refresh = async () => {
		const document = window.activeTextEditor?.document;
		const limits =
			document && isConfiguration(document)
				? await server.request('rssv2/limits', { uri: document.uri.toString() }).catch((): string[] => [])
				: [];
		if (document !== window.activeTextEditor?.document) return;
		clear();
		const [first, ...more] = limits;
		if (first === undefined) return;
		const item = languages.createLanguageStatusItem('rssv2.limits', selector);
		item.name = l10n.t('RSSv2 Limits');
		item.text = first;
		item.detail = more.join(' ');
		item.severity = LanguageStatusSeverity.Warning;
		status = item;
	};
	return Disposable.from(
		{ dispose: clear },
		window.onDidChangeActiveTextEditor(() => void refresh()),
		server.onNotification('rssv2/previewChanged', ({ uri }) => {
			if (window.activeTextEditor?.document.uri.toString() === uri) void refresh();
		}),
		server.onDidStart(() => void refresh()),
	);
}
