import { type Disposable, l10n, window } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';
import { chooseSource } from './sources.js';
import { warningWords } from './words.js';

/** Import…: what a real machine prints becomes configurations, one an adapter. */
export function activateImport({ server, log }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.import',
		async execute() {
			const source = await chooseSource();
			const text = await source.read();
			const { files, warnings } = await server.request('rssv2/import', { text });
			for (const file of files) await openUnsaved(file);
			for (const warning of warnings) log.warn(`import: ${warning}`);
			const words = warningWords(warnings);
			if (words === undefined) return;
			void window.showWarningMessage(words, l10n.t('Show Log')).then((choice) => choice && log.show());
		},
	};
	return registerCommand(command, log);
}
